"""
Reference data held in memory, and how a process notices that it has changed.

Each kind of data has an edition number in the database. A process looks at it at most every few seconds, and drops
what it holds when the number has moved.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F

from trade.models import Edition

T = TypeVar("T")
# Rules are asked for by destination and day; more than this are not held.
MOST_HELD = 500


class Shelf:
    """What one process holds of one kind of reference data, as long as its edition stands."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._number: int | None = None
        self._checked = 0.0
        self._held: dict[Any, Any] = {}
        self._standing = object()

    def get(self, key: Any, make: Callable[[], T]) -> T:
        """Return what is held under `key`, making it if it is not there or no longer current."""
        self._check()
        if key not in self._held:
            if len(self._held) >= MOST_HELD:
                self._held.clear()
            self._held[key] = make()
        held: T = self._held[key]
        return held

    def forget(self) -> None:
        """Drop everything; the next reader asks the database."""
        self._drop()
        self._number = None
        self._checked = 0.0

    @property
    def number(self) -> int:
        """The edition what is held belongs to."""
        self._check()
        return self._number or 0

    @property
    def standing(self) -> object:
        """Something that equals itself as long as nothing has changed: part of the key of what is made from this."""
        self._check()
        return self._standing

    def _drop(self) -> None:
        self._held.clear()
        self._standing = object()

    def _check(self) -> None:
        now = time.monotonic()
        if self._number is not None and now - self._checked < getattr(settings, "TRADE_EDITION_CHECK_SECONDS", 5):
            return
        number = Edition.objects.filter(kind=self.kind).values_list("number", flat=True).first() or 0
        if number != self._number:
            self._drop()
        self._number, self._checked = number, now


# The day that restrictions were swept on is a mark, not a body of data.
SHELVES = {kind: Shelf(kind) for kind in Edition.Kind.values if kind != Edition.Kind.RESTRICTION_DAY}


def standing() -> tuple[object, ...]:
    """Return what equals itself as long as no reference data has changed, as far as this process knows."""
    return tuple(shelf.standing for shelf in SHELVES.values())


def raise_edition(kind: str, now: datetime) -> None:
    """Say that reference data has changed; called in the transaction that changes it."""
    if not Edition.objects.filter(kind=kind).update(number=F("number") + 1, changed_at=now):
        Edition.objects.create(kind=kind, number=1, changed_at=now)
    SHELVES[kind].forget()
    # What was read between now and the commit is of the old edition.
    transaction.on_commit(SHELVES[kind].forget)


def forget_all() -> None:
    """Drop everything held in this process."""
    for shelf in SHELVES.values():
        shelf.forget()
