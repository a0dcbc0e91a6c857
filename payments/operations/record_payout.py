"""Record what became of a payout."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.operations import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal
from payments.models import LedgerAccount, Payout
from payments.provider_facts import BankPayoutFacts, TransferFacts
from payments.rules import PAYOUT_MOVES, check_move, may_move

from .request_payout import move_payout_money, payout_payload

PURPOSE = LedgerAccount.Purpose
SYSTEM = Actor.system("payments")


class PayoutMismatch(Refusal):
    """The provider's object differs from our payout in amount, currency or owner."""

    code = "payout_mismatch"


@entry
def record_transfer(*, payout: Payout, facts: TransferFacts, now: datetime) -> Payout:
    """
    The money has left the platform's balance for the seller's account. Recording it twice is recording it once.

    :raises PayoutMismatch: if the transfer is not this payout's.
    """
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    theirs = (facts.payout_id, facts.amount_minor, facts.currency, facts.account_id)
    if theirs != (payout.public_id, payout.amount_minor, payout.currency, payout.provider_account_id):
        raise PayoutMismatch
    if payout.status != Payout.Status.REQUESTED:
        return payout
    check_move(PAYOUT_MOVES, payout.status, Payout.Status.SENT)
    payout.status = Payout.Status.SENT
    payout.provider_transfer_id = facts.transfer_id
    payout.sent_at = now
    payout.failure = ""
    payout.save(update_fields=["status", "provider_transfer_id", "sent_at", "failure"])
    move_payout_money(payout=payout, kind="payout.sent", origin=PURPOSE.PAYING_OUT, target=PURPOSE.PROCESSOR, at=now)
    return payout


@entry
def record_bank_payout(*, payout: Payout, facts: BankPayoutFacts, now: datetime) -> Payout:
    """
    The money is on its way to the bank, or has arrived. A failure is not recorded here: its money must come back
    first (`return_payout`).

    :raises PayoutMismatch: if the bank payout is not this payout's.
    """
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if (facts.payout_id, facts.amount_minor, facts.currency) != (
        payout.public_id,
        payout.amount_minor,
        payout.currency,
    ):
        raise PayoutMismatch
    payout.provider_payout_id = facts.bank_payout_id
    payout.arrives_at = facts.arrives_at
    if facts.status == "paid" and may_move(PAYOUT_MOVES, payout.status, Payout.Status.PAID):
        payout.status = Payout.Status.PAID
        payout.paid_at = now
        events.record("payments.payout.paid", subject=payout, actor=SYSTEM, at=now, payload=payout_payload(payout))
    payout.save(update_fields=["status", "provider_payout_id", "arrives_at", "paid_at"])
    return payout


@entry
def fail_payout(*, payout: Payout, reason: str, now: datetime, reversal_id: str = "") -> Payout:
    """
    The payout came to nothing; its money is available to the seller again. Failing twice is failing once.

    Money that had left for the seller's account must be back already (`reversal_id`).
    """
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if payout.status == Payout.Status.FAILED:
        return payout
    check_move(PAYOUT_MOVES, payout.status, Payout.Status.FAILED)
    # Until it was sent the money waited with us; afterwards the reversal has put it back with the provider.
    origin = PURPOSE.PAYING_OUT if payout.status == Payout.Status.REQUESTED else PURPOSE.PROCESSOR
    if origin == PURPOSE.PROCESSOR and not reversal_id:
        raise ValueError("a payout that was sent fails only after its transfer was reversed")
    move_payout_money(payout=payout, kind="payout.failed", origin=origin, target=PURPOSE.AVAILABLE, at=now)
    payout.status = Payout.Status.FAILED
    payout.failure = (reason or "failed")[:300]
    payout.provider_reversal_id = reversal_id
    payout.save(update_fields=["status", "failure", "provider_reversal_id"])
    events.record("payments.payout.failed", subject=payout, actor=SYSTEM, at=now, payload=payout_payload(payout))
    notify_organisation(
        organisation=payout.organisation,
        kind="payout_failed",
        title=_("A payout of %(amount)s came back"),
        body=_("%(reason)s The money is available again. Check your bank details, then send it once more."),
        url=reverse("payments:payouts"),
        now=now,
        permission="payments.manage",
        facts={"amount": f"{payout.currency} {payout.amount.amount:f}", "reason": payout.failure},
    )
    return payout
