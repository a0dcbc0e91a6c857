"""
The life of an order: its states, its moves and who may make each. Told and drawn in docs/ordering.md.

Pure: no database, no clock. The same pairs of states stand in a database trigger (migration 0002), and a test holds
the two together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    FUNDED = "funded"
    IN_PRODUCTION = "in_production"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


STATUS_LABELS = {
    Status.AWAITING_PAYMENT: _("Awaiting payment"),
    Status.FUNDED: _("Paid, to be shipped"),
    Status.IN_PRODUCTION: _("In production"),
    Status.SHIPPED: _("Shipped"),
    Status.DELIVERED: _("Delivered"),
    Status.ACCEPTED: _("Accepted"),
    Status.CLOSED: pgettext_lazy("order status", "Closed"),
    Status.CANCELLED: _("Cancelled"),
    Status.REFUNDED: _("Refunded"),
}


class Party(StrEnum):
    """In what capacity somebody acts on an order."""

    BUYER = "buyer"
    SELLER = "seller"
    PLATFORM = "platform"
    SYSTEM = "system"


class Action(StrEnum):
    FUND = "fund"
    CANCEL = "cancel"
    START_PRODUCTION = "start_production"
    SHIP = "ship"
    DELIVER = "deliver"
    HAND_OVER = "hand_over"
    ACCEPT = "accept"
    CLOSE = "close"
    REFUND = "refund"
    RETURN_LATE_PAYMENT = "return_late_payment"


@dataclass(frozen=True, slots=True)
class Move:
    """One legal move. `only` narrows it to orders that are carried somewhere, or to those that are not."""

    action: Action
    source: Status
    target: Status
    by: frozenset[Party]
    only: str = ""


_BUYER, _SELLER, _PLATFORM, _SYSTEM = Party.BUYER, Party.SELLER, Party.PLATFORM, Party.SYSTEM


def _moves(action: Action, sources: tuple[Status, ...], target: Status, *by: Party, only: str = "") -> tuple[Move, ...]:
    return tuple(Move(action, source, target, frozenset(by), only) for source in sources)


MOVES: tuple[Move, ...] = (
    *_moves(Action.FUND, (Status.AWAITING_PAYMENT,), Status.FUNDED, _SYSTEM),
    *_moves(Action.CANCEL, (Status.AWAITING_PAYMENT,), Status.CANCELLED, _BUYER, _SELLER, _PLATFORM, _SYSTEM),
    *_moves(Action.START_PRODUCTION, (Status.FUNDED,), Status.IN_PRODUCTION, _SELLER),
    *_moves(Action.SHIP, (Status.FUNDED, Status.IN_PRODUCTION), Status.SHIPPED, _SELLER, only="carried"),
    *_moves(Action.DELIVER, (Status.SHIPPED,), Status.DELIVERED, _BUYER, _SELLER, _PLATFORM, _SYSTEM, only="carried"),
    *_moves(Action.HAND_OVER, (Status.FUNDED, Status.IN_PRODUCTION), Status.DELIVERED, _SELLER, only="not_carried"),
    *_moves(Action.ACCEPT, (Status.SHIPPED, Status.DELIVERED), Status.ACCEPTED, _BUYER, _SYSTEM),
    *_moves(Action.CLOSE, (Status.ACCEPTED,), Status.CLOSED, _SYSTEM),
    # The buyer may take the money back only once the seller has missed the day to ship: see `may`.
    *_moves(Action.REFUND, (Status.FUNDED, Status.IN_PRODUCTION), Status.REFUNDED, _BUYER, _SELLER, _PLATFORM, _SYSTEM),
    # The money came after the order had lapsed and went back.
    *_moves(Action.RETURN_LATE_PAYMENT, (Status.CANCELLED,), Status.REFUNDED, _SYSTEM),
)
_BY_ACTION_AND_SOURCE = {(move.action, move.source): move for move in MOVES}

OPEN = frozenset(
    {
        Status.AWAITING_PAYMENT,
        Status.FUNDED,
        Status.IN_PRODUCTION,
        Status.SHIPPED,
        Status.DELIVERED,
    }
)
# The buyer has what was paid for and said so, or the clock did.
FULFILLED = frozenset({Status.ACCEPTED, Status.CLOSED})

# How long a price, a rate and a landed cost stand once they are locked at checkout.
LOCK_FOR = timedelta(minutes=30)
# How long stock is held for a placed order whose money has not come.
PAY_WITHIN = timedelta(minutes=60)
# What a seller gets on top of the lead time, and the least anybody gets, to hand the goods to a carrier.
SHIP_GRACE = timedelta(days=2)
# How long the buyer has to look at what was delivered before the clock accepts it.
ACCEPT_WITHIN = timedelta(days=7)
# The same when nobody has said that it arrived, counted from the day it was expected.
ACCEPT_WITHOUT_NEWS = timedelta(days=14)


def move_for(action: Action, status: str, *, carried: bool) -> Move | None:
    """Return the move that `action` makes from `status`, or None if there is none."""
    move = _BY_ACTION_AND_SOURCE.get((action, Status(status)))
    if move is None or (move.only == "carried" and not carried) or (move.only == "not_carried" and carried):
        return None
    return move


def may(
    action: Action,
    party: Party,
    status: str,
    *,
    carried: bool,
    now: datetime,
    ship_by_at: datetime | None = None,
    expected_at: datetime | None = None,
) -> bool:
    """
    Tell whether `party` may take `action` on an order in `status`.

    A buyer may claim a refund only from `ship_by_at` on; a seller may say "delivered" only from `expected_at` on,
    because saying so starts the buyer's clock.
    """
    move = move_for(action, status, carried=carried)
    if move is None or party not in move.by:
        return False
    if action is Action.REFUND and party is Party.BUYER:
        return ship_by_at is not None and now >= ship_by_at
    if action is Action.DELIVER and party is Party.SELLER:
        return expected_at is None or now >= expected_at
    return True


def ship_by(funded_at: datetime, lead_time_days: int) -> datetime:
    """Return when the goods must be with the carrier (or the work handed over)."""
    return funded_at + timedelta(days=max(lead_time_days, 0)) + SHIP_GRACE


def accept_by(*, delivered_at: datetime | None, expected_at: datetime | None, shipped_at: datetime) -> datetime:
    """Return when the clock accepts: a week after delivery, or two after the expected day if nobody says it came."""
    if delivered_at is not None:
        return delivered_at + ACCEPT_WITHIN
    return max(expected_at or shipped_at, shipped_at) + ACCEPT_WITHOUT_NEWS
