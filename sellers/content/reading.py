"""Values of a listing as people or programs send them, made clean or refused by field."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.places import COUNTRIES
from marketplace.kernel.money import is_currency
from sellers.content.fields import FIELDS, LENGTHS, MOST_ATTRIBUTES, RANGES, Errors
from sellers.content.languages import read_translations
from sellers.content.lots import read_lot
from sellers.content.texts import read_text
from sellers.kinds import read_making, read_service
from sellers.lead_times import check_lead_times
from sellers.models import Category, Listing
from sellers.pricing import check_tiers
from sellers.queries.attributes import definitions_of
from sellers.specs import read_specs
from sellers.units import UNITS
from trade.incoterms import TERMS


def read_content(
    given: Mapping[str, Any], *, moq: int | None, category: Category | None = None
) -> tuple[dict[str, Any], Errors]:
    """
    Return the clean values of the fields present in `given`, and what is wrong with them, by field.

    `category` becomes a Category or None, `tiers` a list of Tier, `lot` a dict of Lot's fields. `moq` is the minimum
    order that tiers are checked against when `given` has none, `category` what `specs` are read for. An empty value
    clears a field.
    """
    clean: dict[str, Any] = {}
    unknown, readers = _readers_of(tuple(given))
    errors: Errors = {name: [_("There is no such field.")] for name in unknown}
    for name, read in readers:
        try:
            clean[name] = read(name, given[name])
        except _Wrong as wrong:
            errors.setdefault(wrong.field or name, []).append(wrong.reason)
    if "lead_times" in given:
        clean["lead_times"], wrong_times = check_lead_times(given["lead_times"] or [])
        errors.update(wrong_times)
    if "tiers" in given:
        rows = given["tiers"] or []
        if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
            errors["tiers"] = [_("Send a list of rows with min_quantity and unit_price.")]
        elif any(value not in (None, "") for row in rows for value in row.values()):
            clean["tiers"], tier_errors = check_tiers(rows, moq=clean.get("moq") or moq)
            errors.update(tier_errors)
        else:
            clean["tiers"] = []
    if "specs" in given:
        clean["specs"], spec_errors = _specs(given["specs"], clean.get("category", category))
        errors.update(spec_errors)
    for name in _WHOLE.keys() & given.keys():
        clean[name], wrong_parts = _WHOLE[name](given[name], read_text=_plain_text)
        errors.update(wrong_parts)
    return clean, errors


def _plain_text(text: str, longest: int, *, lines: bool = False) -> str:
    return read_text("", text, longest=longest, lines=lines)


# Structures that speak of their parts themselves: what was sent to what is kept, and what is wrong, by part.
_WHOLE: dict[str, Callable[..., tuple[dict[str, Any], Errors]]] = {
    "making": read_making,
    "service": read_service,
    "translations": read_translations,
}


def _specs(given: Any, category: Category | None) -> tuple[dict[str, Any], Errors]:
    if not isinstance(given or {}, Mapping):
        return {}, {"specs": [_("Send the codes of attributes with their values.")]}
    if given and category is None:
        return {}, {"category": [_("Choose a category first: it says what is asked.")]}
    return read_specs(
        definitions_of(category),
        given or {},
        read_text=_plain_text,
    )


_KNOWN = frozenset(FIELDS)


class _Wrong(Exception):
    def __init__(self, reason: Any, field: str = "") -> None:
        self.reason = reason
        self.field = field


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str | None):
        raise _Wrong(_("Send text."))
    try:
        return read_text(name, value, longest=LENGTHS[name], lines=name == "description")
    except ValueError as wrong:
        raise _Wrong(str(wrong)) from None


def _number(name: str, value: Any) -> int | None:
    smallest, largest = RANGES[name]
    if value in (None, ""):
        if name in ("moq", "stock", "order_step"):
            return smallest
        return None
    try:
        number = int(str(value).strip())
    except ValueError:
        number = -1
    if not smallest <= number <= largest:
        raise _Wrong(
            _("Enter a whole number from %(smallest)s to %(largest)s.")
            % {"smallest": f"{smallest:,}", "largest": f"{largest:,}"}
        )
    return number


def _country(name: str, value: Any) -> str:
    code = str(value or "").strip().upper()
    if code and code not in COUNTRIES:
        raise _Wrong(_("Choose a country from the list."))
    return code


def _category(name: str, value: Any) -> Category | None:
    if value in (None, "") or isinstance(value, Category):
        return value or None
    category = Category.objects.filter(slug=str(value)).first()
    if category is None:
        raise _Wrong(_("Choose a category from the list."))
    if not category.is_open or not category.is_leaf():
        raise _Wrong(_("Choose one of the narrower categories."))
    return category


def _hs_code(name: str, value: Any) -> str:
    code = "".join(str(value or "").split()).replace(".", "")
    if code and not (code.isascii() and code.isdigit() and 6 <= len(code) <= 10):
        raise _Wrong(_("Enter 6 to 10 digits, or search by words."))
    return code


def _choice(allowed: Callable[[], Any], reason: Callable[[], str]) -> Callable[[str, Any], str]:
    def read(name: str, value: Any) -> str:
        if value not in allowed():
            raise _Wrong(reason())
        return str(value)

    return read


def _currency(name: str, value: Any) -> str:
    code = str(value or "").upper()
    if not is_currency(code):
        raise _Wrong(_("Choose a currency from the list."))
    return code


def _attributes(name: str, value: Any) -> dict[str, str]:
    if value in (None, ""):
        return {}
    if not isinstance(value, Mapping) or len(value) > MOST_ATTRIBUTES:
        raise _Wrong(_("Send at most %(most)s names with values.") % {"most": MOST_ATTRIBUTES})
    try:
        return {
            _attribute_name(str(key)): read_text(name, text, longest=200)
            for key, text in value.items()
            if str(key).strip() and str(text).strip()
        }
    except ValueError as wrong:
        raise _Wrong(str(wrong)) from None


@lru_cache(maxsize=4096)
def _attribute_name(key: str) -> str:
    """A name of an attribute, read once: in a catalogue the names are the same in every row."""
    return read_text("attributes", key, longest=60)


def read_incoterms(value: Any) -> list[str]:
    """
    Return the Incoterms named in `value` (a list of codes), in the order of the table.

    :raises ValueError: with the reason, if one is none.
    """
    codes = (
        {str(code).upper() for code in value} if isinstance(value, list | tuple | set) else {"?"} if value else set()
    )
    if not codes <= set(TERMS):
        raise ValueError(_("Choose delivery terms from the list."))
    return [code for code in TERMS if code in codes]


def _incoterms(name: str, value: Any) -> list[str]:
    try:
        return read_incoterms(value)
    except ValueError as wrong:
        raise _Wrong(str(wrong)) from None


def _lot(name: str, value: Any) -> dict[str, Any] | None:
    if not value:
        return None
    if not isinstance(value, Mapping):
        raise _Wrong(_("Send the fields of the lot."))
    if not any(each not in (None, "") for each in value.values()):
        return None
    lot, errors = read_lot({"best_before_date": None, **value})
    for field, reasons in errors.items():
        raise _Wrong(reasons[0], field)
    return lot


_READERS: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(LENGTHS, _text),
    **dict.fromkeys(RANGES, _number),
    "category": _category,
    "origin_country": _country,
    "ships_from_country": _country,
    "hs_code": _hs_code,
    "incoterms": _incoterms,
    "attributes": _attributes,
    "lot": _lot,
    "counts_variants_together": lambda name, value: value in (True, "true", "on", "1", "yes"),
    "currency": _currency,
    "kind": _choice(lambda: Listing.Kind.values, lambda: _("Choose what kind of offer it is.")),
    "unit": _choice(lambda: UNITS, lambda: _("Choose a unit from the list.")),
    "binding_language": _choice(lambda: {"", *dict(settings.LANGUAGES)}, lambda: _("Choose a language from the list.")),
    "language": _choice(lambda: dict(settings.LANGUAGES), lambda: _("Choose a language from the list.")),
}


@lru_cache(maxsize=1024)
def _readers_of(names: tuple[str, ...]) -> tuple[list[str], list[tuple[str, Callable[[str, Any], Any]]]]:
    """Return the names that are no fields, and what reads the others, in the order of the fields."""
    known = [name for name in FIELDS if name in names and name in _READERS]
    return [name for name in names if name not in _KNOWN], [(name, _READERS[name]) for name in known]
