"""
What each message of the provider makes us do. Each handler fetches the object again, compares it with our own row,
and calls operations that may run any number of times in any order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from . import gateway
from .models import ConnectedAccount, Payment, Payout, Refund, WebhookEvent
from .operations.connect_account import AccountMismatch, record_account
from .operations.record_payment import record_decline, record_payment
from .operations.record_payout import PayoutMismatch, fail_payout, record_bank_payout, record_transfer
from .operations.send_payout import return_payout
from .operations.send_refund import RefundMismatch, record_refund

DONE = WebhookEvent.Outcome.DONE
IGNORED = WebhookEvent.Outcome.IGNORED
HELD = WebhookEvent.Outcome.HELD


@dataclass(frozen=True, slots=True)
class Result:
    """How a message ended: done, ignored, or held for a person with the reason."""

    outcome: str
    problem: str = ""


Handler = Callable[[WebhookEvent, datetime], Result]


def handler_for(event_type: str) -> Handler:
    """Return what to do about messages of a type; a type nobody asked for is ignored."""
    return HANDLERS.get(event_type, _ignore)


def _ignore(webhook: WebhookEvent, now: datetime) -> Result:
    return Result(IGNORED)


def _checkout(webhook: WebhookEvent, now: datetime) -> Result:
    facts = gateway.retrieve_checkout(webhook.object_id)
    payment = Payment.objects.filter(public_id=facts.payment_id).first()
    if payment is None:
        return Result(HELD, f"no payment of ours is called {facts.payment_id!r}")
    mismatch = record_payment(payment=payment, facts=facts, now=now)
    return Result(HELD, mismatch) if mismatch else Result(DONE)


def _decline(webhook: WebhookEvent, now: datetime) -> Result:
    facts = gateway.retrieve_decline(webhook.object_id)
    if facts is None:
        return Result(IGNORED)
    payment = Payment.objects.filter(public_id=facts.payment_id).first()
    if payment is None:
        return Result(HELD, f"no payment of ours is called {facts.payment_id!r}")
    record_decline(payment=payment, facts=facts, now=now)
    return Result(DONE)


def _account(webhook: WebhookEvent, now: datetime) -> Result:
    facts = gateway.retrieve_account(webhook.provider_account_id or webhook.object_id)
    # By the organisation it was made for: the answer that told us its id may have been lost.
    account = ConnectedAccount.objects.filter(organisation__public_id=facts.organisation_id).first()
    if account is None:
        return Result(HELD, f"no organisation of ours is called {facts.organisation_id!r}")
    try:
        record_account(account=account, facts=facts, now=now)
    except AccountMismatch:
        return Result(HELD, f"{facts.account_id} is not the account of {facts.organisation_id}")
    return Result(DONE)


def _transfer(webhook: WebhookEvent, now: datetime) -> Result:
    facts = gateway.retrieve_transfer(webhook.object_id)
    payout = Payout.objects.filter(public_id=facts.payout_id).first()
    if payout is None:
        return Result(HELD, f"no payout of ours is called {facts.payout_id!r}")
    try:
        payout = record_transfer(payout=payout, facts=facts, now=now)
    except PayoutMismatch:
        return Result(HELD, f"{facts} does not match {payout.public_id}")
    if payout.provider_transfer_id != facts.transfer_id:
        return Result(HELD, f"{payout.public_id} has another transfer, {payout.provider_transfer_id!r}")
    if facts.reversed_minor == payout.amount_minor and payout.status != Payout.Status.FAILED:
        fail_payout(payout=payout, reason="transfer reversed", now=now, reversal_id=facts.transfer_id)
    elif 0 < facts.reversed_minor < payout.amount_minor:
        return Result(HELD, f"{facts.transfer_id} was reversed in part")
    return Result(DONE)


def _bank_payout(webhook: WebhookEvent, now: datetime) -> Result:
    if not webhook.provider_account_id:
        # The platform's own money going to the platform's own bank.
        return Result(IGNORED)
    facts = gateway.retrieve_bank_payout(webhook.object_id, account_id=webhook.provider_account_id)
    payout = Payout.objects.filter(public_id=facts.payout_id, provider_account_id=webhook.provider_account_id).first()
    if payout is None:
        return Result(HELD, f"no payout of ours is called {facts.payout_id!r} on {webhook.provider_account_id}")
    try:
        payout = record_bank_payout(payout=payout, facts=facts, now=now)
    except PayoutMismatch:
        return Result(HELD, f"{facts} does not match {payout.public_id}")
    if facts.status in ("failed", "canceled"):
        return_payout(payout=payout, reason=facts.failure or facts.status, now=now)
    return Result(DONE)


def _refund(webhook: WebhookEvent, now: datetime) -> Result:
    facts = gateway.retrieve_refund(webhook.object_id)
    refund = Refund.objects.filter(public_id=facts.refund_id).first()
    if refund is None:
        return Result(HELD, f"no refund of ours is called {facts.refund_id!r}")
    if refund.provider_refund_id not in ("", facts.provider_refund_id):
        # An earlier try of the same refund; the one that counts is another.
        return Result(IGNORED)
    try:
        record_refund(refund=refund, facts=facts, now=now)
    except RefundMismatch:
        return Result(HELD, f"{facts} does not match {refund.public_id}")
    return Result(DONE)


def _dispute(webhook: WebhookEvent, now: datetime) -> Result:
    return Result(HELD, "a cardholder disputes a charge; answer it at the provider")


HANDLERS: dict[str, Handler] = {
    "checkout.session.completed": _checkout,
    "checkout.session.async_payment_succeeded": _checkout,
    "checkout.session.async_payment_failed": _checkout,
    "checkout.session.expired": _checkout,
    "payment_intent.payment_failed": _decline,
    "account.updated": _account,
    "account.external_account.updated": _account,
    "transfer.created": _transfer,
    "transfer.reversed": _transfer,
    "payout.paid": _bank_payout,
    "payout.failed": _bank_payout,
    "payout.canceled": _bank_payout,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
}
