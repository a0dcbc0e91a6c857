"""
What a catalogue file is, and its rows one after the other.

A file is text in columns (CSV) or one JSON object a line; either may be packed with gzip or alone in a zip archive.
Spreadsheets become CSV before they come here (`sheets.py`). Nothing is read whole: a row is given, used and forgotten.
"""

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import Refusal
from sellers.imports.encodings import ENCODINGS, find_encoding

SAMPLE = 256 * 1024
# Unpacked; a million rows of a kilobyte.
MOST_BYTES = 1024 * 1024 * 1024
# No row of a catalogue is longer; what is was opened with a quotation mark that nobody closed.
LONGEST_ROW = 32 * 1024 * 1024
MOST_COLUMNS = 2_000
# A file that begins with a title or a note has its header within these rows.
HEADER_WITHIN = 20
DELIMITERS = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("vertical bar")}

Row = list[str] | dict[str, str]


class FileRefused(Refusal):
    """The file cannot be read as a catalogue at all; the message says why and what to do."""

    code = "catalogue_file_refused"
    status = 422
    title = _("We cannot read this file")

    def __init__(self, message: Any, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.fields = {"file": [self.detail]}


@dataclass(frozen=True)
class Format:
    """
    How a file is read. `kind` is csv or lines, `packed` gz, zip or empty, `member` the file inside a zip.

    `header_row` is the row of a CSV that names the columns, counted from 1 as spreadsheets do. `came_as` names the
    kind of spreadsheet it was before.
    """

    kind: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    header_row: int = 1
    packed: str = ""
    member: str = ""
    came_as: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Format":
        return cls(**stored)


class _Counted(io.RawIOBase):
    """Bytes of a stream, refused when there are more than `MOST_BYTES`: a bomb is small only while it is packed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            got = self._stream.read(len(buffer))
        except (EOFError, OSError, zlib.error, zipfile.BadZipFile) as damage:
            raise FileRefused(_("The packed file is damaged. Pack it again, or send it unpacked.")) from damage
        self._left -= len(got)
        if self._left < 0:
            raise FileRefused(
                _("Unpacked, this file is larger than %(most)s MB. Split it and send the parts one after the other."),
                most=MOST_BYTES // 1024 // 1024,
            )
        buffer[: len(got)] = got
        return len(got)


def unpacked(file: IO[bytes], form: Format) -> IO[bytes]:
    """
    Return the bytes of the table itself.

    :raises FileRefused: while reading, if they are damaged or more than `MOST_BYTES`.
    """
    file.seek(0)
    stream: Any = file
    if form.packed == "gz":
        stream = gzip.GzipFile(fileobj=file)
    elif form.packed == "zip":
        stream = zipfile.ZipFile(file).open(form.member)  # noqa: SIM115 (closed with the file that is read)
    return io.BufferedReader(_Counted(stream), 1 << 18)


def packing_of(file: IO[bytes]) -> Format:
    """
    Return how `file` is packed.

    :raises FileRefused: if an archive does not hold exactly one file.
    """
    file.seek(0)
    head = file.read(4)
    if head[:2] == b"\x1f\x8b":
        return Format(packed="gz")
    if head != b"PK\x03\x04":
        return Format()
    try:
        names = [
            entry.filename
            for entry in zipfile.ZipFile(file).infolist()
            if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")
        ]
    except zipfile.BadZipFile:
        raise FileRefused(_("The packed file is damaged. Pack it again, or send it unpacked.")) from None
    if len(names) != 1:
        raise FileRefused(
            _("This archive holds %(count)s files. Send one table at a time, alone in its archive."), count=len(names)
        )
    return Format(packed="zip", member=names[0])


def look_at(file: IO[bytes], *, form: Format | None = None, encoding: str = "", delimiter: str = "") -> Format:
    """
    Return how `file` is to be read; `encoding` and `delimiter` are taken as given if they are.

    :raises FileRefused: if it is empty, no text, or a packed file that will not do.
    """
    form = form or packing_of(file)
    sample = unpacked(file, form).read(SAMPLE)
    if not sample.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise FileRefused(_("This file is empty. Save it again from your program and choose it once more."))
    if sample[:4] in (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0") or sample[:2] == b"\x1f\x8b":
        raise FileRefused(_("Inside is no table. Send a CSV, a spreadsheet or JSON Lines, packed at most once."))
    encoding = encoding if encoding in ENCODINGS else find_encoding(sample)
    # A letter cut in two at the end of the sample is no fault of the file's.
    text = sample.decode(encoding, errors="replace").lstrip("\ufeff")
    if text.count("\ufffd") > max(20, len(text) // 20) or sum(c < " " and c not in "\r\n\t\f\v\x1a" for c in text) > 50:
        raise FileRefused(_("This is no text. Send a CSV, a spreadsheet (XLSX, ODS, XLS) or JSON Lines."))
    form = replace(form, encoding=encoding)
    if text.lstrip().startswith("{"):
        return replace(form, kind="lines")
    if text.lstrip().startswith("["):
        raise FileRefused(
            _("This is one long JSON list. Send JSON Lines: one object on each line, without brackets around them.")
        )
    if text.lstrip().startswith("<"):
        raise FileRefused(_("This is XML or a web page. Send a CSV, a spreadsheet (XLSX, ODS, XLS) or JSON Lines."))
    form = replace(form, kind="csv", delimiter=delimiter if delimiter in DELIMITERS else _delimiter(text))
    return replace(form, header_row=_header_row(text, form.delimiter))


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first rows into the same number of columns."""
    best = (0.0, ",")
    for sign in DELIMITERS:
        widths = [len(row) for row in _sample_rows(text, sign) if row]
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual > 1:
            best = max(
                best, (widths.count(usual) / len(widths) * min(usual, 12) ** 0.5, sign), key=lambda each: each[0]
            )
    return best[1]


def _header_row(text: str, delimiter: str) -> int:
    """The first row that is about as wide as the widest and holds words only, counted from 1."""
    rows = _sample_rows(text, delimiter)[:HEADER_WITHIN]
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    widest = max(filled, default=0)
    for at, (row, cells) in enumerate(zip(rows, filled, strict=True)):
        if cells and cells * 2 > widest and not any(_is_number(cell) for cell in row):
            return at + 1
    return next((at + 1 for at, cells in enumerate(filled) if cells), 1)


def _is_number(cell: str) -> bool:
    return bool(cell.strip()) and cell.strip().replace(".", "").replace(",", "").replace("-", "").isdigit()


def _sample_rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(LONGEST_ROW)
    # The last row may be cut off.
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[
        : 200 if len(text) < SAMPLE // 4 else 100
    ]


def header_of(file: IO[bytes], form: Format, *, look: int = 500) -> list[str]:
    """
    Return the names of the columns; of JSON Lines the paths that stand in the first `look` lines, in order.

    A column without a name is named by its place, a name that stands twice gets its number.

    :raises FileRefused: if there are none, or more than `MOST_COLUMNS`.
    """
    if form.kind == "lines":
        seen: dict[str, None] = {}
        for number, (_at, row) in enumerate(rows_of(file, form)):
            if isinstance(row, dict):
                seen.update(dict.fromkeys(row))
            if number >= look or len(seen) >= MOST_COLUMNS:
                break
        if not seen:
            raise FileRefused(_("No line of this file is a JSON object. Send one object on each line."))
        return list(seen)[:MOST_COLUMNS]
    for at, row in _records(file, form):
        if at == form.header_row and isinstance(row, list):
            while row and not row[-1].strip():
                row.pop()
            if not row:
                break
            if len(row) > MOST_COLUMNS:
                raise FileRefused(_("A table has at most %(most)s columns."), most=MOST_COLUMNS)
            return _named(row)
        if at > form.header_row:
            break
    raise FileRefused(_("We found no row with the names of the columns. Put it above the first product."))


def _named(cells: list[str]) -> list[str]:
    names: dict[str, None] = {}
    for place, cell in enumerate(cells, start=1):
        name = " ".join(cell.split())[:120] or f"#{place}"
        unique, number = name, 2
        while unique in names:
            unique, number = f"{name} ({number})", number + 1
        names[unique] = None
    return list(names)


def rows_of(file: IO[bytes], form: Format) -> Iterator[tuple[int, Row | str]]:
    """
    Give each row below the header with its number as spreadsheets count; a row that cannot be read is a reason.

    A row is a list of cells, or of JSON Lines a mapping of paths to values. Empty rows are left out.

    :raises FileRefused: if the file breaks off or grows beyond its limit.
    """
    if form.kind == "lines":
        yield from _objects(file, form)
        return
    for at, row in _records(file, form):
        if at > form.header_row and (isinstance(row, str) or any(row)):
            yield at, row


def _text_lines(file: IO[bytes], form: Format) -> Iterator[str]:
    text = io.TextIOWrapper(
        unpacked(file, form), form.encoding, errors="replace", newline="" if form.kind == "csv" else "\n"
    )
    first = True
    while line := text.readline(LONGEST_ROW):
        if len(line) == LONGEST_ROW:
            raise FileRefused(_("A line of this file is longer than 32 MB: it is no table. Save it again as CSV."))
        if first:
            line, first = line.lstrip("\ufeff"), False
        yield line


def _records(file: IO[bytes], form: Format) -> Iterator[tuple[int, list[str] | str]]:
    csv.field_size_limit(LONGEST_ROW)
    reader, at = csv.reader(_text_lines(file, form), delimiter=form.delimiter), 0
    while True:
        at += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # Only a field beyond the limit, or a stray zero byte, brings the reader here.
            yield at, str(_("From here on a quotation mark is opened and not closed, so that the rows run together."))
            return
        yield at, row


def _objects(file: IO[bytes], form: Format) -> Iterator[tuple[int, dict[str, str] | str]]:
    for at, line in enumerate(_text_lines(file, form), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            yield at, str(_("This line is not one whole JSON object."))
            continue
        if not isinstance(found, dict):
            yield at, str(_("This line is not a JSON object."))
            continue
        flat: dict[str, str] = {}
        _flatten(found, "", flat, 0)
        yield at, flat


def _flatten(value: Any, path: str, into: dict[str, str], depth: int) -> None:
    """Put each value under its path: `price.amount`, `variants.1.sku`. Lists of plain values become one cell."""
    if isinstance(value, dict):
        if depth > 6:
            return
        for name, inner in value.items():
            _flatten(inner, f"{path}.{name}" if path else str(name), into, depth + 1)
    elif isinstance(value, list):
        if all(not isinstance(each, dict | list) for each in value):
            into[path] = " | ".join(_plain(each) for each in value if each is not None)
        elif depth <= 6:
            for number, inner in enumerate(value[:100], start=1):
                _flatten(inner, f"{path}.{number}", into, depth + 1)
    elif value is not None and len(into) < MOST_COLUMNS:
        into[path] = _plain(value)


def _plain(value: Any) -> str:
    if value is True:
        return "yes"
    if value is False:
        return "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
