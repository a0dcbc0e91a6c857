"""Load the HS nomenclature: the product's own table, or the full list as published."""

from datetime import date, datetime
from pathlib import Path

from marketplace.kernel.operations import entry, part
from trade.countries import DATA_DIR
from trade.editions import raise_edition
from trade.models import Edition, EndedHsCode, HsCode
from trade.operations.loaded import BATCH, Loaded
from trade.reference import read_table
from trade.reference.hs_file import HsRow, read_hs_file

TABLE = "hs_codes.csv"


@entry
def load_hs_codes(*, path: Path, now: datetime) -> Loaded:
    """
    Add the codes of a published list and take over its titles; codes that it does not have stay.

    :raises HsFileRefused: if any row is wrong: no code, twice, or under a parent that does not exist. Nothing is
        loaded then.
    """
    loaded = store_hs_codes(rows=read_hs_file(path, stored=_stored_codes()))
    if loaded.added or loaded.changed:
        raise_edition(Edition.Kind.RULES, now)
    return loaded


@part
def load_own_hs_codes() -> Loaded:
    """
    Bring the stored codes in line with the product's own table, and with what has ended.

    :raises HsFileRefused: if a row of the table is wrong.
    """
    rows = read_hs_file(DATA_DIR / TABLE, stored=_stored_codes())
    return store_hs_codes(rows=rows, renames=False) + _load_ended()


@part
def store_hs_codes(*, rows: list[HsRow], renames: bool = True) -> Loaded:
    """Store checked rows, parents before children; with `renames` the titles of stored codes follow them."""
    stored = {code.code: code for code in HsCode.objects.all()}
    added: dict[int, list[HsCode]] = {}
    changed = []
    for row in rows:
        old = stored.get(row.code)
        if old is None:
            code = HsCode(code=row.code, level=len(row.code), title=row.title)
            code.parent = stored.get(row.code[:-2])
            stored[row.code] = code
            added.setdefault(len(row.code), []).append(code)
        elif renames and old.title != row.title:
            old.title = row.title
            changed.append(old)
    for _level, codes in sorted(added.items()):
        # Their parents got their keys with the level before.
        HsCode.objects.bulk_create(codes, batch_size=BATCH)
    HsCode.objects.bulk_update(changed, ["title"], batch_size=BATCH)
    count = sum(len(codes) for codes in added.values())
    return Loaded(count, len(changed), len(rows) - count - len(changed))


def _load_ended() -> Loaded:
    stored = {row.code: row for row in EndedHsCode.objects.all()}
    added, changed, kept = [], [], 0
    for cells in read_table("ended_hs_codes.csv"):
        row = EndedHsCode(
            code=cells["code"], ended_on=date.fromisoformat(cells["ended_on"]), successors=cells["successors"],
            source=cells["source"], source_date=date.fromisoformat(cells["source_date"]),
        )  # fmt: skip
        old = stored.get(row.code)
        if old is None:
            added.append(row)
        elif (old.ended_on, old.successors, old.source, old.source_date) == (
            row.ended_on, row.successors, row.source, row.source_date,
        ):  # fmt: skip
            kept += 1
        else:
            row.pk = old.pk
            changed.append(row)
    EndedHsCode.objects.bulk_create(added)
    EndedHsCode.objects.bulk_update(changed, ["ended_on", "successors", "source", "source_date"])
    return Loaded(len(added), len(changed), kept)


def _stored_codes() -> frozenset[str]:
    return frozenset(HsCode.objects.values_list("code", flat=True))
