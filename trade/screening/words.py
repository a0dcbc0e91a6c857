"""Words that count less in a name, and spellings that mean the same; read once from the project's own tables."""

import csv
from dataclasses import dataclass
from functools import lru_cache

from trade.countries import DATA_DIR


@dataclass(frozen=True, slots=True)
class Lexicon:
    """
    `words`: spelling -> (word, kind); `phrases`: the same for several words in a row, by first word.

    `names`: spelling -> the name's usual form. `forms`: legal forms as tuples of words -> their kind.
    """

    words: dict[str, tuple[str, str]]
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]]
    names: dict[str, str]
    forms: dict[tuple[str, ...], str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the tables."""
    from trade.screening.transliterate import readings

    words: dict[str, tuple[str, str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for row in _rows("name_words.csv"):
        for spelling in row["spellings"].split(";"):
            parts = tuple(spelling.split())
            if len(parts) == 1:
                words[spelling] = (row["word"], row["kind"])
            else:
                phrases.setdefault(parts[0], []).append((parts, row["word"], row["kind"]))
    for found in phrases.values():
        found.sort(key=lambda entry: -len(entry[0]))
    names = {spelling: row["name"] for row in _rows("name_variants.csv") for spelling in row["spellings"].split()}
    forms: dict[tuple[str, ...], str] = {}
    for row in _rows("legal_forms.csv"):
        forms.setdefault(tuple(readings(row["form"])[0].lower().split()), row["kind"])
    return Lexicon(words, phrases, names, forms)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA_DIR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
