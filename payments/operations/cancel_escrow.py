"""Give up an escrow that was never paid for."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import part
from marketplace.kernel.refusals import Refusal
from payments.models import Escrow, Payment


class EscrowAlreadyFunded(Refusal):
    """The money has come in; it can be released or refunded, not forgotten."""

    code = "escrow_already_funded"
    title = _("The payment has arrived")
    message = _("This sale is paid for. Refund it instead of cancelling it.")


@part
def cancel_escrow(*, escrow: Escrow, actor: Actor, reason: str, now: datetime) -> Escrow:
    """
    Close an escrow that is still waiting for its payment; the provider's page is closed too.

    A payment that comes in later all the same is sent back by itself. Cancelling twice is cancelling once.

    :raises EscrowAlreadyFunded: if the money is already there.
    """
    # The payment first, then its escrows: every operation that locks both takes them in this order.
    payment = Payment.objects.select_for_update().get(pk=escrow.payment_id)
    escrow = Escrow.objects.select_for_update().get(pk=escrow.pk)
    if escrow.status == Escrow.Status.CANCELLED:
        return escrow
    if escrow.status != Escrow.Status.OPEN:
        raise EscrowAlreadyFunded
    escrow.status = Escrow.Status.CANCELLED
    escrow.closed_reason = reason[:200]
    escrow.save(update_fields=["status", "closed_reason"])
    if not payment.is_paid and not payment.escrows.filter(status=Escrow.Status.OPEN).exists():
        payment.status = Payment.Status.EXPIRED
        payment.save(update_fields=["status"])
        events.record(
            "payments.escrow.cancelled",
            subject=payment,
            actor=actor,
            at=now,
            payload={"reference": escrow.reference, "escrow": escrow.public_id},
        )
    return escrow
