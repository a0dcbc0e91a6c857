"""The files of imports and exports, in storage that only their owner's views reach."""

import secrets
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import storages

from sellers.imports.files import Format, rows_of
from sellers.models import CatalogueImport

SAMPLE_ROWS = 60


def keep_file(content: IO[bytes], folder: str) -> str:
    """Store a file under a name that nobody can guess; returns the name."""
    content.seek(0)
    return storages["private"].save(f"{folder}/{secrets.token_hex(12)}", File(content))


def open_file(name: str) -> Any:
    """Open a stored file for reading bytes."""
    return storages["private"].open(name, "rb")


def delete_file(name: str) -> None:
    """Delete a stored file; what is not there is no matter."""
    if name:
        storages["private"].delete(name)


def first_rows(file: IO[bytes], form: Format, header: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return the first rows that can be read with their numbers, each with a cell for every column."""
    found: list[tuple[int, list[str]]] = []
    for number, row in islice(rows_of(file, form), SAMPLE_ROWS):
        if isinstance(row, dict):
            found.append((number, [row.get(name, "") for name in header]))
        elif isinstance(row, list):
            found.append((number, [row[at] if at < len(row) else "" for at in range(len(header))]))
    return found


def samples_of(file: IO[bytes], form: Format, header: Sequence[str]) -> list[list[str]]:
    """Return the first rows that can be read, each with a cell for every column."""
    return [cells for _number, cells in first_rows(file, form, header)]


def rows_after(file: IO[bytes], form: Format, position: int) -> Iterator[tuple[int, Any]]:
    """Give the rows of an import's file that come after the one numbered `position`."""
    for number, row in rows_of(file, form):
        if number > position:
            yield number, row


def format_of(job: CatalogueImport) -> Format:
    return Format.from_json(job.format)
