"""
Spreadsheets (XLSX, XLSB, ODS, XLS) turned into CSV, in a process of its own.

`python -m sellers.imports.sheets IN OUT` reads the first sheet that holds a table. A hostile file can make any reader
take gigabytes or days: the process has limits of memory and time, and dies alone. Formulas come as the value that the
program which wrote the file worked out; nothing is ever worked out here.
"""

import csv
import json
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

MOST_UNPACKED = 600 * 1024 * 1024
MOST_MEMORY = 3 * 1024 * 1024 * 1024
MOST_SECONDS = 120
MOST_CELLS = 60_000_000


@dataclass(frozen=True)
class Converted:
    """What came of a spreadsheet: the sheet read, how many rows; or in `problem` why nothing did."""

    sheet: str = ""
    rows: int = 0
    problem: str = ""


def is_spreadsheet(head: bytes, names: Iterable[str]) -> bool:
    """Whether a file that begins with `head`, and as an archive holds `names`, is a spreadsheet."""
    inside = set(names)
    return head.startswith(b"\xd0\xcf\x11\xe0") or "[Content_Types].xml" in inside or "mimetype" in inside


def names_inside(file: IO[bytes]) -> list[str]:
    """Return the names inside a zip archive, none if it is no archive."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        return []
    try:
        return zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return []


def unpacks_too_large(file: IO[bytes]) -> bool:
    """Whether the parts of an archive unpack to more than `MOST_UNPACKED`, whatever they say of themselves."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        return False
    left = MOST_UNPACKED
    try:
        for entry in zipfile.ZipFile(file).infolist():
            file.seek(entry.header_offset + 26)
            lengths = file.read(4)
            file.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
            if entry.compress_type == zipfile.ZIP_DEFLATED:
                unpack, packed = zlib.decompressobj(-15), entry.compress_size
                while packed > 0 and (piece := file.read(min(packed, 1 << 16))):
                    packed -= len(piece)
                    while piece and not unpack.eof:
                        left -= len(unpack.decompress(piece, 1 << 20))
                        piece = unpack.unconsumed_tail
                        if left < 0:
                            return True
            else:
                left -= entry.file_size
                if left < 0:
                    return True
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError):
        # What is damaged is told by the reader itself.
        return False
    return False


def convert(source: Path, target: Path) -> Converted:
    """Write the table in the spreadsheet `source` to `target` as CSV in UTF-8, in a process with limits."""
    line = [sys.executable, "-m", "sellers.imports.sheets", str(source), str(target)]
    try:
        done = subprocess.run(
            line,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
            cwd=Path(__file__).parents[2],
            env={"PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired:
        return Converted(problem="slow")
    try:
        return Converted(**json.loads(done.stdout.decode().strip().rpartition("\n")[2]))
    except (ValueError, TypeError):
        # It was stopped at a limit, or the reader itself broke: either way it is no table we can read.
        return Converted(problem="limits" if done.returncode else "damaged")


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or value == "":
        return ""
    if value is True:
        return "yes"
    if value is False:
        return "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _write(source: str, target: str) -> Converted:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(source)
    except calamine.PasswordError:
        return Converted(problem="password")
    except calamine.CalamineError:
        return Converted(problem="damaged")
    for meta in book.sheets_metadata:
        if meta.visible != calamine.SheetVisibleEnum.Visible or meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(meta.name)
        except calamine.CalamineError:
            return Converted(problem="damaged")
        if sheet.height < 2 or sheet.width < 1:
            continue
        if sheet.height * sheet.width > MOST_CELLS:
            return Converted(problem="limits")
        above = sheet.start[0] if sheet.start else 0
        rows = 0
        with Path(target).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            # Rows keep the numbers that the spreadsheet shows.
            for _row in range(above):
                writer.writerow([])
            for row in sheet.iter_rows():
                writer.writerow([_cell(value) for value in row])
                rows += 1
        return Converted(sheet=meta.name, rows=rows)
    return Converted(problem="empty")


def main() -> int:
    """Convert the two paths named on the command line; the last line of output says what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = _write(sys.argv[1], sys.argv[2])
    sys.stdout.write(json.dumps({"sheet": found.sheet, "rows": found.rows, "problem": found.problem}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
