"""Remind a buyer of customs charges that are still open."""

from datetime import datetime

from marketplace.kernel.operations import entry
from orders import queries
from orders.operations.tell_about_order import tell_parties
from payments.models import Claim
from payments.operations import note_reminder


@entry
def remind_of_customs(*, claim: Claim, now: datetime) -> bool:
    """Notify the buyer once more and count it. Returns False if nothing is owed any more."""
    order = queries.order_by_reference(claim.escrow.reference)
    claim = note_reminder(claim=claim, now=now)
    if not claim.is_open or order is None:
        return False
    tell_parties(order=order, kind="customs_reminder", now=now)
    return True
