"""Opening text files as publishers write them."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from trade.screening.lists.values import ListFileRefused

# A remark on some lists is longer than the csv module expects of a cell.
csv.field_size_limit(2_000_000)


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """
    Open a file as UTF-8, or as Windows' Latin alphabet if it is none.

    :raises ListFileRefused: if it is neither.
    """
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            with path.open(encoding=encoding, newline="") as file:
                while file.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        with path.open(encoding=encoding, newline="") as file:
            yield file
        return
    raise ListFileRefused(fields={path.name: [_("The file is not text in UTF-8 or Windows-1252.")]})


def dict_rows(
    path: Path, delimiter: str, *, skip: int = 0, needs: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, str]]]:
    """
    Rows as `{column: text}` with their place.

    :param skip: lines before the header.
    :raises ListFileRefused: if a needed column is missing or a row has too many cells.
    """
    with open_text(path) as file:
        for _line in range(skip):
            file.readline()
        reader = csv.DictReader(file, delimiter=delimiter)
        try:
            present = {(name or "").strip() for name in reader.fieldnames or ()}
            missing = [name for name in needs if name not in present]
            if missing:
                raise ListFileRefused(
                    fields={path.name: [_("Columns are missing: %(names)s") % {"names": ", ".join(missing)}]}
                )
            reader.fieldnames = [(name or "").strip() for name in reader.fieldnames or ()]
            for row in reader:
                place = f"{path.name}:{reader.line_num + skip}"
                if None in row and any(cell.strip() for cell in row[None]):  # type: ignore[call-overload]
                    raise ListFileRefused(fields={place: [_("The row has more cells than the header.")]})
                yield place, {name: (cell or "").strip() for name, cell in row.items() if name is not None}
        except csv.Error as error:
            raise ListFileRefused(fields={f"{path.name}:{reader.line_num + skip}": [str(error)]}) from error
