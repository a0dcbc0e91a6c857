"""
Take your data with you: what goes into the archive of an organisation, and how it is written in flat memory.

Each room registers what it has of an organisation: tables, written as JSON Lines and as CSV, and files. The writer
holds one batch of rows at a time, whatever there is: the archive itself grows on disk.
"""

import csv
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import from_minor
from marketplace.kernel.refusals import Text

BATCH = 2_000
Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows of one kind: `name` is the path without ending, `rows(organisation_id)` yields each with `columns`."""

    name: str
    label: Text
    columns: Sequence[str]
    rows: Callable[[int], Iterable[Row]]


@dataclass(frozen=True)
class Files:
    """Files of one kind below the folder `name`: (path below it, how to open it); what is gone is left out."""

    name: str
    label: Text
    files: Callable[[int], Iterable[tuple[str, Callable[[], IO[bytes]]]]]


Part = Table | Files
_parts: dict[str, Part] = {}


def register(*parts: Part) -> None:
    """Let the archive of every organisation hold these parts; registering twice is registering once."""
    for part in parts:
        _parts[part.name] = part


def parts() -> list[Part]:
    """Return every registered part, in the order of their names."""
    return [_parts[name] for name in sorted(_parts)]


def rows_of(queryset: QuerySet[Any], columns: dict[str, str]) -> Iterator[Row]:
    """
    Yield rows by primary key, a batch at a time; `columns` maps the name in the archive to the field.
    """
    fields = list(dict.fromkeys(["pk", *columns.values()]))
    last = 0
    while batch := list(queryset.order_by("pk").filter(pk__gt=last).values(*fields)[:BATCH]):
        last = batch[-1]["pk"]
        for row in batch:
            yield {name: row[field] for name, field in columns.items()}


def table_of(
    name: str, label: Text, queryset: QuerySet[Any], columns: dict[str, str], *, owner: str = "organisation_id"
) -> Table:
    """Return a table of the rows whose field `owner` is the organisation."""
    return Table(name, label, list(columns), lambda pk: rows_of(queryset.filter(**{owner: pk}), columns))


def amount(minor: int | None, currency: str) -> str:
    """An amount of money as it is written: 12.50, not 1250."""
    return "" if minor is None or not currency else str(from_minor(minor, currency).amount)


def write_archive(target: IO[bytes], organisation_id: int, *, tick: Callable[[int, int], None]) -> int:
    """
    Write the archive into `target`; return how many rows and files are in it.

    `tick(parts done, rows so far)` is called after every batch and part.
    """
    total = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6, allowZip64=True) as archive:
        listed: list[tuple[str, str, int]] = []
        for done, part in enumerate(parts()):
            write = _write_table if isinstance(part, Table) else _write_files
            count = 0
            for count in write(archive, part, organisation_id):  # type: ignore[arg-type]
                if count % BATCH == 0:
                    tick(done, total + count)
            total += count
            listed.append((part.name, str(part.label), count))
            tick(done + 1, total)
        archive.writestr("README.txt", _readme(listed))
    return total


def _write_table(archive: zipfile.ZipFile, table: Table, organisation_id: int) -> Iterator[int]:
    # An archive takes one file at a time: the second form waits on disk meanwhile.
    with tempfile.TemporaryFile() as waiting:
        text = TextIOWrapper(waiting, "utf-8-sig", newline="")
        sheet = csv.writer(text)
        sheet.writerow(table.columns)
        count = 0
        with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as lines:
            for row in table.rows(organisation_id):
                lines.write(json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n")
                sheet.writerow([_cell(row.get(column)) for column in table.columns])
                count += 1
                yield count
        text.flush()
        waiting.seek(0)
        with archive.open(f"{table.name}.csv", "w", force_zip64=True) as out:
            shutil.copyfileobj(waiting, out)
        text.detach()
    yield count


def _write_files(archive: zipfile.ZipFile, part: Files, organisation_id: int) -> Iterator[int]:
    count = 0
    for name, opened in part.files(organisation_id):
        try:
            source = opened()
        except OSError:
            continue
        with source, archive.open(f"{part.name}/{name}", "w", force_zip64=True) as out:
            shutil.copyfileobj(source, out)
        count += 1
        yield count
    yield count


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool | int | Decimal):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    text = str(value)
    # A spreadsheet would run what begins so; the JSON Lines beside it hold the text as it is.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _readme(listed: Sequence[tuple[str, str, int]]) -> str:
    head = _("Each table stands here twice: .jsonl has one record a line (UTF-8, JSON), .csv opens in a spreadsheet.")
    lines = [str(head), ""]
    lines += [f"{name}\t{label}\t{count}" for name, label, count in listed]
    return "\n".join(lines) + "\n"
