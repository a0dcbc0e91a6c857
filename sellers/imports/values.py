"""Cells as people write them, turned into what `sellers.content` reads; what cannot be turned is refused in words."""

import html
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import nh3
from django.utils.translation import gettext as _

from sellers.imports.fields import LENGTH_UNITS, WEIGHT_UNITS

# A spreadsheet would take a cell that begins so for a formula. Ours are written with an apostrophe before it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?[\d.,'’\s\u00a0\u202f٬٫_]*\d[\d.,'’\s\u00a0\u202f٬٫_]*")
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,12})?\Z", re.ASCII)
_KEPT_ZEROS = re.compile(r'="([^"=]*)"\Z')
_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)
_GAPS = re.compile(r"\n\s*\n+")


class CellRefused(Exception):
    """The cell cannot be read; the reason is for people."""


def cell_text(cell: str) -> str:
    """
    Return what stands in a cell: our own apostrophe before a formula sign taken off again.

    :raises CellRefused: if it is a formula, or holds letters that the encoding does not know.
    """
    if cell[:1] in ("=", "'"):
        if cell[0] == "'" and (cell[1:2] in ("'", *FORMULA_SIGNS)):
            return cell[1:]
        if kept := _KEPT_ZEROS.match(cell):
            return kept.group(1)
        if cell[0] == "=" and len(cell) > 1:
            raise CellRefused(_("This is a formula. Write its result instead; formulas are never worked out here."))
    if "\ufffd" in cell:
        raise CellRefused(_("Some letters here cannot be read. Choose the right encoding of the file above."))
    return cell


def escaped(text: str) -> str:
    """Return `text` for a cell of an export, so that no spreadsheet takes it for a formula."""
    if text[:1] in FORMULA_SIGNS or (text[:1] == "'" and text[1:2] in ("'", *FORMULA_SIGNS)):
        return "'" + text
    return text


def number_text(cell: str, decimal: str = ".") -> str:
    """
    Return the number in `cell` as digits with a point; `decimal` is the sign its decimals stand behind.

    Currency signs, units and spaces around it are left out; what holds no number is returned as it stands, to be
    refused by name.
    """
    if decimal == "." and _PLAIN.match(cell):
        return cell
    found = _NUMBER.search(cell)
    if found is None:
        return cell.strip()
    digits = "".join(c for c in found.group() if c not in " '’\u00a0\u202f٬_\t").replace("٫", ".")
    if "٫" not in found.group():
        digits = digits.replace("." if decimal == "," else ",", "")
        digits = digits.replace(",", ".")
    if digits.count(".") > 1:
        return cell.strip()
    try:
        value = Decimal(digits.rstrip("."))
    except InvalidOperation:
        return cell.strip()
    return f"{value:f}"


def whole_text(cell: str, decimal: str = ".") -> str:
    """Return a whole number as digits: `12.0` is 12, `1,200` with decimal points is 1200."""
    if cell.isdigit():
        return cell
    text = number_text(cell, decimal)
    head, _point, tail = text.partition(".")
    return head if head and not tail.strip("0") else text


def days_text(cell: str, decimal: str = ".") -> str:
    """Return days: of `3-5 days` the longer."""
    numbers = re.findall(r"\d+", cell)
    return numbers[-1] if len(numbers) > 1 and "-" in cell.replace("–", "-") else whole_text(cell, decimal)


def scaled_text(cell: str, decimal: str, factor: Decimal, units: dict[str, float]) -> str:
    """Return a measure in the unit kept (grams, millimetres): a unit in the cell itself wins over the column's."""
    if factor == 1 and cell.isdigit():
        return cell.lstrip("0")
    text = number_text(cell, decimal)
    if tail := cell.strip().rstrip(".").lower():
        for unit, own in units.items():
            if tail.endswith(unit) and not tail[: -len(unit)][-1:].isalpha():
                factor = Decimal(str(own))
                break
    try:
        value = Decimal(text) * factor
    except InvalidOperation:
        return cell.strip()
    if not value.is_finite() or abs(value) > 10**12:
        return cell.strip()
    # Nothing weighs nothing: a zero is a cell that nobody filled in. Half a gram is a gram of freight.
    return str(int(value.to_integral_value()) or 1) if value else ""


def weight_text(cell: str, decimal: str, factor: Decimal) -> str:
    return scaled_text(cell, decimal, factor, WEIGHT_UNITS)  # type: ignore[arg-type]


def length_text(cell: str, decimal: str, factor: Decimal) -> str:
    return scaled_text(cell, decimal, factor, LENGTH_UNITS)  # type: ignore[arg-type]


def price_text(cell: str, decimal: str, factor: Decimal) -> str:
    """Return a price; spaces, currency signs and codes around it are left out."""
    if factor == 1:
        return number_text(cell, decimal)
    try:
        return f"{(Decimal(number_text(cell, decimal)) * factor).normalize():f}"
    except InvalidOperation:
        return cell.strip()


_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%Y%m%d", "%Y年%m月%d日", "%d %b %Y", "%d %B %Y")


def date_text(cell: str) -> str:
    """Return a date as 2026-12-03; day before month where only the order tells, other forms as they stand."""
    text = cell.strip()
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        pass
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return text


def without_tags(cell: str) -> str:
    """Return the words of a piece of HTML, one line a paragraph; nothing active is left."""
    if "<" not in cell and "&" not in cell:
        return cell
    words = html.unescape(nh3.clean(_BREAKS.sub("\n", cell), tags=set()))
    return _GAPS.sub("\n\n", words).strip()


def shortened(text: str, longest: int) -> str:
    """Return `text` cut at a word, with an ellipsis, if it is longer than `longest`."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    head, _space, _tail = cut.rpartition(" ")
    return (head if len(head) > longest * 0.6 else cut).rstrip(" ,;:-–") + "…"
