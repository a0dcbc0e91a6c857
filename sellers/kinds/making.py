"""What a seller who makes to order offers: options with price adders, measurements, a deposit."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sellers.kinds.reading import Errors, TextReader, code_of, plain, read_decimal, rows_of

MEASURES = ("mm", "cm", "m", "in", "g", "kg")
MOST_OPTIONS, MOST_CHOICES, MOST_MEASUREMENTS = 8, 20, 20
_LARGEST = Decimal(100_000)
_LARGEST_ADDER = Decimal(10) ** 9


def read_making(given: Any, *, read_text: TextReader) -> tuple[dict[str, Any], Errors]:
    """
    Return what is offered, clean, and what is wrong with it, by `making.<list>.<row>.<field>`.

    `given` has `options` ({label, required, choices: [{label, adder}]}), `measurements` ({label, unit, minimum,
    maximum, tolerance, required}) and `deposit_percent` (0 to 100). Rows without a label are left out. Codes are made
    of labels: carts and orders keep them.
    """
    if not isinstance(given or {}, Mapping):
        return {}, {"making": [_("Send options, measurements and deposit_percent.")]}
    given, errors = given or {}, Errors()
    clean: dict[str, Any] = {}
    for name, most, read in (
        ("options", MOST_OPTIONS, _read_option),
        ("measurements", MOST_MEASUREMENTS, _read_measurement),
    ):
        found: list[dict[str, Any]] = []
        taken: set[str] = set()
        try:
            rows = rows_of(given, name, most)
        except ValueError as wrong:
            errors[f"making.{name}"] = [str(wrong)]
            continue
        for number, row in enumerate(rows):
            if not str(row.get("label") or "").strip():
                continue
            value, problems = read(row, taken, read_text)
            errors |= {f"making.{name}.{number}.{field}": [reason] for field, reason in problems.items()}
            found.append(value)
        if found:
            clean[name] = found
    try:
        deposit = read_decimal(given.get("deposit_percent"), Decimal(0), Decimal(100), places=0)
    except ValueError as wrong:
        errors["making.deposit_percent"] = [str(wrong)]
    else:
        if deposit:
            clean["deposit_percent"] = int(deposit)
    return clean, errors


def _read_option(
    row: Mapping[str, Any], taken: set[str], read_text: TextReader
) -> tuple[dict[str, Any], dict[str, str]]:
    problems: dict[str, str] = {}
    value: dict[str, Any] = {"required": bool(row.get("required"))}
    _label(row, value, taken, problems, read_text)
    choices: list[dict[str, str]] = []
    codes: set[str] = set()
    try:
        given = rows_of(row, "choices", MOST_CHOICES)
        for each in given:
            label = read_text(str(each.get("label") or ""), 60)
            if not label:
                continue
            adder = read_decimal(each.get("adder"), Decimal(0), _LARGEST_ADDER, places=4) or Decimal(0)
            choices.append({"code": code_of(label, codes), "label": label, "adder": plain(adder)})
    except ValueError as wrong:
        problems["choices"] = str(wrong)
    if len(choices) < 2 and "choices" not in problems:
        problems["choices"] = _("Name at least two choices, one a line.")
    value["choices"] = choices
    return value, problems


def _read_measurement(
    row: Mapping[str, Any], taken: set[str], read_text: TextReader
) -> tuple[dict[str, Any], dict[str, str]]:
    problems: dict[str, str] = {}
    value: dict[str, Any] = {"required": bool(row.get("required")), "unit": str(row.get("unit") or MEASURES[1])}
    _label(row, value, taken, problems, read_text)
    if value["unit"] not in MEASURES:
        problems["unit"] = _("Choose a unit from the list.")
    numbers: dict[str, Decimal | None] = {}
    for name in ("minimum", "maximum", "tolerance"):
        try:
            numbers[name] = read_decimal(row.get(name), Decimal(0), _LARGEST)
        except ValueError as wrong:
            problems[name] = str(wrong)
    low, high, tolerance = (numbers.get(name) for name in ("minimum", "maximum", "tolerance"))
    for name, number in (("minimum", low), ("maximum", high)):
        if number is None:
            problems.setdefault(name, _("Say what you can make, from and to."))
    if low is not None and high is not None and low >= high:
        problems["maximum"] = _("It must be larger than the smallest.")
    elif low is not None and high is not None and tolerance is not None and tolerance > (high - low):
        problems["tolerance"] = _("A tolerance wider than the range promises nothing.")
    if not problems:
        value |= {name: plain(number) for name, number in numbers.items() if number is not None}
    return value, problems


def _label(
    row: Mapping[str, Any], value: dict[str, Any], taken: set[str], problems: dict[str, str], read_text: TextReader
) -> None:
    try:
        value["label"] = read_text(str(row.get("label") or ""), 60)
        value["code"] = code_of(value["label"], taken)
    except ValueError as wrong:
        problems["label"] = str(wrong)
