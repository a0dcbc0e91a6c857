"""Load the duty, tax and nomenclature tables."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Model

from marketplace.kernel.operations import entry
from trade.countries import DATA_DIR
from trade.editions import raise_edition
from trade.models import DatedRule, Edition, HsCode
from trade.reference import fingerprint, read_rules, read_table

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added, changed and left as they were."""

    added: int = 0
    changed: int = 0
    kept: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.added + other.added, self.changed + other.changed, self.kept + other.kept)


@entry
def load_reference_rules(*, now: datetime, directory: Path = DATA_DIR) -> Loaded:
    """
    Bring the stored rules in line with the rule files in `directory`; loading the same files again changes nothing.

    Rows entered in admin are kept, and a period that such a row has closed stays closed. The whole of it is checked
    first: one wrong row and nothing is loaded.

    :raises RuleFileRefused: if any row is wrong, or periods overlap or leave a hole; names file and row.
    """
    rules = read_rules(directory)
    loaded = _load_nomenclature()
    for model, rows in rules.rows.items():
        loaded += _load_rows(model, rows)
    if loaded.added or loaded.changed:
        raise_edition(Edition.Kind.RULES, now)
    return loaded


def _load_rows(model: type[DatedRule], rows: list[DatedRule]) -> Loaded:
    stored = {(*row.key(), row.valid_from): row for row in model._default_manager.all()}
    followed = {row.key() for row in stored.values() if row.entered_in_admin}
    added, changed, kept = [], [], 0
    for row in rows:
        old = stored.get((*row.key(), row.valid_from))
        if old is None:
            # A rule that people took over in admin is theirs from then on.
            if row.key() not in followed:
                added.append(row)
            continue
        if row.key() in followed:
            row.valid_to = old.valid_to
        if old.entered_in_admin or fingerprint(row) == fingerprint(old):
            kept += 1
            continue
        row.pk = old.pk
        changed.append(row)
    model._default_manager.bulk_create(added, batch_size=BATCH)
    if changed:
        model._default_manager.bulk_update(changed, _columns(model), batch_size=BATCH)
    return Loaded(len(added), len(changed), kept)


def _load_nomenclature() -> Loaded:
    stored = {code.code: code for code in HsCode.objects.all()}
    added: dict[str, HsCode] = {}
    kept = 0
    # Parents come first: the table is sorted by code and a parent's code is a prefix.
    for row in sorted(read_table("hs_codes.csv"), key=lambda row: (int(row["level"]), row["code"])):
        if row["code"] in stored:
            kept += 1
            continue
        level = int(row["level"])
        code = HsCode(code=row["code"], level=level, title=row["title"])
        if level > 2:
            parent = row["code"][: level - 2]
            code.parent = stored.get(parent) or added.get(parent)
        added[row["code"]] = code
    for level in (2, 4, 6):
        HsCode.objects.bulk_create([code for code in added.values() if code.level == level], batch_size=BATCH)
    return Loaded(len(added), 0, kept)


def _columns(model: type[Model]) -> list[str]:
    return [column.name for column in model._meta.concrete_fields if column.name not in ("id", "entered_in_admin")]
