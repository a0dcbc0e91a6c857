"""How the cells of each field are turned into what `sellers.content` reads: units, decimals, words for choices."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sellers.content import LENGTHS
from sellers.imports import choices, values
from sellers.imports.fields import BY_CODE, LENGTH_UNITS, PRICE_UNITS, WEIGHT_UNITS
from sellers.imports.mapping import ColumnMapping


def converter(code: str, way: str, decimal: str) -> Callable[[str], Any] | None:
    """Return how a cell of a field is read before the content checks; None: as it stands."""
    kind = BY_CODE[code].kind
    if code == "category":
        return None
    if kind == "whole":
        read = values.days_text if code == "lead_time_days" else values.whole_text
        return lambda cell: read(cell.strip(), decimal)
    if kind == "price":
        factor = Decimal(str(PRICE_UNITS.get(way or "unit", 1)))
        return lambda cell: values.price_text(cell, decimal, factor)
    if kind == "weight":
        factor = Decimal(str(WEIGHT_UNITS.get(way or "g", 1)))
        return lambda cell: values.weight_text(cell, decimal, factor)
    if kind == "length":
        factor = Decimal(str(LENGTH_UNITS.get(way or "mm", 1)))
        return lambda cell: values.length_text(cell, decimal, factor)
    if kind == "temperature":
        return lambda cell: values.number_text(cell, decimal)
    if kind == "date":
        return values.date_text
    if kind == "list":
        return choices.terms_list
    if kind == "country":
        return choices.country_text
    if kind == "choice":
        return {
            "currency": choices.currency_text,
            "unit": choices.unit_text,
            "kind": choices.kind_text,
            "language": choices.language_text,
        }[code]
    if way == "html":
        return values.without_tags
    if way == "shorten" and code in LENGTHS:
        longest = LENGTHS[code]
        return lambda cell: values.shortened(cell, longest)
    return None


def constant_values(mapping: ColumnMapping, constants: dict[str, str]) -> dict[str, Any]:
    """Return constants as `read_content` takes them: units and countries by name are understood as in columns."""
    found: dict[str, Any] = {}
    for code, value in constants.items():
        convert = converter(code, "", mapping.decimal)
        found[code] = convert(value) if convert else value
    return found
