"""Money came for an order that had been given up; payments sends it back."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from orders.models import Order
from orders.operations._moves import authorised, locked, make_move
from orders.rules import Action, Status


@entry
def note_late_payment(*, actor: Actor, order: Order, now: datetime) -> bool:
    """Write into a cancelled order's history that its late payment goes back. Returns False if it is not cancelled."""
    order = locked(order)
    party = authorised(actor, order, Action.RETURN_LATE_PAYMENT)
    if order.status != Status.CANCELLED:
        return False
    reason = _("Paid after the order had lapsed; the payment goes back in full.")
    make_move(order=order, action=Action.RETURN_LATE_PAYMENT, party=party, actor=actor, now=now, reason=reason)
    return True
