"""
Draw a paper: sheet data into a tagged PDF/A-3 (and PDF/UA-1) with typst, and its first page as a picture.

The same sheet gives the same bytes on every machine: fonts are ours, the clock is the paper's own date, and user text
enters as JSON data, so that typst never reads it as markup.
"""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import typst

from . import glyphs
from .sheets import Sheet

TEMPLATES = Path(__file__).parent / "typst"
STANDARDS = ["a-3a", "ua-1"]
PREVIEW_PPI = 60.0

# A compiler keeps what it parsed; each thread has its own, because one is not shared safely.
_local = threading.local()


def _compiler(template: str) -> typst.Compiler:
    kept: dict[str, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if template not in kept:
        if not hasattr(_local, "fonts"):
            _local.fonts = typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(glyphs.FONTS)]
            )
        kept[template] = typst.Compiler(
            input=str(TEMPLATES / template), root=str(TEMPLATES), font_paths=_local.fonts, ignore_system_fonts=True
        )
    return kept[template]


def draw_pdf(sheet: Sheet, *, xml: bytes = b"") -> bytes:
    """
    Return the PDF of `sheet`; `xml` is embedded as `factur-x.xml`.

    :raises typst.TypstError: if the sheet cannot be drawn, for one because a glyph is missing after all.
    """
    inputs = {"data": json.dumps(sheet.data, ensure_ascii=False, sort_keys=True)}
    if xml:
        inputs["xml"] = xml.decode()
    year, month, day = sheet.data["date"]
    pdf = _compiler(sheet.template).compile(
        sys_inputs=inputs,
        format="pdf",
        pdf_standards=STANDARDS,  # type: ignore[arg-type]
        timestamp=int(datetime(year, month, day, tzinfo=UTC).timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


def draw_preview(sheet: Sheet) -> bytes:
    """Return the first page as PNG."""
    inputs = {"data": json.dumps(sheet.data, ensure_ascii=False, sort_keys=True)}
    pages = _compiler(sheet.template).compile(sys_inputs=inputs, format="png", ppi=PREVIEW_PPI)
    first = pages[0] if isinstance(pages, list) else pages
    assert isinstance(first, bytes)
    return first
