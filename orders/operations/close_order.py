"""Everybody has what they are due."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from orders.models import Order
from orders.operations._moves import authorised, done_before, locked, make_move
from orders.rules import Action


@entry
def close_order(*, actor: Actor, order: Order, now: datetime) -> Order:
    """
    Close an accepted order whose money has reached the seller's bank. Closing twice is closing once.

    :raises MoveRefused: if it is not accepted.
    """
    order = locked(order)
    party = authorised(actor, order, Action.CLOSE)
    if done_before(order, Action.CLOSE, party):
        return order
    order.closed_at = now
    make_move(order=order, action=Action.CLOSE, party=party, actor=actor, now=now)
    return order
