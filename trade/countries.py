"""Countries: which codes exist, which are in the European Union, and which shipping region each lies in."""

import csv
from functools import cache
from pathlib import Path

DATA_DIR = Path(__file__).parent / "data"


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the project's own tables."""
    with (DATA_DIR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _countries() -> dict[str, tuple[str, bool]]:
    return {row["country"]: (row["region"], row["eu_member"] == "yes") for row in read_rows("countries.csv")}


def is_country(code: str) -> bool:
    """Tell whether `code` is an ISO 3166-1 alpha-2 country code."""
    return code in _countries()


def is_eu(code: str) -> bool:
    """Tell whether the country is a member state of the European Union."""
    return _countries().get(code, ("", False))[1]


def region_of(code: str) -> str | None:
    """Return the shipping region of a country, or None for no such country."""
    entry = _countries().get(code)
    return entry[0] if entry else None


def customs_territory(code: str) -> str:
    """Return `EU` for a member state, else the country itself: inside one territory there is no customs step."""
    return "EU" if is_eu(code) else code
