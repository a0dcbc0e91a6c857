"""Answers as people or programs send them, made clean or refused by attribute."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sellers.specs.definitions import Definition

Errors = dict[str, list[Any]]
LONGEST_TEXT = 200
_YES = {"yes", "true", "1", "on"}
_NO = {"no", "false", "0", "off"}
# What text goes through before it is kept: (text, longest) to clean text, ValueError with the reason.
TextReader = Callable[[str, int], str]


def read_specs(
    definitions: Iterable[Definition], given: Mapping[str, Any], *, read_text: TextReader
) -> tuple[dict[str, Any], Errors]:
    """
    Return the clean answers by code, and what is wrong, by `specs.<code>`. An empty answer is none.

    A code that the category does not ask for is refused; free attributes are for those.
    """
    known = {each.code: each for each in definitions}
    clean: dict[str, Any] = {}
    errors: Errors = {}
    for code, value in given.items():
        definition = known.get(str(code))
        if definition is None:
            errors[f"specs.{code}"] = [_("This category does not ask for it. Use a free attribute instead.")]
            continue
        try:
            answer = _READERS[definition.type](definition, value, read_text)
        except ValueError as wrong:
            errors[f"specs.{code}"] = [str(wrong)]
            continue
        if answer not in (None, "", []):
            clean[definition.code] = answer
    return clean, errors


def missing_specs(definitions: Iterable[Definition], specs: Mapping[str, Any]) -> Errors:
    """Return what the category requires and `specs` do not say, by `specs.<code>`."""
    language = get_language() or "en"
    return {
        f"specs.{each.code}": [_("Say this: %(what)s. Buyers filter by it.") % {"what": each.label(language)}]
        for each in definitions
        if each.is_required and each.code not in specs
    }


def _read_text(definition: Definition, value: Any, read_text: TextReader) -> str:
    if not isinstance(value, str | None):
        raise ValueError(_("Send text."))
    return read_text(value or "", LONGEST_TEXT)


def _read_number(definition: Definition, value: Any, read_text: TextReader) -> dict[str, str] | None:
    given: Mapping[str, Any] = value if isinstance(value, Mapping) else {"value": value}
    typed = str(given.get("value") if given.get("value") is not None else "").strip().replace(",", ".")
    if not typed:
        return None
    unit = str(given.get("unit") or definition.first_unit)
    factor = definition.units.get(unit)
    if factor is None:
        raise ValueError(_("Choose a unit from the list: %(units)s.") % {"units": ", ".join(definition.units)})
    try:
        number = Decimal(typed)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**9 or -number.as_tuple().exponent > 4:  # type: ignore[operator]
        raise ValueError(_("Enter a number such as 12 or 0.5, with at most four decimals."))
    low, high = definition.minimum, definition.maximum
    if (low is not None and number * factor < low) or (high is not None and number * factor > high):
        raise ValueError(_out_of_range(low, high, definition.first_unit))
    return {"value": f"{number.normalize():f}", "unit": unit}


def _out_of_range(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    facts = {"low": _plain(low, unit), "high": _plain(high, unit)}
    if high is None:
        return _("Enter at least %(low)s.") % facts
    if low is None:
        return _("Enter at most %(high)s.") % facts
    return _("Enter a number from %(low)s to %(high)s.") % facts


def _plain(number: Decimal | None, unit: str) -> str:
    return "" if number is None else f"{number.normalize():f} {unit}".strip()


def _read_choice(definition: Definition, value: Any, read_text: TextReader) -> str:
    if value in (None, ""):
        return ""
    if definition.choice(value) is None:
        raise ValueError(_("Choose one from the list."))
    return str(value)


def _read_choices(definition: Definition, value: Any, read_text: TextReader) -> list[str]:
    given: Sequence[Any] = [value] if isinstance(value, str) else value or []
    if not isinstance(given, list | tuple):
        raise ValueError(_("Send a list."))
    wanted = [each for each in given if each not in (None, "")]
    if any(definition.choice(each) is None for each in wanted):
        raise ValueError(_("Choose from the list."))
    # In the order of the definition: the same choices are the same answer.
    return [each.code for each in definition.choices if each.code in wanted]


def _read_yes_no(definition: Definition, value: Any, read_text: TextReader) -> bool | None:
    if value in (None, ""):
        return None
    said = str(value).strip().lower()
    if said not in _YES | _NO:
        raise ValueError(_("Say yes or no."))
    return said in _YES


def _read_date(definition: Definition, value: Any, read_text: TextReader) -> str:
    if value in (None, ""):
        return ""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValueError(_("Enter a date such as 2026-12-03.")) from None


_READERS: dict[str, Callable[[Definition, Any, TextReader], Any]] = {
    "text": _read_text,
    "number": _read_number,
    "choice": _read_choice,
    "choices": _read_choices,
    "yes_no": _read_yes_no,
    "date": _read_date,
}
