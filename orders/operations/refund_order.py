"""Give the buyer everything back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from orders.models import Order
from orders.operations._moves import authorised, done_before, locked, make_move
from orders.rules import Action, Party
from payments.operations import refund_escrow
from sellers.operations import release_stock


@entry
def refund_order(*, actor: Actor, order: Order, reason: str, now: datetime) -> Order:
    """
    Refund the whole order before it is shipped: by the seller at any time, by the buyer once the seller has missed
    the day to ship, by the platform. The stock goes back on the shelf. Refunding twice returns the order as it is.

    :raises NotAllowed: if the actor may not.
    :raises MoveRefused: if the order is not paid, is shipped, or the buyer asks too early.
    :raises InvalidInput: if a seller gives no reason.
    """
    order = locked(order)
    party = authorised(actor, order, Action.REFUND)
    if done_before(order, Action.REFUND, party):
        return order
    reason = " ".join(reason.split())[:200]
    if party is Party.BUYER and not reason:
        reason = str(_("Not shipped in time"))
    if not reason:
        raise InvalidInput(fields={"reason": [_("Tell the buyer why.")]})
    order.ended_at = now
    make_move(order=order, action=Action.REFUND, party=party, actor=actor, now=now, reason=reason)
    release_stock(reference=order.public_id)
    refund_escrow(escrow=order.escrow, actor=actor, reason=reason, now=now)
    events.record("orders.order.refunded", subject=order, actor=actor, at=now, payload={"reference": order.public_id})
    return order
