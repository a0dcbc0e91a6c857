"""Put money that came in where it belongs."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import part
from payments.models import Escrow, EscrowShare, LedgerAccount, LedgerEntry, Movement

from .note_movement import note_movement
from .open_accounts import Purse, open_accounts
from .post_entry import post_entry
from .refund_escrow import request_refund

PURPOSE = LedgerAccount.Purpose


@part
def fund_escrow(*, escrow: Escrow, now: datetime) -> Escrow:
    """
    Hold the buyer's money in escrow, or send it straight back if the sale was given up before it came.

    The payment's row is locked by the caller. Funding twice is funding once.
    """
    escrow = Escrow.objects.select_for_update().get(pk=escrow.pk)
    system = Actor.system("payments")
    if escrow.status == Escrow.Status.OPEN:
        entry = _receive(escrow, Purse(PURPOSE.ESCROW, escrow.currency, escrow.payee_id), now)
        for share in escrow.shares.filter(purpose=EscrowShare.Purpose.SELLER).order_by("pk"):
            note_movement(
                entry=entry,
                organisation_id=share.seller_id,
                kind=Movement.Kind.HELD,
                escrow=escrow,
                currency=share.payout_currency,
                amount_minor=share.payout_minor,
            )
        escrow.status = Escrow.Status.FUNDED
        escrow.funded_at = now
        escrow.save(update_fields=["status", "funded_at"])
        events.record(
            "payments.escrow.funded",
            subject=escrow,
            actor=system,
            at=now,
            payload={"reference": escrow.reference, "escrow": escrow.public_id},
            organisation_id=escrow.payer_id,
        )
    elif escrow.status == Escrow.Status.CANCELLED and not escrow.refunds.filter(reference="").exists():
        _receive(escrow, Purse(PURPOSE.REFUNDABLE, escrow.currency, escrow.payer_id), now)
        request_refund(escrow=escrow, actor=system, reason=_("Paid after the sale was given up"), now=now)
    return escrow


def _receive(escrow: Escrow, into: Purse, now: datetime) -> LedgerEntry:
    processor = Purse(PURPOSE.PROCESSOR, escrow.currency)
    accounts = open_accounts(purses=[processor, into])
    entry = post_entry(
        kind="payment.received",
        reference=escrow.public_id,
        lines=[(accounts[processor], escrow.amount), (accounts[into], -escrow.amount)],
        at=now,
    )
    note_movement(
        entry=entry,
        organisation_id=escrow.payer_id,
        kind=Movement.Kind.PAYMENT,
        escrow=escrow,
        currency=escrow.currency,
        amount_minor=-escrow.amount_minor,
    )
    return entry
