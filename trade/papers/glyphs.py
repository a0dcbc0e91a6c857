"""
Which characters the committed fonts can print, read from the fonts themselves.

What no font has is never printed as an empty box: it is replaced by its code point in words and reported. Characters
that steer rather than show (controls, overrides of writing direction) are taken out.
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
#: In this order a character is looked for; typst is told the same.
FAMILIES = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "Noto Sans Devanagari",
    "Noto Sans SC",
    "Noto Sans KR",
)
# Joiners shape Arabic, Persian and Indic words; everything else that is invisible could hide or reorder text.
_JOINERS = frozenset("\u200c\u200d")


@cache
def covered() -> frozenset[int]:
    """Return every code point that some committed font can print."""
    found: set[int] = set()
    for path in sorted(FONTS.glob("*-Regular.ttf")):
        found |= _code_points(path.read_bytes())
    return frozenset(found)


def printable(text: str) -> tuple[str, frozenset[str]]:
    """
    Return `text` as it can be printed, and the characters that no font has.

    Text is normalised (NFC) first, so that a letter and its accent become the one glyph that exists for them.
    """
    points = covered()
    kept: list[str] = []
    missing: set[str] = set()
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        if char in "\n\t\r" or category == "Zs":
            kept.append("\n" if char == "\n" else " ")
        elif char in _JOINERS:
            kept.append(char)
        elif category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or 0xFE00 <= ord(char) <= 0xFE0F:
            continue
        elif ord(char) in points:
            kept.append(char)
        else:
            missing.add(char)
            kept.append(f"<U+{ord(char):04X}>")
    return "".join(kept), frozenset(missing)


def _code_points(font: bytes) -> set[int]:
    """Read the Unicode `cmap` (formats 4 and 12) of an OpenType font."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {font[12 + 16 * i : 16 + 16 * i]: struct.unpack_from(">II", font, 20 + 16 * i) for i in range(count)}
    start = tables[b"cmap"][0]
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for place in range(subtables):
        platform, _encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * place)
        at = start + offset
        (form,) = struct.unpack_from(">H", font, at)
        if platform in (0, 3) and form == 4:
            found |= _format_4(font, at)
        elif platform in (0, 3) and form == 12:
            found |= _format_12(font, at)
    return found


def _format_4(font: bytes, at: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    segments = doubled // 2
    ends = struct.unpack_from(f">{segments}H", font, at + 14)
    starts = struct.unpack_from(f">{segments}H", font, at + 16 + doubled)
    deltas = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * doubled)
    offsets_at = at + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{segments}H", font, offsets_at)
    found = set()
    for place, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset:
                (glyph,) = struct.unpack_from(">H", font, offsets_at + 2 * place + offset + 2 * (code - first))
            else:
                glyph = (code + delta) & 0xFFFF
            if glyph:
                found.add(code)
    return found


def _format_12(font: bytes, at: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", font, at + 12)
    found: set[int] = set()
    for place in range(groups):
        first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * place)
        found.update(range(first, last + 1))
    return found
