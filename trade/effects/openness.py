"""What a new restriction would do to where the listings on sale may go."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from trade.effects.on_sale import everything_on_sale
from trade.models import Restriction
from trade.queries.restrictions import book_of, shown_destinations
from trade.restrictions import may_go_everywhere

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Changed:
    """One listing and the countries that would close and open to it."""

    title: str
    closed: list[str]
    opened: list[str]


@dataclass(frozen=True, slots=True)
class OpennessEffects:
    """How many live listings, and how many pairs of listing and country, would change; with some of them."""

    listings: int
    listings_changed: int
    pairs_changed: int
    sample: list[Changed]


def openness_effects(row: Restriction) -> OpennessEffects:
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
    for listing in everything_on_sale():
        goods = listing.goods
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
                sample.append(Changed(listing.title, closed, opened))
    return OpennessEffects(count, changed, pairs, sample)
