"""The seller has begun to make it."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from orders.models import Order
from orders.operations._moves import authorised, done_before, locked, make_move
from orders.rules import Action


@entry
def start_production(*, actor: Actor, order: Order, now: datetime) -> Order:
    """
    Tell the buyer that work on the order has begun. Repeating it returns the order as it is.

    :raises NotAllowed: if the actor may not act for the seller.
    :raises MoveRefused: if the order is not paid or further on.
    """
    order = locked(order)
    party = authorised(actor, order, Action.START_PRODUCTION)
    if done_before(order, Action.START_PRODUCTION, party):
        return order
    make_move(order=order, action=Action.START_PRODUCTION, party=party, actor=actor, now=now)
    events.record(
        "orders.order.production_started", subject=order, actor=actor, at=now, payload={"reference": order.public_id}
    )
    return order
