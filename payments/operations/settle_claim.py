"""A payment for a claim has come in."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import part
from payments.models import Claim, LedgerAccount, LedgerEntry, Movement, Payment, Refund
from payments.rules import CLAIM_MOVES, check_move

from .note_movement import note_movement
from .open_accounts import Purse, open_accounts
from .post_entry import post_entry

PURPOSE = LedgerAccount.Purpose


@part
def settle_claim(*, payment: Payment, now: datetime) -> Claim:
    """
    Pay a claim off with a payment that succeeded, or send the money straight back if nothing is owed any more.

    The payment's row is locked by the caller. Settling twice is settling once.
    """
    assert payment.claim_id is not None
    claim = Claim.objects.select_for_update().get(pk=payment.claim_id)
    if claim.is_open:
        check_move(CLAIM_MOVES, claim.status, Claim.Status.PAID)
        _receive(payment, claim, Purse(PURPOSE.RECEIVABLE, claim.currency, claim.organisation_id), "claim.paid", now)
        claim.status, claim.closed_at = Claim.Status.PAID, now
        claim.save(update_fields=["status", "closed_at"])
        events.record(
            "payments.claim.paid",
            subject=claim,
            actor=Actor.system("payments"),
            at=now,
            payload={"reference": claim.escrow.reference, "claim": claim.public_id},
            organisation_id=claim.organisation_id,
        )
    elif not Refund.objects.filter(payment=payment).exists() and not _paid_off(payment):
        _receive(
            payment, claim, Purse(PURPOSE.REFUNDABLE, claim.currency, claim.organisation_id), "claim.overpaid", now
        )
        refund = Refund.objects.create(
            organisation_id=claim.organisation_id,
            payment=payment,
            escrow_id=claim.escrow_id,
            currency=payment.currency,
            amount_minor=payment.amount_minor,
            reference=payment.public_id,
            reason=_("Nothing was owed any more"),
            requested_at=now,
        )
        events.record(
            "payments.refund.requested",
            subject=refund,
            actor=Actor.system("payments"),
            at=now,
            payload={"reference": claim.escrow.reference, "refund": refund.public_id},
        )
    return claim


def _paid_off(payment: Payment) -> bool:
    """Whether this very payment is the one that paid the claim."""
    return LedgerEntry.objects.filter(kind="claim.paid", reference=payment.public_id).exists()


def _receive(payment: Payment, claim: Claim, into: Purse, kind: str, now: datetime) -> None:
    processor = Purse(PURPOSE.PROCESSOR, payment.currency)
    accounts = open_accounts(purses=[processor, into])
    entry = post_entry(
        kind=kind,
        reference=payment.public_id,
        lines=[(accounts[processor], payment.amount), (accounts[into], -payment.amount)],
        at=now,
    )
    note_movement(
        entry=entry,
        organisation_id=claim.organisation_id,
        kind=Movement.Kind.CUSTOMS_DUE,
        escrow=claim.escrow,
        currency=payment.currency,
        amount_minor=-payment.amount_minor,
    )
