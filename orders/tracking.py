"""
What carriers' events mean for a shipment. Told in docs/carriers.md.

Pure: events and dates in, the state of the shipment, the day it is expected now, and when to ask again out.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext_lazy as _

EVENT_LABELS = {
    "announced": _("Announced to the carrier"),
    "picked_up": _("Picked up"),
    "in_transit": _("On the way"),
    "customs_hold": _("Held by customs"),
    "released": _("Released by customs"),
    "out_for_delivery": _("Out for delivery"),
    "delivered": _("Delivered"),
    "exception": _("Something is wrong"),
    "returned": _("On its way back to the sender"),
}
#: What both sides are told of at once.
TROUBLE = frozenset({"customs_hold", "exception", "returned"})
#: What a seller may say by hand. That it was delivered is for the carrier or the buyer: it starts a clock.
SELLER_MAY_SAY = ("picked_up", "in_transit", "customs_hold", "released", "out_for_delivery", "exception", "returned")

# A number used before, or a clock far off: such an event is not about this shipment.
EARLIEST_BEFORE_SHIPPED = timedelta(days=2)
LATEST_AHEAD = timedelta(hours=26)
HOLD_DAYS = {"customs_hold": 3, "exception": 2}
FIRST_POLL = timedelta(minutes=10)
LONGEST_POLL = timedelta(hours=12)
# After this long without a delivery nobody is asked any more; a webhook is still taken.
POLL_FOR = timedelta(days=120)
# Polls of one moment are spread over this many seconds.
SPREAD_SECONDS = 300


class Happened(Protocol):
    """As much of an event as is looked at here."""

    @property
    def code(self) -> str: ...

    @property
    def at(self) -> datetime: ...


def is_about(at: datetime, *, shipped_at: datetime, now: datetime) -> bool:
    """Tell whether an event at this time can be about a shipment handed over at `shipped_at`."""
    return shipped_at - EARLIEST_BEFORE_SHIPPED <= at <= now + LATEST_AHEAD


def state_of(events: Sequence[Happened]) -> str:
    """Return the code of the newest event, '' for none; delivered stays delivered unless it was then sent back."""
    newest = sorted(events, key=lambda event: event.at)
    delivered = next((event for event in reversed(newest) if event.code == "delivered"), None)
    if delivered is not None:
        later = [event.code for event in newest if event.at > delivered.at]
        return "returned" if "returned" in later else "delivered"
    return newest[-1].code if newest else ""


def delivered_at(events: Sequence[Happened]) -> datetime | None:
    """Return when it was delivered for the first time, or None if it was not, or was sent back."""
    if state_of(events) != "delivered":
        return None
    return min(event.at for event in events if event.code == "delivered")


def estimated_on(events: Sequence[Happened], *, expected: date, today: date) -> date:
    """
    Return the day it is expected now.

    The day it was delivered; today when it is out for delivery; not before some days after a hold or a mishap that has
    not been resolved; else the day that was promised, and never a day that has passed.
    """
    if (done := delivered_at(events)) is not None:
        return done.date()
    state = state_of(events)
    if state == "out_for_delivery":
        return today
    newest = max((event.at for event in events), default=None)
    if state in HOLD_DAYS and newest is not None:
        return max(expected, newest.date() + timedelta(days=HOLD_DAYS[state]), today)
    return max(expected, today)


def next_poll(*, polls: int, shipped_at: datetime, now: datetime, key: int) -> datetime | None:
    """Return when to ask again after `polls` answers without news, spread by `key`; None once it is no use."""
    if now - shipped_at > POLL_FOR:
        return None
    wait = min(FIRST_POLL * 2 ** min(polls, 10), LONGEST_POLL)
    return now + wait + timedelta(seconds=key * 37 % SPREAD_SECONDS)


def rows_of(events: Sequence[Happened], *, is_open: bool, expected: date) -> list[dict[str, object]]:
    """Return events as rows for a timeline, oldest first, with what is still to come at the end."""
    newest = sorted(events, key=lambda event: event.at)
    rows: list[dict[str, object]] = [
        {
            "title": EVENT_LABELS[event.code],
            "at": event.at,
            "actor": getattr(event, "place", ""),
            "text": getattr(event, "text", ""),
            "state": "failed" if event.code in TROUBLE and event is newest[-1] else "done",
        }
        for event in newest
    ]
    if is_open:
        rows.append({"title": EVENT_LABELS["delivered"], "at": expected, "actor": "", "text": "", "state": "todo"})
    return rows
