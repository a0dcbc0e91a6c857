"""
What a new restriction would do to what is on sale, before it is saved.

This room does not know listings: the room that has them hands over a source of goods at start.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from trade.models import Restriction
from trade.queries.restrictions import book_of, shown_destinations
from trade.restrictions import Goods, may_go_everywhere

MOST_SHOWN = 10
GoodsOnSale = Callable[[], Iterable[tuple[str, Goods]]]
_sources: dict[str, GoodsOnSale] = {}


@dataclass(frozen=True, slots=True)
class Changed:
    """One listing and the countries that would close and open to it."""

    title: str
    closed: list[str]
    opened: list[str]


@dataclass(frozen=True, slots=True)
class Effect:
    """How many live listings, and how many pairs of listing and country, would change; with some of them."""

    listings: int
    listings_changed: int
    pairs_changed: int
    sample: list[Changed]


def register_goods_on_sale(source: GoodsOnSale) -> None:
    """Let `source` say what is on sale, as title and goods."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = source


def effect_of(row: Restriction) -> Effect:
    """Compare what is on sale under the rules of the row's first day, without and with it."""
    on: date = row.valid_from
    in_force = Restriction.objects.filter(Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on)))
    before = list(in_force)
    after = [other for other in before if other.code != row.code] + [row]
    # Only what meets the row, the one it follows, or what it lifts can change.
    lifted = set(row.lifts.split()) | {row.code}
    concerned: Any = book_of([row, *(other for other in before if other.code in lifted)], on)
    old, new = book_of(before, on), book_of(after, on)
    count = changed = pairs = 0
    sample: list[Changed] = []
    destinations = shown_destinations()
    for source in _sources.values():
        for title, goods in source():
            count += 1
            if not concerned.matches(goods):
                continue
            was = may_go_everywhere(goods, old, destinations)
            will = may_go_everywhere(goods, new, destinations)
            closed = [code for code in destinations if was[code].may_be_sold and not will[code].may_be_sold]
            opened = [code for code in destinations if will[code].may_be_sold and not was[code].may_be_sold]
            if closed or opened:
                changed += 1
                pairs += len(closed) + len(opened)
                if len(sample) < MOST_SHOWN:
                    sample.append(Changed(title, closed, opened))
    return Effect(count, changed, pairs, sample)
