"""The project's own tables under `trade/data`."""

import csv
from pathlib import Path

from trade.countries import DATA_DIR


def read_table(name: str, directory: Path = DATA_DIR) -> list[dict[str, str]]:
    """Return the rows of one of the project's tables as they are."""
    with (directory / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
