"""Take over what the provider says about a payment."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.money import from_minor
from marketplace.kernel.operations import entry, part
from payments.models import LedgerAccount, Payment
from payments.provider_facts import CheckoutFacts, DeclineFacts
from payments.rules import PAYMENT_MOVES, check_move, may_move

from .expire_payment import expire_payment
from .fund_escrow import fund_escrow
from .open_accounts import Purse, open_accounts
from .post_entry import post_entry
from .settle_claim import settle_claim

PURPOSE = LedgerAccount.Purpose


def record_payment(*, payment: Payment, facts: CheckoutFacts, now: datetime) -> str:
    """
    Act on a page fetched from the provider. Returns what does not fit, or an empty string.

    Paid: the money goes into escrow. Closed unpaid: the payment expires. Anything that does not match our own row
    in amount, currency or identity changes nothing at all; the caller holds it for a person.
    """
    if mismatch := mismatch_of(payment, facts):
        return mismatch
    if facts.payment_status == "paid":
        _settle(payment=payment, facts=facts, now=now)
    elif facts.status == "expired":
        expire_payment(payment=payment, now=now)
    elif facts.has_failed:
        _fail(payment=payment, now=now)
    else:
        _note_look(payment=payment, facts=facts, now=now)
    return ""


def mismatch_of(payment: Payment, facts: CheckoutFacts) -> str:
    """Say how the provider's page differs from our payment, or return an empty string."""
    compared = (
        ("client reference", facts.payment_id, payment.public_id),
        ("metadata", facts.metadata_payment_id, payment.public_id),
        ("session", facts.session_id, payment.provider_session_id or facts.session_id),
        ("amount", facts.amount_minor, payment.amount_minor),
        ("currency", facts.currency, payment.currency),
    )
    return "; ".join(f"{name} is {theirs!r}, ours {ours!r}" for name, theirs, ours in compared if theirs != ours)


@entry
def _settle(*, payment: Payment, facts: CheckoutFacts, now: datetime) -> Payment:
    """The payment first, then its escrows in their order: whoever locks both takes them so."""
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.is_paid:
        return payment
    if payment.status == Payment.Status.CREATED:
        # The page was made and paid, but we died before noting it.
        check_move(PAYMENT_MOVES, payment.status, Payment.Status.AWAITING)
        Payment.objects.filter(pk=payment.pk).update(status=Payment.Status.AWAITING)
        payment.status = Payment.Status.AWAITING
    check_move(PAYMENT_MOVES, payment.status, Payment.Status.SUCCEEDED)
    payment.status = Payment.Status.SUCCEEDED
    payment.succeeded_at = payment.checked_at = now
    payment.provider_session_id = facts.session_id
    payment.provider_intent_id = facts.intent_id
    payment.last_decline = ""
    payment.save()
    for escrow in payment.escrows.order_by("pk"):
        fund_escrow(escrow=escrow, now=now)
    if payment.claim_id is not None:
        settle_claim(payment=payment, now=now)
    if facts.fee_minor:
        _post_fee(payment=payment, facts=facts, now=now)
    return payment


@part
def _post_fee(*, payment: Payment, facts: CheckoutFacts, now: datetime) -> None:
    """What the provider kept for itself; the platform bears it."""
    fees, processor = Purse(PURPOSE.PROVIDER_FEES, facts.fee_currency), Purse(PURPOSE.PROCESSOR, facts.fee_currency)
    accounts = open_accounts(purses=[fees, processor])
    fee = from_minor(facts.fee_minor, facts.fee_currency)
    post_entry(
        kind="payment.fee",
        reference=payment.public_id,
        lines=[(accounts[fees], fee), (accounts[processor], -fee)],
        at=now,
    )


@entry
def _fail(*, payment: Payment, now: datetime) -> Payment:
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    payment.checked_at = now
    has_failed_now = may_move(PAYMENT_MOVES, payment.status, Payment.Status.FAILED)
    if has_failed_now:
        payment.status = Payment.Status.FAILED
    payment.save(update_fields=["status", "checked_at"])
    if has_failed_now:
        _tell_failure(payment=payment, reason=payment.last_decline, now=now)
    return payment


@part
def _tell_failure(*, payment: Payment, reason: str, now: datetime) -> None:
    for escrow in payment.escrows.order_by("pk"):
        events.record(
            "payments.payment.failed",
            subject=payment,
            actor=Actor.system("payments"),
            at=now,
            payload={"reference": escrow.reference, "payment": payment.public_id, "reason": reason},
        )


@entry
def _note_look(*, payment: Payment, facts: CheckoutFacts, now: datetime) -> None:
    Payment.objects.filter(pk=payment.pk).update(checked_at=now)
    Payment.objects.filter(pk=payment.pk, provider_session_id="").update(provider_session_id=facts.session_id)


@entry
def record_decline(*, payment: Payment, facts: DeclineFacts, now: datetime) -> Payment:
    """
    Keep why a card was refused and say so once per attempt. The page stays open: the buyer may try another card.
    """
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.is_paid or payment.last_decline_id == facts.decline_id:
        return payment
    payment.last_decline, payment.last_decline_id = facts.message, facts.decline_id
    payment.save(update_fields=["last_decline", "last_decline_id"])
    _tell_failure(payment=payment, reason=facts.message, now=now)
    return payment
