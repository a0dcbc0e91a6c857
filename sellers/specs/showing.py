"""Answers as pages, search and its filters want them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marketplace.kernel.templatetags.bridgeway import number as written
from sellers.specs.definitions import Definition


class Spec(NamedTuple):
    """One row of a spec table. `is_free`: the seller's own text, in the seller's language."""

    label: str
    text: str
    is_free: bool = False


def shown_specs(definitions: Iterable[Definition], specs: Mapping[str, Any], language: str) -> list[Spec]:
    """Return what `specs` answer, in the order asked, in `language`; what no longer fits its definition is left out."""
    return [
        Spec(each.label(language), text, each.type == "text")
        for each in definitions
        if (text := spec_text(each, specs.get(each.code), language))
    ]


def spec_text(definition: Definition, value: Any, language: str) -> str:
    """Return one answer in words of `language`; empty if there is none, or it is not of the definition's type."""
    kind = definition.type
    if kind == "yes_no" and isinstance(value, bool):
        return _("Yes") if value else _("No")
    if kind == "choices" and isinstance(value, list):
        return ", ".join(choice.label(language) for code in value if (choice := definition.choice(code)))
    if kind == "number" and (amount := _amount(value)) is not None:
        return f"{written(amount)} {value.get('unit', '')}".strip()
    if not isinstance(value, str) or not value:
        return ""
    if kind == "choice":
        choice = definition.choice(value)
        return choice.label(language) if choice else ""
    if kind == "date":
        try:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        except ValueError:
            return ""
    return value if kind == "text" else ""


def spec_words(definitions: Iterable[Definition], specs: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words that search should find a listing by: text, and choices in every language."""
    for each in definitions:
        value = specs.get(each.code)
        codes = value if isinstance(value, list) else [value]
        if each.type in ("choice", "choices"):
            for code in codes:
                if (choice := each.choice(code)) is not None:
                    yield from choice.labels.values()
        elif each.type == "text" and isinstance(value, str):
            yield value


def facet_values(definitions: Iterable[Definition], specs: Mapping[str, Any]) -> list[str]:
    """
    Return what filters count and match of `specs`: `code=choice`, `code=yes`, `code=100~250`.

    A number stands for the range between the definition's steps that it falls into, ends in the first unit; an open
    end is empty.
    """
    found: list[str] = []
    for each in definitions:
        value = specs.get(each.code)
        if not each.is_faceted or value is None:
            continue
        if each.type == "yes_no" and isinstance(value, bool):
            found.append(f"{each.code}={'yes' if value else 'no'}")
        elif each.type in ("choice", "choices"):
            codes = value if isinstance(value, list) else [value]
            found += [f"{each.code}={code}" for code in codes if each.choice(code)]
        elif each.type == "number" and each.steps and (amount := _amount(value)) is not None:
            factor = each.units.get(value.get("unit", ""))
            if factor is not None:
                found.append(f"{each.code}={_range_of(amount * factor, each.steps)}")
    return found


def _range_of(amount: Decimal, steps: tuple[Decimal, ...]) -> str:
    if amount < steps[0]:
        return f"~{_plain(steps[0])}"
    for low, high in pairwise(steps):
        if amount < high:
            return f"{_plain(low)}~{_plain(high)}"
    return f"{_plain(steps[-1])}~"


def facet_label(definition: Definition, value: str, language: str) -> str:
    """Return the value of a filter in words; empty if the definition has no such value."""
    if definition.type == "yes_no":
        return {"yes": _("Yes"), "no": _("No")}.get(value, "")
    if definition.type in ("choice", "choices"):
        choice = definition.choice(value)
        return choice.label(language) if choice else ""
    low, tilde, high = value.partition("~")
    if not tilde:
        return ""
    ends = [_decimal(end) for end in (low, high)]
    if not any(ends) or (low and ends[0] is None) or (high and ends[1] is None):
        return ""
    facts = {"low": _with_unit(ends[0], definition), "high": _with_unit(ends[1], definition)}
    if not low:
        return _("under %(high)s") % facts
    if not high:
        return _("%(low)s and more") % facts
    return _("%(low)s to %(high)s") % facts


def _with_unit(amount: Decimal | None, definition: Definition) -> str:
    return "" if amount is None else f"{written(amount)} {definition.first_unit}".strip()


def _amount(value: Any) -> Decimal | None:
    return _decimal(value.get("value")) if isinstance(value, Mapping) else None


def _decimal(text: Any) -> Decimal | None:
    try:
        number = Decimal(str(text))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
