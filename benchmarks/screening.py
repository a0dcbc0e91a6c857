"""
One name against the denied-party lists: `python -m benchmarks screening`, with the published files in the folder that
`DENIED_PARTY_LISTS` names (`*.csv`, `*.xml`; OFAC's `X-alt.csv` and `X-add.csv` beside `X.csv`), and labelled pairs in
`DENIED_PARTY_PAIRS` (columns query_name, should_match, entity_type) if there are any.
"""

import csv
import os
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

from trade.screening.index import ListedName, NameIndex, listed
from trade.screening.lists import ListFileRefused, read_list
from trade.screening.match import search
from trade.screening.names import parse

SIZES = (5_000, 20_000, 40_000, 80_000)
ASKED = 300


def run(scale: int = 0) -> None:
    """Say what one name costs as the lists grow, what the index costs, and how well it finds."""
    folder = os.environ.get("DENIED_PARTY_LISTS", "")
    if not folder or not Path(folder).is_dir():
        print("screening: skipped, DENIED_PARTY_LISTS names no folder of published list files")
        return
    names = listed_names(Path(folder))
    print(f"screening: {len(names)} names of {len({name.party for name in names})} parties")
    asked = [(" ".join(name.words), name.is_person) for name in names[:: max(1, len(names) // ASKED)]]
    for size in SIZES:
        before, began = _memory(), time.process_time()
        index = NameIndex((names * (size // len(names) + 1))[:size])
        built = time.process_time() - began
        took = sorted(_one(index, *each) for each in asked)
        print(
            f"  {size:>6} names: built in {built:.2f} s, {_memory() - before:.0f} MB more; one name "
            f"{sum(took) / len(took) * 1000:.1f} ms CPU, p95 {took[int(len(took) * 0.95)] * 1000:.1f} ms"
        )
    if pairs := os.environ.get("DENIED_PARTY_PAIRS", ""):
        _quality(NameIndex(names), Path(pairs))


def listed_names(folder: Path) -> list[ListedName]:
    """The names of every list file in the folder."""
    names: list[ListedName] = []
    party = 0
    on = datetime.now(UTC).date()
    for file in sorted([*folder.glob("*.csv"), *folder.glob("*.xml")]):
        stem = file.stem.removesuffix("-prim")
        beside = [folder / f"{stem}-{kind}.csv" for kind in ("alt", "add")]
        aliases, addresses = (each if each.is_file() and file.suffix == ".csv" else None for each in beside)
        try:
            _head, parties = read_list(file, on=on, aliases=aliases, addresses=addresses)
            for found in parties:
                party += 1
                if found.kind in ("person", "entity"):
                    names += [
                        listed(party, reading, is_person=found.kind == "person", is_weak=name.is_weak)
                        for name in found.names
                        for reading in parse(name.text, found.kind)
                    ]
        except ListFileRefused as refusal:
            print(f"  {file.name}: no list of its own ({next(iter(refusal.fields), '')})")
    return names


def _one(index: NameIndex, text: str, is_person: bool) -> float:
    began = time.process_time()
    search(index, text, kind="person" if is_person else "entity")
    return time.process_time() - began


def _quality(index: NameIndex, pairs: Path) -> None:
    with pairs.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {"yes": [0, 0], "no": [0, 0]}
    for row in rows:
        found[row["should_match"]][bool(search(index, row["query_name"], kind=row["entity_type"]))] += 1
    hits = found["yes"][1]
    print(
        f"  {len(rows)} labelled names: recall {hits / max(1, sum(found['yes'])):.3f}, "
        f"precision {hits / max(1, hits + found['no'][1]):.3f}"
    )


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
