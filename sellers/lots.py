"""
Which lots an order takes: first-expiring first out, skipping those that cannot arrive in time.

Pure functions on values; told with figures in docs/algorithms/stock.md, whose table runs as a test.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# A lot has to be with the buyer so many days before its best-before date, unless the seller says another day.
LEAST_LIFE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LotLeft:
    """What is left of a lot. `leaves_from` is the day before which it is not handed over."""

    key: int
    available: int
    best_before: date
    leaves_from: date | None = None
    arrive_by: date | None = None

    @property
    def last_arrival(self) -> date:
        """The last day on which it may come to its buyer."""
        latest = self.best_before - LEAST_LIFE
        return min(self.arrive_by, latest) if self.arrive_by is not None else latest


@dataclass(frozen=True, slots=True)
class Journey:
    """Handed over on `leaves_on`, at the buyer's at most `days` later."""

    leaves_on: date
    days: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """(key of a lot, how much of it), in the order taken, and how many could not be found."""

    taken: tuple[tuple[int, int], ...]
    missing: int = 0


def arrives_in_time(lot: LotLeft, journey: Journey) -> bool:
    """Whether the whole of the journey ends by the lot's last day of arrival."""
    leaves = max(journey.leaves_on, lot.leaves_from or journey.leaves_on)
    return leaves + timedelta(days=journey.days) <= lot.last_arrival


def choose_lots(lots: Iterable[LotLeft], quantity: int, journey: Journey | None = None) -> Chosen:
    """
    Take `quantity` from the lots, the first to expire first; without a journey no lot is too late.

    Lots that would come too late are skipped, and stay for buyers who are nearer. `missing` is above zero if those in
    time do not hold enough: then the caller takes nothing.
    """
    taken: list[tuple[int, int]] = []
    for lot in sorted(lots, key=lambda each: (each.best_before, each.key)):
        if quantity <= 0:
            break
        if lot.available <= 0 or (journey is not None and not arrives_in_time(lot, journey)):
            continue
        part = min(lot.available, quantity)
        taken.append((lot.key, part))
        quantity -= part
    return Chosen(tuple(taken), quantity)


def needed_arrival(lots: Iterable[LotLeft], quantity: int) -> date | None:
    """
    Return the latest day of arrival at which the lots still in time hold `quantity`.

    If all together do not hold it, the day by which the longest-lived must come. None without lots.
    """
    left = [lot for lot in lots if lot.available > 0]
    for lot in sorted(left, key=lambda each: each.last_arrival, reverse=True):
        quantity -= lot.available
        if quantity <= 0:
            return lot.last_arrival
    return max((lot.last_arrival for lot in left), default=None)
