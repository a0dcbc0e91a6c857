"""The seller's own translations of a listing's texts, as people or programs send them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from sellers.content.fields import LENGTHS, Errors

LONGEST_ALT = 160
# Who translated: the seller, or a program whose work the seller has not checked.
SELLER, MACHINE = "seller", "machine"
TEXTS = ("title", "summary", "description")


def read_translations(given: Any, *, read_text: Callable[..., str]) -> tuple[dict[str, Any], Errors]:
    """
    Return the translations by language, clean, and what is wrong with them, by `translations.<language>.<field>`.

    `given` maps languages to `title`, `summary`, `description`, `alt` (public id of a picture to text) and `by`
    (SELLER or MACHINE). A language without any text is left out; one without a title is refused.
    """
    if not isinstance(given or {}, Mapping):
        return {}, {"translations": [_("Send texts by language.")]}
    known = {code for code, _name in settings.LANGUAGES}
    clean: dict[str, Any] = {}
    errors: Errors = {}
    for language, texts in (given or {}).items():
        at = f"translations.{language}"
        if language not in known:
            errors[at] = [_("Choose a language from the list.")]
        elif not isinstance(texts, Mapping):
            errors[at] = [_("Send title, summary and description.")]
        elif (found := _read_texts(texts, at, errors, read_text)) is not None:
            clean[language] = found
    return clean, errors


def _read_texts(
    texts: Mapping[str, Any], at: str, errors: Errors, read_text: Callable[..., str]
) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for name in TEXTS:
        try:
            text = read_text(str(texts.get(name) or ""), LENGTHS[name], lines=name == "description")
        except ValueError as wrong:
            errors[f"{at}.{name}"] = [str(wrong)]
            continue
        if text:
            found[name] = text
    given_alt = texts.get("alt") or {}
    alt: dict[str, str] = {}
    for picture, words in given_alt.items() if isinstance(given_alt, Mapping) else ():
        try:
            text = read_text(str(words or ""), LONGEST_ALT)
        except ValueError as wrong:
            errors[f"{at}.alt.{picture}"] = [str(wrong)]
            continue
        if text:
            alt[str(picture)[:32]] = text
    if alt:
        found["alt"] = alt
    if not found:
        return None
    if "title" not in found and f"{at}.title" not in errors:
        errors[f"{at}.title"] = [_("Translate the title too: the page is found by it.")]
    return {**found, "by": MACHINE if texts.get("by") == MACHINE else SELLER}
