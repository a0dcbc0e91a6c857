"""Rows of a model into its table with COPY: the fastest way in, for rows that are known to be right."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.db.models import Expression

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

_as_json = json.JSONEncoder(ensure_ascii=False).encode


class _Lines:
    """A file of lines as COPY reads them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._text, self._at = "".join(lines), 0

    def read(self, size: int) -> str:
        part = self._text[self._at : self._at + size]
        self._at += size
        return part


def _text(value: str) -> str:
    if "\\" in value or "\n" in value or "\t" in value or "\r" in value:
        return value.translate(_ESCAPES)
    return value


def _json(value: Any) -> str:
    return _as_json(value).translate(_ESCAPES) if value else str(value)


# How COPY's text format has a value, by its type.
_AS_TEXT: dict[type, Callable[[Any], str]] = {
    str: _text,
    int: str,
    bool: lambda value: "t" if value else "f",
    type(None): lambda _value: "\\N",
    Decimal: str,
    dict: _json,
    list: _json,
    datetime: datetime.isoformat,
    date: date.isoformat,
}


def text_of(value: Any) -> str:
    """Return a value as COPY's text format has it."""
    if (known := _AS_TEXT.get(type(value))) is not None:
        return known(value)
    # Choices of models and texts marked safe are strings under another name.
    if isinstance(value, str):
        return _text(str(value))
    raise TypeError(f"COPY knows no {type(value).__name__}")


class Copier:
    """
    Writes rows of `model`, given as mappings of column to value.

    Columns that a row does not name get the field's default, worked out once: a field that is added later needs no
    change here. `named` are columns that short rows give in this order to `add_values`.
    """

    def __init__(self, model: type[models.Model], *, without: Sequence[str] = (), named: Sequence[str] = ()) -> None:
        self.table = model._meta.db_table
        self._columns: list[str] = []
        self._place: dict[str, int] = {}
        self._blank: list[str] = []
        fields = {field.attname: field for field in model._meta.concrete_fields}
        for field in (*(fields.pop(name) for name in named), *fields.values()):
            default = field.db_default if field.has_db_default() and not field.has_default() else field.get_default()
            if field.attname in without or isinstance(default, Expression):
                # PostgreSQL fills the column.
                continue
            self._place[field.attname] = len(self._columns)
            self._columns.append(connection.ops.quote_name(str(field.column)))
            self._blank.append(text_of(default))
        self._rest = "".join(f"\t{default}" for default in self._blank[len(named) :]) + "\n"
        self._lines: list[str] = []

    def add_values(self, *values: Any) -> None:
        """Take in a row that gives the `named` columns."""
        self._lines.append("\t".join([text_of(value) for value in values]) + self._rest)

    def add(self, row: dict[str, Any]) -> None:
        """Take a row in; what is no column of the table is passed over."""
        cells, place = self._blank.copy(), self._place
        for name, value in row.items():
            at = place.get(name)
            if at is not None:
                cells[at] = text_of(value)
        self._lines.append("\t".join(cells) + "\n")

    def write(self) -> int:
        """Send what was taken in, in the transaction that is open; returns how many rows."""
        count = len(self._lines)
        if count:
            with connection.cursor() as cursor:
                cursor.copy_expert(
                    f"COPY {self.table} ({', '.join(self._columns)}) FROM STDIN", _Lines(self._lines), size=1 << 18
                )
        self._lines = []
        return count


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Return `count` primary keys that nobody else gets."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]
