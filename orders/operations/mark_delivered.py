"""The goods arrived, or the work was handed over."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from orders import rules
from orders.models import Order
from orders.operations._moves import authorised, done_before, locked, make_move


@entry
def mark_delivered(
    *, actor: Actor, order: Order, note: str = "", now: datetime, arrived_at: datetime | None = None
) -> Order:
    """
    Record that the goods arrived (buyer at any time, carrier by its events, seller from the expected day on) or, for
    services, that the seller handed the work over. From now on the buyer has a week to look at it, also where the
    carrier says that they came at some earlier time, `arrived_at`.

    Repeating it returns the order as it is.

    :raises NotAllowed: if the actor may not say so.
    :raises MoveRefused: if nothing was shipped, or the seller says so before the expected day.
    """
    order = locked(order)
    action = rules.Action.DELIVER if order.is_carried else rules.Action.HAND_OVER
    party = authorised(actor, order, action)
    if done_before(order, action, party):
        return order
    order.delivered_at = min(arrived_at or now, now)
    order.auto_accept_at = rules.accept_by(delivered_at=now, expected_at=None, shipped_at=order.shipped_at or now)
    make_move(order=order, action=action, party=party, actor=actor, now=now, reason=note)
    events.record("orders.order.delivered", subject=order, actor=actor, at=now, payload={"reference": order.public_id})
    return order
