"""Load the duty, tax and nomenclature tables."""

from datetime import datetime
from pathlib import Path

from marketplace.kernel.operations import entry
from trade.countries import DATA_DIR
from trade.editions import raise_edition
from trade.models import DatedRule, Edition
from trade.operations.load_hs_codes import load_own_hs_codes
from trade.operations.loaded import BATCH, Loaded
from trade.reference import fingerprint, read_rules, rule_columns


@entry
def load_reference_rules(*, now: datetime, directory: Path = DATA_DIR) -> Loaded:
    """
    Bring the stored rules in line with the product's rule files; loading the same files again changes nothing.

    Rows entered in admin or loaded from a file of one's own are kept, and a period that such a row has closed stays
    closed; the product's own rows that its files no longer have are removed. `directory` is another copy of the whole
    set, never somebody's own files: those are for `load_rule_folder`. All of it is checked first: one wrong row and
    nothing is loaded.

    :raises RuleFileRefused: if any row is wrong, or periods overlap or leave a hole; names file and row.
    """
    rules = read_rules(directory)
    loaded = load_own_hs_codes()
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
    wanted = {(*row.key(), row.valid_from) for row in rows}
    gone = [
        row.pk for place, row in stored.items()
        if place not in wanted and not row.entered_in_admin and row.key() not in followed
    ]  # fmt: skip
    model._default_manager.filter(pk__in=gone).delete()
    model._default_manager.bulk_create(added, batch_size=BATCH)
    if changed:
        model._default_manager.bulk_update(changed, rule_columns(model), batch_size=BATCH)
    return Loaded(len(added), len(changed) + len(gone), kept)
