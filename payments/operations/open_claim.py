"""Ask the payer of an escrow for more, or give the asking up."""

from datetime import datetime, timedelta

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import part
from payments.models import Claim, Escrow, LedgerAccount, Payment
from payments.rules import CLAIM_MOVES, PAYMENT_MOVES, check_move, may_move

from .open_accounts import Purse, open_accounts
from .post_entry import post_entry

PURPOSE = LedgerAccount.Purpose
PAY_WITHIN = timedelta(days=14)


@part
def open_claim(
    *, escrow: Escrow, amount_minor: int, reference: str, description: str, actor: Actor, now: datetime
) -> Claim:
    """
    Ask the escrow's payer for further customs charges; until they pay, the platform fronts them.

    The same `reference` opens one claim. Paid with `start_claim_payment`.
    """
    if (first := Claim.objects.filter(reference=reference).first()) is not None:
        return first
    claim = Claim.objects.create(
        organisation_id=escrow.payer_id,
        escrow=escrow,
        currency=escrow.currency,
        amount_minor=amount_minor,
        reference=reference,
        description=description[:200],
        opened_at=now,
        due_at=now + PAY_WITHIN,
    )
    _post(claim, "claim.opened", amount=1, at=now)
    events.record(
        "payments.claim.opened",
        subject=claim,
        actor=actor,
        at=now,
        payload={"reference": escrow.reference, "claim": claim.public_id},
        organisation_id=claim.organisation_id,
    )
    return claim


@part
def cancel_claim(*, claim: Claim, actor: Actor, now: datetime) -> Claim:
    """
    Give up an open claim; its payment pages are closed, and a payment that still arrives goes back.

    A claim that is paid or cancelled stays as it is.
    """
    # Payments before what they pay, as everywhere.
    payments = list(Payment.objects.select_for_update().filter(claim_id=claim.pk).order_by("pk"))
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if not claim.is_open:
        return claim
    check_move(CLAIM_MOVES, claim.status, Claim.Status.CANCELLED)
    claim.status, claim.closed_at = Claim.Status.CANCELLED, now
    claim.save(update_fields=["status", "closed_at"])
    _post(claim, "claim.cancelled", amount=-1, at=now)
    for payment in payments:
        if may_move(PAYMENT_MOVES, payment.status, Payment.Status.EXPIRED):
            payment.status = Payment.Status.EXPIRED
            payment.save(update_fields=["status"])
            events.record(
                "payments.claim.cancelled",
                subject=payment,
                actor=actor,
                at=now,
                payload={"reference": claim.escrow.reference, "claim": claim.public_id},
            )
    return claim


@part
def note_reminder(*, claim: Claim, now: datetime) -> Claim:
    """Count a reminder to the payer."""
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    claim.reminded_at = now
    claim.reminders += 1
    claim.save(update_fields=["reminded_at", "reminders"])
    return claim


def _post(claim: Claim, kind: str, *, amount: int, at: datetime) -> None:
    receivable = Purse(PURPOSE.RECEIVABLE, claim.currency, claim.organisation_id)
    customs = Purse(PURPOSE.CUSTOMS, claim.currency)
    accounts = open_accounts(purses=[receivable, customs])
    money = claim.amount * amount
    post_entry(
        kind=kind,
        reference=claim.public_id,
        lines=[(accounts[receivable], money), (accounts[customs], -money)],
        at=at,
    )
