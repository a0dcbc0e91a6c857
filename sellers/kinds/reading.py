"""What the readers of this package share."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

Errors = dict[str, list[Any]]
# (text, longest) to clean text; ValueError with the reason.
TextReader = Callable[[str, int], str]


def rows_of(given: Mapping[str, Any], name: str, most: int) -> list[Mapping[str, Any]]:
    """
    Return the rows under `name`.

    :raises ValueError: with the reason, if they are no rows, or too many.
    """
    rows = given.get(name) or []
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise ValueError(_("Send a list of rows."))
    if len(rows) > most:
        raise ValueError(_("Use at most %(most)s rows.") % {"most": most})
    return list(rows)


def code_of(label: str, taken: set[str]) -> str:
    """
    Return the code of a label, which carts and orders keep; it is added to `taken`.

    :raises ValueError: if another row has it.
    """
    code = slugify(label, allow_unicode=True)[:40].strip("-")
    if not code:
        raise ValueError(_("Give it a name."))
    if code in taken:
        raise ValueError(_("Another row has this name."))
    taken.add(code)
    return code


def read_decimal(value: Any, low: Decimal, high: Decimal, *, places: int = 2) -> Decimal | None:
    """
    Return a number, None for an empty one.

    :raises ValueError: with the range, if it is none, or outside of it.
    """
    typed = "" if value is None else str(value).strip().replace(",", ".")
    if not typed:
        return None
    try:
        number = Decimal(typed)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not low <= number <= high or number != round(number, places):
        facts = {"low": f"{low:f}", "high": f"{high:f}", "places": places}
        raise ValueError(_("Enter a number from %(low)s to %(high)s, with at most %(places)s decimals.") % facts)
    return number


def plain(number: Decimal) -> str:
    """Return a number as JSON keeps it: without exponent and without needless zeros."""
    return f"{number.normalize():f}"
