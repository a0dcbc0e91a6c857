"""
Reading and checking files of dated rules, the project's own under `trade/data` among them.

Rows are unsaved model instances, whether they come from a file or from the database, so both are checked and used
by the same code.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.money import is_currency
from marketplace.kernel.refusals import Refusal
from trade.countries import DATA_DIR, is_country
from trade.landed_cost.rules import NO_MFN
from trade.models import DatedRule, DestinationRule, DutyRate, FeeRule, LowValueRule, TaxRate
from trade.reference.rule_set import RuleSet

RULE_FILES: dict[str, type[DatedRule]] = {
    "destination_rules.csv": DestinationRule,
    "duty_rates.csv": DutyRate,
    "tax_rates.csv": TaxRate,
    "low_value_rules.csv": LowValueRule,
    "fee_rules.csv": FeeRule,
}
CURRENCY_COLUMNS = frozenset({"currency", "specific_currency", "threshold_currency", "amount_currency"})
COUNTRY_COLUMNS = frozenset({"origin", "ship_from"})


class RuleFileRefused(Refusal):
    """A rule file has mistakes; none of it was loaded and the rules in force stay in force."""

    code = "rule_file_refused"
    status = 422
    title = gettext_lazy("The rule file was refused")
    message = gettext_lazy("Nothing was loaded. Each mistake is named with its file and row.")


def read_rules(directory: Path = DATA_DIR) -> RuleSet:
    """
    Read and check every rule file.

    :raises RuleFileRefused: if any row is wrong, or periods of one rule overlap or leave a hole; names each row.
    """
    problems: dict[str, list[Any]] = {}
    rules = RuleSet()
    for name, model in RULE_FILES.items():
        numbered = list(_read_file(directory / name, model, problems))
        _check_periods(name, numbered, problems)
        rules.rows[model] = [row for _number, row in numbered]
    if problems:
        raise RuleFileRefused(fields=problems)
    return rules


def read_rule_file(path: Path) -> tuple[type[DatedRule], list[tuple[int, Any]]]:
    """
    Read and check one rule file; which rules it holds is told by its name, or else by its columns.

    :return: the model, and each row with its number in the file.
    :raises RuleFileRefused: as `read_rules`, and if it cannot be told what the file holds.
    """
    problems: dict[str, list[Any]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            columns = set(next(csv.reader(file), []))
    except (OSError, UnicodeDecodeError) as failure:
        raise RuleFileRefused(
            fields={path.name: [_("It cannot be read as text in UTF-8: %(why)s") % {"why": failure}]}
        ) from failure
    model = RULE_FILES.get(path.name) or next(
        (model for model in RULE_FILES.values() if columns and columns <= {*rule_columns(model)}), None
    )
    if model is None:
        text = _("Its columns are those of no rule file. Name it one of: %(names)s.")
        raise RuleFileRefused(fields={path.name: [text % {"names": ", ".join(RULE_FILES)}]})
    numbered = list(_read_file(path, model, problems))
    _check_periods(path.name, numbered, problems)
    if not numbered and not problems:
        problems[path.name] = [_("The file holds no rules.")]
    if problems:
        raise RuleFileRefused(fields=problems)
    return model, numbered


def rule_columns(model: type[DatedRule]) -> list[str]:
    """Return the columns of a rule that a file may hold."""
    return [column.name for column in model._meta.concrete_fields if column.name not in ("id", "entered_in_admin")]


def _read_file(path: Path, model: type[DatedRule], problems: dict[str, list[Any]]) -> Iterable[tuple[int, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = {column.name: column for column in model._meta.get_fields() if column.concrete}
        unknown = [name for name in reader.fieldnames or () if name not in columns]
        if unknown:
            problems[path.name] = [_("Unknown columns: %(names)s") % {"names": ", ".join(unknown)}]
            return
        for number, cells in enumerate(reader, start=2):
            row = model()
            place = f"{path.name}:{number}"
            if None in cells or None in cells.values():
                problems[place] = [_("It has not as many cells as there are columns.")]
                continue
            for name, text in cells.items():
                try:
                    setattr(row, name, _value(columns[name], text or ""))
                except (ValueError, InvalidOperation):
                    problems.setdefault(place, []).append(
                        _("%(column)s cannot be “%(text)s”.") % {"column": name, "text": text}
                    )
            if place not in problems:
                _check_row(row, place, problems)
            if place not in problems:
                yield number, row


def _value(column: Any, text: str) -> Any:
    text = text.strip()
    if isinstance(column, models.BooleanField):
        if text not in ("", "yes"):
            raise ValueError(text)
        return text == "yes"
    if not text:
        if column.null:
            return None
        if column.has_default():
            return column.get_default()
        if column.blank:
            return ""
        raise ValueError(text)
    if isinstance(column, models.DecimalField):
        number = Decimal(text)
        if not number.is_finite() or number < 0:
            raise ValueError(text)
        return number
    if isinstance(column, models.DateField):
        return date.fromisoformat(text)
    if isinstance(column, models.IntegerField):
        return int(text)
    if column.choices and text not in {value for value, _label in column.choices}:
        raise ValueError(text)
    if column.max_length and len(text) > column.max_length:
        raise ValueError(text)
    if column.name in CURRENCY_COLUMNS and not is_currency(text):
        raise ValueError(text)
    if column.name in COUNTRY_COLUMNS and not (
        is_country(text) or text == "EU" or (text == NO_MFN and column.name == "origin")
    ):
        raise ValueError(text)
    if column.name == "hs_prefix" and not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return text


def _check_row(row: DatedRule, place: str, problems: dict[str, list[Any]]) -> None:
    def refuse(text: str) -> None:
        problems.setdefault(place, []).append(text)

    if not (is_country(row.destination) or row.destination == "EU"):
        refuse(_("The destination is not a country, nor EU."))
    if not row.source or not row.source_date or not row.valid_from:
        refuse(_("A rule needs its source, the source's date and the day it begins."))
    elif row.valid_to is not None and row.valid_to < row.valid_from:
        refuse(_("The rule ends before it begins."))
    if isinstance(row, DutyRate):
        if all(part is None for part in (row.percent, row.specific_amount, row.top_up_to_percent)):
            refuse(_("A duty needs a percentage, an amount or a percentage to fill up to."))
        measured = (row.specific_amount, row.specific_minimum, row.specific_maximum)
        if any(part is not None for part in measured) and not (row.specific_currency and row.specific_unit):
            refuse(_("A specific duty needs a currency and a unit."))
    if isinstance(row, TaxRate) and row.percent >= 100:
        refuse(_("A tax rate is below 100 %."))


def _check_periods(name: str, numbered: Sequence[tuple[int, Any]], problems: dict[str, list[Any]]) -> None:
    """Periods of one rule must follow each other day by day: no overlap, no hole."""
    by_key: dict[tuple[str, ...], list[tuple[date, int, Any]]] = {}
    for number, row in numbered:
        by_key.setdefault(row.key(), []).append((row.valid_from, number, row))
    for periods in by_key.values():
        periods.sort(key=lambda period: period[:2])
        for (_start, before_number, before), (start, number, _row) in pairwise(periods):
            facts = {"row": before_number}
            if before.valid_to is None or before.valid_to >= start:
                text = _("Its period overlaps that of row %(row)s.") % facts
            elif before.valid_to + timedelta(days=1) != start:
                text = _("There is a hole between its period and that of row %(row)s.") % facts
            else:
                continue
            problems.setdefault(f"{name}:{number}", []).append(text)
