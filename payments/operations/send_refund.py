"""Carry out a refund at the provider."""

from datetime import datetime, timedelta

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal
from payments import gateway
from payments.models import LedgerAccount, Movement, Payment, Refund
from payments.provider_facts import RefundFacts
from payments.rules import REFUND_MOVES, check_move, may_move

from .note_movement import note_movement
from .open_accounts import Purse, open_accounts
from .post_entry import post_entry

PURPOSE = LedgerAccount.Purpose
KEY_IS_FRESH = timedelta(hours=12)


class RefundMismatch(Refusal):
    """The provider's object differs from our refund in amount, currency or owner."""

    code = "refund_mismatch"


def send_refund(*, refund: Refund, now: datetime) -> Refund:
    """
    Send a requested refund to the provider. May be run any number of times: the money goes back exactly once.

    :raises PaymentProviderUnavailable: if the provider does not answer; run it again.
    """
    refund = Refund.objects.select_related("payment").get(pk=refund.pk)
    if refund.status != Refund.Status.REQUESTED:
        return refund
    facts = gateway.find_refund(refund) if now - refund.requested_at > KEY_IS_FRESH else None
    try:
        facts = facts or gateway.create_refund(refund)
    except gateway.ProviderRefused as refusal:
        return _fail(refund=refund, reason=refusal.detail, now=now)
    return record_refund(refund=refund, facts=facts, now=now)


@entry
def record_refund(*, refund: Refund, facts: RefundFacts, now: datetime) -> Refund:
    """
    Take over how a refund stands: on its way, arrived, or failed with the money back with us.

    :raises RefundMismatch: if the provider's refund is not this one.
    """
    # The payment first, as everywhere.
    payment = Payment.objects.select_for_update().get(pk=refund.payment_id)
    refund = Refund.objects.select_for_update().get(pk=refund.pk)
    theirs = (facts.refund_id, facts.amount_minor, facts.currency, facts.intent_id)
    if theirs != (refund.public_id, refund.amount_minor, refund.currency, payment.provider_intent_id):
        raise RefundMismatch
    refund.provider_refund_id = facts.provider_refund_id
    if facts.status in ("failed", "canceled"):
        _record_failure(refund, facts.failure or facts.status, now)
    elif facts.status == "succeeded":
        _move(refund, Refund.Status.SUCCEEDED, now)
        refund.save()
        _close_payment(payment)
    else:
        _move(refund, Refund.Status.SENT, now)
    refund.save()
    return refund


def _move(refund: Refund, target: str, now: datetime) -> None:
    if not may_move(REFUND_MOVES, refund.status, target):
        return
    if refund.status == Refund.Status.REQUESTED:
        # The provider took the money out of our balance the moment it accepted the refund.
        _post(refund, "refund.sent", from_purse=PURPOSE.REFUNDABLE, into=PURPOSE.PROCESSOR, at=now)
    refund.status = target
    refund.failure = ""
    if target == Refund.Status.SUCCEEDED:
        refund.succeeded_at = now


def _record_failure(refund: Refund, reason: str, now: datetime) -> None:
    """The money that did not reach the card is owed to the buyer again."""
    if refund.status == Refund.Status.FAILED:
        return
    check_move(REFUND_MOVES, refund.status, Refund.Status.FAILED)
    if refund.status != Refund.Status.REQUESTED:
        _post(refund, "refund.failed", from_purse=PURPOSE.PROCESSOR, into=PURPOSE.REFUNDABLE, at=now)
    refund.status, refund.failure, refund.succeeded_at = Refund.Status.FAILED, reason[:300], None
    events.record(
        "payments.refund.failed",
        subject=refund,
        actor=Actor.system("payments"),
        at=now,
        payload={"refund": refund.public_id, "reason": refund.failure},
    )


@entry
def _fail(*, refund: Refund, reason: str, now: datetime) -> Refund:
    refund = Refund.objects.select_for_update().get(pk=refund.pk)
    if refund.status == Refund.Status.REQUESTED:
        _record_failure(refund, reason, now)
        refund.save()
    return refund


@entry
def retry_refund(*, refund: Refund, actor: Actor, now: datetime) -> Refund:
    """
    Ask for a failed refund once more, with a fresh key.

    :raises NotAllowed: unless the actor operates payments.
    """
    actor.must("payments.operate")
    refund = Refund.objects.select_for_update().get(pk=refund.pk)
    if refund.status != Refund.Status.FAILED:
        return refund
    refund.status = Refund.Status.REQUESTED
    refund.attempt += 1
    refund.provider_refund_id = refund.failure = ""
    refund.requested_at = now
    refund.save()
    events.record(
        "payments.refund.requested",
        subject=refund,
        actor=actor,
        at=now,
        payload={"reference": refund.escrow.reference, "refund": refund.public_id},
    )
    return refund


def _post(refund: Refund, kind: str, *, from_purse: str, into: str, at: datetime) -> None:
    purses = [
        Purse(purpose, refund.currency, None if purpose == PURPOSE.PROCESSOR else refund.organisation_id)
        for purpose in (from_purse, into)
    ]
    accounts = open_accounts(purses=purses)
    posted = post_entry(
        kind=kind,
        reference=f"{refund.public_id}:{refund.attempt}",
        lines=[(accounts[purses[0]], refund.amount), (accounts[purses[1]], -refund.amount)],
        at=at,
    )
    sent = into == PURPOSE.PROCESSOR
    note_movement(
        entry=posted,
        organisation_id=refund.organisation_id,
        kind=Movement.Kind.REFUND if sent else Movement.Kind.REFUND_RETURNED,
        escrow=refund.escrow,
        currency=refund.currency,
        amount_minor=refund.amount_minor if sent else -refund.amount_minor,
    )


def _close_payment(payment: Payment) -> None:
    """A payment whose whole amount went back is refunded."""
    returned = sum(payment.refunds.filter(status=Refund.Status.SUCCEEDED).values_list("amount_minor", flat=True))
    if payment.status == Payment.Status.SUCCEEDED and returned >= payment.amount_minor:
        payment.status = Payment.Status.REFUNDED
        payment.save(update_fields=["status"])
