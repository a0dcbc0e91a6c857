"""Let go of an order that nobody paid for in time."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from orders import rules
from orders.models import Order
from orders.operations._moves import authorised, locked
from orders.operations.cancel_order import give_up
from orders.rules import Status
from payments.models import Escrow


@entry
def lapse_order(*, actor: Actor, order: Order, reason: str, now: datetime, is_closed: bool = False) -> bool:
    """
    Cancel an order whose time to pay is over at `now`, or whose payment page has closed (`is_closed`).

    Returns False, and changes nothing, if it is paid, cancelled already, or not due yet.
    """
    order = locked(order)
    party = authorised(actor, order, rules.Action.CANCEL)
    if order.status != Status.AWAITING_PAYMENT or (not is_closed and now < order.pay_by_at):
        return False
    if order.escrow.status not in (Escrow.Status.OPEN, Escrow.Status.CANCELLED):
        # The money is there; `fund_order` is on its way.
        return False
    give_up(actor=actor, order=order, party=party, reason=reason, now=now)
    return True
