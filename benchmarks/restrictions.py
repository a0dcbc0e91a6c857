"""May it go? 400 listings to every ruled destination, and how the cost grows with listings and with rules."""

import time
from datetime import date
from itertools import islice
from typing import Any

from benchmarks import report

LIMIT_S = 1.0
LISTINGS = 400
TEXT = (
    "Made by hand in a small workshop from carefully chosen material, checked piece by piece and packed so that it "
    "arrives as it left. Each comes with a card that says who made it, how to care for it and where to send it back. "
) * 3
KINDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Stoneware bowl, oat glaze", "691200", {"material": "stoneware"}),
    ("Fresh blueberries, 12 × 125 g", "081040", {}),
    ("Cotton T-shirt, ivory white", "610910", {"material": "cotton"}),
    ("Wireless headphones with noise cancelling", "851830", {"contains_battery": "lithium_ion"}),
    ("Eau de parfum, oud and rose", "330300", {"alcohol_percent": "80"}),
    ("Oak dining table", "940360", {"material": "oak", "packing": "wooden crate"}),
    ("Python leather handbag", "420221", {"species": "python"}),
    ("Red wine, 6 bottles", "220421", {"alcohol_percent": "13.5"}),
    ("Hot glue gun 60 W", "851679", {}),
    ("Wooden train set for children", "950300", {}),
)


def run(*, scale: int = 0) -> None:
    """Measure and print."""
    import django

    django.setup()
    from trade.models import Restriction
    from trade.queries import rule_book, shown_destinations
    from trade.queries.restrictions import book_of

    today = date.today()
    book, destinations = rule_book(today), shown_destinations()
    rows = [
        _row(f"{count} listings × {len(destinations)}", _seconds(book, destinations, count), count)
        for count in (100, LISTINGS, 1600)
    ]
    stored = list(Restriction.objects.all())
    for times in (2, 4):
        more = [_renamed(row, copy) for copy in range(times) for row in stored]
        bigger = book_of(more, today)
        label = f"{LISTINGS} listings, {len(bigger.rules)} rules instead of {len(book.rules)}"
        rows.append(_row(label, _seconds(bigger, destinations, LISTINGS), LISTINGS))
    rows.append(_row(f"compile {len(book.rules)} rules", _compile(stored, today), 0))
    report.show(
        f"May it go?, CPU of one core, limit {LIMIT_S:g} s for {LISTINGS} listings", ("", "s", "of limit"), rows
    )


def _row(label: str, seconds: float, count: int) -> tuple[str, str, str]:
    share = f"{seconds / (LIMIT_S * count / LISTINGS):.2f}" if count else "–"
    return label, f"{seconds:.3f}", share


def _seconds(book: Any, destinations: list[str], count: int) -> float:
    from trade.restrictions import Goods, may_go_everywhere

    origins = ("IT", "CL", "CN", "TR", "US")
    goods = [
        Goods(
            hs_code=code,
            origin=origins[number % 5],
            ship_from=origins[number % 5],
            title=f"{title} no. {number}",
            text=TEXT,
            importer="business",
            attributes=attributes,
        )
        for number, (title, code, attributes) in enumerate(islice(_forever(KINDS), count))
    ]
    may_go_everywhere(goods[0], book, destinations)
    began = time.process_time()
    for each in goods:
        may_go_everywhere(each, book, destinations)
    return time.process_time() - began


def _forever(kinds: Any) -> Any:
    while True:
        yield from kinds


def _renamed(row: Any, copy: int) -> Any:
    from copy import copy as shallow

    other = shallow(row)
    # Further rules about other goods, as a longer table would have them.
    if copy:
        other.code = f"{row.code}-{copy}"
        other.hs_prefixes = " ".join(f"{99 - copy}{prefix}"[:10] for prefix in row.hs_prefixes.split())
        other.keywords = "|".join(f"{word} {copy}x" for word in row.keywords.split("|") if word)
        other.attributes = "; ".join(f"q{copy}{text.strip()}" for text in row.attributes.split(";") if text.strip())
        other.match = "any"
    return other


def _compile(stored: list[Any], on: date) -> float:
    from trade.queries.restrictions import book_of

    began = time.process_time()
    book_of(stored, on)
    return time.process_time() - began
