"""Give up an order that is not paid for."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part
from orders import rules
from orders.models import Order
from orders.operations._moves import authorised, done_before, locked, make_move
from orders.rules import Party
from payments.operations import cancel_escrow
from sellers.operations import release_stock


@entry
def cancel_order(*, actor: Actor, order: Order, reason: str = "", now: datetime) -> Order:
    """
    Cancel before payment: the stock goes back on the shelf and the payment page is closed.

    A payment that comes in all the same is sent back by itself. Cancelling twice returns the order as it is.

    :raises NotAllowed: if the actor may not.
    :raises MoveRefused: if the order is paid; it can be refunded instead.
    :raises EscrowAlreadyFunded: if the money arrived in this very moment.
    """
    order = locked(order)
    party = authorised(actor, order, rules.Action.CANCEL)
    if done_before(order, rules.Action.CANCEL, party):
        return order
    return give_up(actor=actor, order=order, party=party, reason=reason, now=now)


@part
def give_up(*, actor: Actor, order: Order, party: Party, reason: str, now: datetime) -> Order:
    """Cancel a locked order: history, stock, escrow, event."""
    order.ended_at = now
    make_move(order=order, action=rules.Action.CANCEL, party=party, actor=actor, now=now, reason=reason)
    release_stock(reference=order.public_id)
    cancel_escrow(escrow=order.escrow, actor=actor, reason=reason, now=now)
    events.record("orders.order.cancelled", subject=order, actor=actor, at=now, payload={"reference": order.public_id})
    return order
