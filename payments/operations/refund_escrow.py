"""Give an escrow's money back to the buyer."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import part
from payments.models import Escrow, EscrowShare, LedgerAccount, Movement, Refund

from .note_movement import note_movement
from .open_accounts import Purse, open_accounts
from .post_entry import post_entry
from .release_escrow import EscrowNotFunded

PURPOSE = LedgerAccount.Purpose


@part
def refund_escrow(*, escrow: Escrow, actor: Actor, reason: str, now: datetime) -> Refund:
    """
    Take the money out of escrow and owe it to the buyer; the refund at the provider follows by itself.

    Refunding twice is refunding once; of a release and a refund at the same moment one wins. The caller decides who
    may. `reason` is shown to both sides.

    :raises EscrowNotFunded: if the money never came, or was released.
    """
    escrow = Escrow.objects.select_for_update().get(pk=escrow.pk)
    if escrow.status == Escrow.Status.REFUNDED:
        return escrow.refunds.get(reference="")
    if escrow.status != Escrow.Status.FUNDED:
        raise EscrowNotFunded(status=escrow.get_status_display())
    held = Purse(PURPOSE.ESCROW, escrow.currency, escrow.payee_id)
    owed = Purse(PURPOSE.REFUNDABLE, escrow.currency, escrow.payer_id)
    accounts = open_accounts(purses=[held, owed])
    entry = post_entry(
        kind="escrow.refunded",
        reference=escrow.public_id,
        lines=[(accounts[held], escrow.amount), (accounts[owed], -escrow.amount)],
        at=now,
    )
    for share in escrow.shares.filter(purpose=EscrowShare.Purpose.SELLER).order_by("pk"):
        note_movement(
            entry=entry,
            organisation_id=share.seller_id,
            kind=Movement.Kind.WITHDRAWN,
            escrow=escrow,
            currency=share.payout_currency,
            amount_minor=-share.payout_minor,
        )
    escrow.status = Escrow.Status.REFUNDED
    escrow.closed_reason = reason[:200]
    escrow.save(update_fields=["status", "closed_reason"])
    refund = request_refund(escrow=escrow, actor=actor, reason=reason, now=now)
    events.record(
        "payments.escrow.refunded",
        subject=escrow,
        actor=actor,
        at=now,
        payload={"reference": escrow.reference, "escrow": escrow.public_id, "reason": reason},
        organisation_id=escrow.payer_id,
    )
    return refund


@part
def request_refund(*, escrow: Escrow, actor: Actor, reason: str, now: datetime) -> Refund:
    """Ask for the escrow's whole amount to be sent back; its money must already stand as owed to the buyer."""
    refund = Refund.objects.create(
        organisation_id=escrow.payer_id,
        payment_id=escrow.payment_id,
        escrow=escrow,
        currency=escrow.currency,
        amount_minor=escrow.amount_minor,
        reason=reason[:200],
        requested_at=now,
    )
    events.record(
        "payments.refund.requested",
        subject=refund,
        actor=actor,
        at=now,
        payload={"reference": escrow.reference, "refund": refund.public_id},
    )
    return refund
