"""Load rule files of one's own beside the product's."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from marketplace.kernel.operations import entry
from trade.editions import raise_edition
from trade.models import DatedRule, Edition
from trade.operations.loaded import BATCH, Loaded
from trade.reference import RULE_FILES, RuleFileRefused, fingerprint, read_rule_file, rule_columns


@entry
def load_rule_file(*, path: Path, now: datetime) -> Loaded:
    """
    Put the rows of one rule file in force; the row that each follows ends the day before.

    Rows are the operator's own from then on: loading the product's tables again leaves them as they are. No stored row
    is removed. One wrong row, one overlap or hole, in the file or with what is stored, and nothing is loaded.

    :raises RuleFileRefused: naming the file and each row that is wrong.
    """
    return _load([path], now)


@entry
def load_rule_folder(*, directory: Path, now: datetime) -> Loaded:
    """
    Put those rule files of a folder in force that it holds, as `load_rule_file` does: all of them or none.

    :raises RuleFileRefused: naming each file and row that is wrong; or if the folder holds no rule file.
    """
    paths = [directory / name for name in RULE_FILES if (directory / name).is_file()]
    if not paths:
        text = _("There is no rule file in it. Name one: %(names)s.")
        raise RuleFileRefused(fields={directory.name: [text % {"names": ", ".join(RULE_FILES)}]})
    return _load(paths, now)


def _load(paths: list[Path], now: datetime) -> Loaded:
    """Load each file and raise the edition once; the transaction undoes all of it when one is refused."""
    loaded = Loaded()
    problems: dict[str, list[Any]] = {}
    for path in paths:
        try:
            loaded += _load_one(path)
        except RuleFileRefused as refusal:
            problems |= refusal.fields
    if problems:
        raise RuleFileRefused(fields=problems)
    if loaded.added or loaded.changed:
        raise_edition(Edition.Kind.RULES, now)
    return loaded


def _load_one(path: Path) -> Loaded:
    model, numbered = read_rule_file(path)
    manager: Any = model._default_manager
    by_key: dict[tuple[str, ...], list[DatedRule]] = {}
    for row in manager.select_for_update().order_by("valid_from"):
        by_key.setdefault(row.key(), []).append(row)
    added: list[DatedRule] = []
    changed: dict[int, DatedRule] = {}
    kept = 0
    problems: dict[str, list[Any]] = {}
    for number, row in sorted(numbered, key=lambda pair: pair[1].valid_from):
        stored = by_key.setdefault(row.key(), [])
        same = next((old for old in stored if old.valid_from == row.valid_from), None)
        later = next((old for old in stored if old.valid_from > row.valid_from), None)
        before = next((old for old in reversed(stored) if old.valid_from < row.valid_from), None)
        problem = _problem(row, before, later)
        if problem:
            problems[f"{path.name}:{number}"] = [problem]
            continue
        row.entered_in_admin = True
        if before is not None and _ends(before) >= row.valid_from:
            before.valid_to = row.valid_from - timedelta(days=1)
            if before.pk:
                changed[before.pk] = before
        if same is None:
            added.append(row)
            stored.append(row)
            stored.sort(key=lambda period: period.valid_from)
        elif fingerprint(same) == fingerprint(row):
            kept += 1
        else:
            row.pk = same.pk
            changed[same.pk] = row
            stored[stored.index(same)] = row
    if problems:
        raise RuleFileRefused(fields=problems)
    manager.bulk_create(added, batch_size=BATCH)
    manager.bulk_update(changed.values(), [*rule_columns(model), "entered_in_admin"], batch_size=BATCH)
    return Loaded(len(added), len(changed), kept)


def _problem(row: DatedRule, before: DatedRule | None, later: DatedRule | None) -> str:
    """Say how the row's period does not fit with those stored; '' if it does."""
    if later is not None and _ends(row) >= later.valid_from:
        return _("Its period overlaps that of a stored row from %(day)s.") % {"day": later.valid_from.isoformat()}
    if later is not None and row.valid_to is not None and row.valid_to + timedelta(days=1) != later.valid_from:
        return _("There is a hole between its period and the stored row from %(day)s.") % {
            "day": later.valid_from.isoformat()
        }
    if before is not None and before.valid_to is not None and before.valid_to + timedelta(days=1) < row.valid_from:
        return _("There is a hole between the stored row that ends on %(day)s and its period.") % {
            "day": before.valid_to.isoformat()
        }
    return ""


def _ends(row: DatedRule) -> date:
    return row.valid_to or date.max
