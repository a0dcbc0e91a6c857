"""A lot as people or programs send it, made clean or refused by field."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from sellers.content.dates import read_date
from sellers.content.fields import RANGES, Errors
from sellers.content.texts import read_text

TEXTS = {"code": 60, "grade": 40}
DATES = ("harvest_date", "best_before_date", "leaves_from_date", "arrive_by_date")
DEGREES = ("storage_min_c", "storage_max_c")
FIELDS_OF_LOT = (*TEXTS, *DATES, *DEGREES)


def read_lot(given: Mapping[str, Any]) -> tuple[dict[str, Any], Errors]:
    """
    Return the clean values of what is present in `given` (FIELDS_OF_LOT, `quantity`), and what is wrong by field.

    An empty value clears a field; the best-before date cannot be cleared. Dates are checked against each other.
    """
    clean: dict[str, Any] = {}
    errors: Errors = {
        str(name)[:40]: [_("There is no such field.")] for name in given if name not in (*FIELDS_OF_LOT, "quantity")
    }

    def keep(name: str, read: Any) -> None:
        try:
            clean[name] = read(given[name])
        except ValueError as wrong:
            errors.setdefault(name, []).append(str(wrong))

    for name, longest in TEXTS.items():
        if name in given:
            keep(name, lambda value, name=name, longest=longest: read_text(name, value, longest=longest))
    for name in DATES:
        if name in given:
            keep(name, read_date)
    for name in DEGREES:
        if name in given:
            keep(name, _degrees)
    if "quantity" in given:
        keep("quantity", _quantity)
    if "best_before_date" in clean and clean["best_before_date"] is None:
        errors.setdefault("best_before_date", []).append(_("Enter the best-before date of the lot."))
    return clean, errors or wrong_order(clean)


def wrong_order(lot: Mapping[str, Any]) -> Errors:
    """Return what is wrong with the dates and degrees of a lot held against each other, by field."""
    errors: Errors = {}
    best, harvest = lot.get("best_before_date"), lot.get("harvest_date")
    leaves, arrives = lot.get("leaves_from_date"), lot.get("arrive_by_date")
    low, high = lot.get("storage_min_c"), lot.get("storage_max_c")
    if best and harvest and harvest >= best:
        errors["best_before_date"] = [_("The best-before date must be after the harvest.")]
    if best and arrives and arrives > best:
        errors["arrive_by_date"] = [_("It has to arrive before its best-before date.")]
    elif leaves and arrives and arrives < leaves:
        errors["arrive_by_date"] = [_("It cannot arrive before it leaves.")]
    if low is not None and high is not None and low > high:
        errors["storage_max_c"] = [_("The warmest storage must not be colder than the coldest.")]
    return errors


def _degrees(value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        degrees = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        degrees = Decimal("NaN")
    if not degrees.is_finite() or not -99 <= degrees <= 99:
        raise ValueError(_("Enter degrees Celsius from -99 to 99."))
    return degrees.quantize(Decimal("0.1"))


def _quantity(value: Any) -> int:
    smallest, largest = RANGES["stock"]
    text = str("" if value is None else value).strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
    if not smallest <= number <= largest:
        raise ValueError(
            _("Enter a whole number from %(smallest)s to %(largest)s.")
            % {"smallest": f"{smallest:,}", "largest": f"{largest:,}"}
        )
    return number
