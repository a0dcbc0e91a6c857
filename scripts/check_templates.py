#!/usr/bin/env python3
"""
Lint of the templates: they compile, name only addresses and components that exist, and hold nothing inline.

The content security policy lets no inline script, handler or style run, so one in a template is a fault that shows
only in a browser. Exit status 1 and one line a finding.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"

COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
INLINE = {
    re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE): "inline style attribute",
    re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE): "inline event handler",
    re.compile(r"<style(?![^<>]*\bnonce=)", re.IGNORECASE): "style element without nonce",
    re.compile(
        r"<script(?![^<>]*\b(?:src=|nonce=|type=[\"']application/(?:ld\+)?json))", re.IGNORECASE
    ): "inline script",
    re.compile(r"[\"']javascript:", re.IGNORECASE): "javascript: address",
}
COMPONENT = re.compile(r"<c-([a-z0-9][\w.-]*)")
URL = re.compile(r"""{%\s*url\s+["']([^"']+)["']""")
# Cotton's own elements.
BUILT_IN = {"vars", "slot", "component"}


def findings(path: Path, names: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of everything that is wrong with a template."""
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    try:
        get_template(path.relative_to(TEMPLATES).as_posix())
    except (TemplateSyntaxError, TemplateDoesNotExist) as error:
        yield 1, f"does not compile: {error}"
    # What is taken out leaves its line breaks, so that line numbers stay true.
    text = COMMENT.sub(_blank, path.read_text(encoding="utf-8"))
    for match in URL.finditer(text):
        if match[1] not in names:
            yield _line(text, match), f"no address is called {match[1]}"
    for match in COMPONENT.finditer(text):
        name = match[1].rstrip(".").replace(".", "/").replace("-", "_")
        homes = (TEMPLATES / "cotton" / f"{name}.html", TEMPLATES / "cotton" / name / "index.html")
        if match[1] not in BUILT_IN and not any(home.exists() for home in homes):
            yield _line(text, match), f"no component is called c-{match[1]}"
    markup = TAG.sub(lambda match: _blank(match) or "x", text)
    for pattern, what in INLINE.items():
        for match in pattern.finditer(markup):
            yield _line(markup, match), what


def url_names() -> set[str]:
    """Every name that `{% url %}` can find, with its namespaces."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern) and entry.name:
                yield prefix + entry.name
            elif isinstance(entry, URLResolver):
                yield from walk(entry, prefix + (f"{entry.namespace}:" if entry.namespace else ""))

    return set(walk(get_resolver(), ""))


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.local")
    import django

    django.setup()
    names = url_names()
    found = 0
    paths = sorted(TEMPLATES.rglob("*.html"))
    for path in paths:
        for line, what in findings(path, names):
            found += 1
            print(f"{path.relative_to(ROOT)}:{line}: {what}")
    print(f"{len(paths)} templates, {found} findings")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
