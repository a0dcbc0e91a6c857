"""Load the table of restrictions."""

from datetime import datetime
from pathlib import Path

from marketplace.kernel.operations import entry
from trade.countries import DATA_DIR
from trade.editions import raise_edition
from trade.models import Edition, Restriction
from trade.operations.load_reference_rules import Loaded
from trade.reference.restriction_rows import COLUMNS, FILE, fingerprint, read_restrictions

BATCH = 500


@entry
def load_restrictions(*, now: datetime, path: Path = DATA_DIR / FILE) -> Loaded:
    """
    Bring the stored restrictions in line with a file; loading the same file again changes nothing.

    Restrictions that were changed in admin stay as they are there. The whole file is checked first: one wrong row and
    nothing is loaded.

    :raises RuleFileRefused: if any row is wrong, or periods overlap or leave a hole; names row and column.
    """
    rows = read_restrictions(path)
    stored = {(row.code, row.valid_from): row for row in Restriction.objects.select_for_update()}
    taken_over = {row.code for row in stored.values() if row.entered_in_admin}
    added, changed, kept = [], [], 0
    for row in rows:
        old = stored.get((row.code, row.valid_from))
        if row.code in taken_over:
            kept += 1
        elif old is None:
            added.append(row)
        elif fingerprint(old) == fingerprint(row):
            kept += 1
        else:
            row.pk = old.pk
            changed.append(row)
    # A period that the file ends earlier must end before the next one begins, so changes go first.
    if changed:
        Restriction.objects.bulk_update(changed, list(COLUMNS), batch_size=BATCH)
    Restriction.objects.bulk_create(added, batch_size=BATCH)
    if added or changed:
        raise_edition(Edition.Kind.RESTRICTIONS, now)
    return Loaded(len(added), len(changed), kept)
