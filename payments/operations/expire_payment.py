"""Close a payment whose page at the provider closed unpaid."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from payments.models import Escrow, Payment


@entry
def expire_payment(*, payment: Payment, now: datetime) -> Payment:
    """Record that the buyer can no longer pay, and cancel what waited for it. A settled payment stays as it is."""
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    payment.checked_at = now
    if payment.is_paid or payment.status == Payment.Status.EXPIRED:
        payment.save(update_fields=["checked_at"])
        return payment
    payment.status = Payment.Status.EXPIRED
    payment.save(update_fields=["status", "checked_at"])
    waiting = Escrow.objects.select_for_update().filter(payment=payment, status=Escrow.Status.OPEN).order_by("pk")
    for escrow in waiting:
        escrow.status = Escrow.Status.CANCELLED
        escrow.closed_reason = "payment expired"
        escrow.save(update_fields=["status", "closed_reason"])
        events.record(
            "payments.payment.expired",
            subject=payment,
            actor=Actor.system("payments"),
            at=now,
            payload={"reference": escrow.reference, "payment": payment.public_id},
        )
    return payment
