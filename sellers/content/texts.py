"""Text of sellers made clean: no control characters, not too long, no contact data."""

from typing import Any

from django.utils.translation import gettext as _

from sellers.contact_data import find_contact_data


def read_text(name: str, value: Any, *, longest: int, lines: bool = False) -> str:
    """
    Return `value` as text without control characters, single-line unless `lines`.

    :raises ValueError: with the reason, if it is too long or holds contact data.
    """
    text = "" if value is None else str(value)
    # Nearly all text is printable as it stands; only the rest is looked at letter by letter.
    if not (text.replace("\n", "").replace("\t", "") if lines else text).isprintable():
        text = "".join(c for c in text.replace("\r\n", "\n") if c.isprintable() or (lines and c in "\n\t"))
    text = text.strip() if lines else " ".join(text.split())
    if len(text) > longest:
        raise ValueError(
            _("Use at most %(longest)s characters; this has %(length)s.") % {"longest": longest, "length": len(text)}
        )
    if (reason := find_contact_data(text)) is not None:
        raise ValueError(reason)
    return text
