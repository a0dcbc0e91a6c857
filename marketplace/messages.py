"""
Translations: find every string for people in the code, keep the catalogues in step, compile them.

Babel does all of it, so that no system package is needed; templates are turned into Python-like source by Django's own
translator first, exactly as its `makemessages` does.
"""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "trade", "sellers", "buyers", "payments", "orders", "marketplace")
SKIPPED = {"migrations", "sandbox", "management", "settings"}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "N_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
# Django names folders like locales: zh-hans lives in zh_Hans.
FOLDERS = {code: "_".join([code.split("-")[0], *(p.title() for p in code.split("-")[1:])]) for code in LANGUAGES}


def sources() -> Iterator[Path]:
    """Every file with strings for people."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not SKIPPED & set(path.relative_to(ROOT).parts):
                yield path
    yield ROOT / "marketplace" / "settings" / "languages.py"
    for pattern in ("*.html", "*.txt"):
        yield from sorted(
            path for path in (ROOT / "templates").rglob(pattern) if "admin" not in path.relative_to(ROOT).parts[:-1]
        )


def extract() -> Catalog:
    """Return the catalogue of every string for people, with where it stands."""
    catalogue = Catalog(project="Bridgeway", charset="utf-8")
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # What is not a string is blanked out with the page's own indentation, which Python would stumble over.
            text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
        where = str(path.relative_to(ROOT))
        for line, function, found, _comments in extract_python(io.BytesIO(text.encode()), KEYWORDS, [], {}):
            _add(catalogue, where, line, str(function), found)
    return catalogue


def _add(catalogue: Catalog, where: str, line: int, function: str, found: Any) -> None:
    words: list[Any] = list(found) if isinstance(found, tuple) else [found]
    context: str | None = None
    if function in {"pgettext", "pgettext_lazy", "npgettext"}:
        context, *words = words
    if not words or not isinstance(words[0], str) or not words[0]:
        return
    plural = function in {"ngettext", "ngettext_lazy", "npgettext"} and len(words) > 1
    message = (words[0], words[1]) if plural else words[0]
    flags = ["python-format"] if re.search(r"%\(\w+\)[sd]", " ".join(w for w in words if isinstance(w, str))) else []
    catalogue.add(message, context=context, locations=[(where, line)], flags=flags)


def path_of(language: str, suffix: str = "po") -> Path:
    """Where a language's catalogue lies."""
    return ROOT / "locale" / FOLDERS[language] / "LC_MESSAGES" / f"django.{suffix}"


def read(language: str) -> Catalog:
    """Return a language's catalogue; empty if it has none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=FOLDERS[language], project="Bridgeway", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=FOLDERS[language])


def update() -> dict[str, int]:
    """Bring every catalogue in step with the code; returns how many strings each still lacks."""
    template = extract()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        _write(language, catalogue)
    return {language: len(missing(read(language))) for language in LANGUAGES}


def _write(language: str, catalogue: Catalog) -> None:
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.fuzzy = False
    catalogue.header_comment = f"# Bridgeway in {language}."
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, sort_by_file=True, omit_header=False, include_lineno=False)
    # The header keeps what readers of catalogues need, and nothing that changes by itself.
    noise = (b'"PO', b'"Project-', b'"Report-', b'"Last-', b'"Language-Team', b'"Generated-')
    kept = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(noise)]
    path.write_bytes(b"".join(kept))


def missing(catalogue: Catalog) -> list[str]:
    """Return the strings of `catalogue` that have no translation or a doubtful one."""
    lacking = []
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy or not all(texts):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def compiled(language: str) -> bytes:
    """Return the compiled form of a language's catalogue."""
    catalogue = read(language)
    # Stamped with a fixed day: the same catalogue compiles to the same bytes whenever it is done.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def compile_all() -> None:
    """Write the compiled form beside each catalogue."""
    for language in LANGUAGES:
        path_of(language, "mo").write_bytes(compiled(language))
