"""What buyers choose by: up to three options with their values, and the combinations they make. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from django.utils.translation import gettext as _

from sellers.contact_data import find_contact_data
from sellers.content.fields import Errors

MOST_OPTIONS = 3
MOST_VALUES = 100
MOST_VARIANTS = 500
LONGEST_NAME = 40
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Option:
    """A thing to choose by, such as a colour, with its values in the order shown."""

    name: str
    values: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as `Listing.options` keeps it."""
        return {"name": self.name, "values": list(self.values)}


def stored_options(stored: Sequence[Mapping[str, Any]]) -> list[Option]:
    """Return the options that `Listing.options` holds."""
    return [Option(row["name"], tuple(row["values"])) for row in stored]


def read_options(given: Any) -> tuple[list[Option], Errors]:
    """
    Read options as people or programs send them: `[{"name": ..., "values": [...]}, ...]`; empty rows are skipped.

    Errors are keyed `options` or `options.<row>.<name|values>`, rows counted from 0 as given.
    """
    if not isinstance(given, list | tuple) or not all(isinstance(row, Mapping) for row in given):
        return [], {"options": [_("Send a list of options with name and values.")]}
    errors: Errors = {}
    read: list[Option] = []
    names: set[str] = set()
    for row, each in enumerate(given):
        raw = each.get("values") or []
        if not isinstance(raw, list | tuple):
            errors[f"options.{row}.values"] = [_("Send a list of values.")]
            continue
        name, values = plain(each.get("name")), [value for value in map(plain, raw) if value]
        if not name and not values:
            continue
        if problem := _wrong_name(name, names):
            errors[f"options.{row}.name"] = [problem]
        if problem := _wrong_values(values):
            errors[f"options.{row}.values"] = [problem]
        names.add(name.casefold())
        read.append(Option(name, tuple(values)))
    if len(read) > MOST_OPTIONS:
        errors["options"] = [_("At most %(most)s options, such as colour, size and material.") % {"most": MOST_OPTIONS}]
    return read, errors


def plain(given: Any) -> str:
    """Return what was typed as one line without control characters."""
    text = "" if given is None else str(given)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _wrong_name(name: str, others: set[str]) -> str:
    if not name:
        return _("Give the option a name, such as “Colour”.")
    if len(name) > LONGEST_NAME:
        return _("Use at most %(longest)s characters.") % {"longest": LONGEST_NAME}
    if name.casefold() in others:
        return _("There is another option of this name.")
    return str(find_contact_data(name) or "")


def _wrong_values(values: list[str]) -> str:
    if not values:
        return _("Enter at least one value.")
    if len(values) > MOST_VALUES:
        return _("At most %(most)s values; these are %(count)s.") % {"most": MOST_VALUES, "count": len(values)}
    if twice := next((value for at, value in enumerate(values) if value in values[:at]), None):
        return _("“%(value)s” stands there twice.") % {"value": twice}
    for value in values:
        if len(value) > LONGEST_VALUE:
            return _("“%(value)s…” is too long: at most %(longest)s characters.") % {
                "value": value[:20],
                "longest": LONGEST_VALUE,
            }
        if (reason := find_contact_data(value)) is not None:
            return str(reason)
    return ""


def count_combinations(options: Sequence[Option]) -> int:
    """Return how many combinations there are; none without options."""
    return prod(len(option.values) for option in options) if options else 0


def combinations(options: Sequence[Option]) -> list[dict[str, str]]:
    """Return every combination, name to value, in order; the last option changes fastest. None without options."""
    if not options:
        return []
    names = [option.name for option in options]
    return [dict(zip(names, values, strict=True)) for values in product(*(option.values for option in options))]


def label_of(chosen: Mapping[str, str], options: Sequence[Option]) -> str:
    """Return a combination as it is shown: `Red / M`."""
    return " / ".join(chosen[option.name] for option in options if option.name in chosen)[:120]


def place_of(chosen: Mapping[str, str], options: Sequence[Option]) -> tuple[int, ...]:
    """Return where a combination stands in the order of the options' values."""
    return tuple(option.values.index(chosen[option.name]) for option in options)


def is_combination(chosen: Mapping[str, str], options: Sequence[Option]) -> bool:
    """Whether every option has one of its values, and nothing else is named."""
    return chosen.keys() == {option.name for option in options} and all(
        chosen[option.name] in option.values for option in options
    )


def renamed(old: Sequence[Option], new: Sequence[Option]) -> dict[str, tuple[str, dict[str, str]]]:
    """
    Return what became of each old option: its new name, and old value to new.

    A name or a value that was replaced in its place, by one that was nowhere before, is the same thing under another
    word. Options and values that are gone are left out.
    """
    pairs: dict[str, Option] = {option.name: option for option in new}
    known = {option.name for option in old}
    for before, after in zip(old, new, strict=False):
        if len(old) == len(new) and before.name not in pairs and after.name not in known:
            pairs[before.name] = after
    became: dict[str, tuple[str, dict[str, str]]] = {}
    for before in old:
        if (after := pairs.get(before.name)) is None:  # type: ignore[assignment]
            continue
        values = {value: value for value in before.values if value in after.values}
        if len(before.values) == len(after.values):
            values |= {
                was: now
                for was, now in zip(before.values, after.values, strict=True)
                if was not in after.values and now not in before.values
            }
        became[before.name] = (after.name, values)
    return became
