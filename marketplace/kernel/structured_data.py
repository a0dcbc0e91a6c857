"""schema.org data in pages: JSON-LD that no text of anybody's can break out of."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from marketplace.kernel.addresses import absolute

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(*things: dict[str, Any] | None) -> SafeString:
    """
    Return `things` as one JSON-LD document, to stand inside `<script type="application/ld+json">`.

    Such an element is data and is never run, so the content security policy lets it stand. Things that are None or
    empty are left out.
    """
    found = [thing for thing in things if thing]
    if len(found) == 1:
        data = {"@context": "https://schema.org", **found[0]}
    else:
        data = {"@context": "https://schema.org", "@graph": found}
    # Escaped so that no title can close the script element it stands in.
    return mark_safe(json.dumps(data, ensure_ascii=False, default=str).translate(_ESCAPES))  # noqa: S308


def breadcrumb_list(crumbs: Iterable[tuple[Any, str]], here: str) -> dict[str, Any]:
    """Return the way to a page: `crumbs` are (label, path), the last of them the page itself at the path `here`."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": str(label), "item": absolute(path or here)}
            for place, (label, path) in enumerate(crumbs, start=1)
        ],
    }
