"""
The payment provider, Stripe: the only module that imports its library.

Each function makes one call and returns plain facts. Calls that move money carry an idempotency key derived from our
own row, so that a repeat after a lost answer is the same call. Nothing here touches the database.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.refusals import Refusal

from .amounts import to_provider
from .models import ConnectedAccount, Payment, Payout, Refund
from .provider_facts import (
    AccountFacts,
    BalanceLine,
    BankPayoutFacts,
    CheckoutFacts,
    CheckoutPage,
    DeclineFacts,
    RefundFacts,
    TransferFacts,
    account_facts,
    balance_line,
    bank_payout_facts,
    checkout_facts,
    decline_facts,
    refund_facts,
    transfer_facts,
)

if TYPE_CHECKING:
    from stripe import StripeClient

log = structlog.get_logger(__name__)

# Somebody waits for a page: better an honest "try again" than a long silence.
PAGE_TIMEOUT_SECONDS = 5


class PaymentProviderUnavailable(Refusal):
    """The provider did not answer, or not sensibly; nothing is known to have happened. Ask again."""

    code = "payment_provider_unavailable"
    status = 503
    title = _("The payment provider is not answering")
    message = _("Nothing was charged or paid. Please try again in a moment.")


class ProviderRefused(Refusal):
    """The provider's definite no. `reason` is its text, `provider_code` its code; nothing happened."""

    code = "payment_provider_refused"
    status = 409
    title = _("The payment provider refused this")
    message = _("The payment provider refused: %(reason)s")

    @property
    def provider_code(self) -> str:
        return str(self.facts.get("provider_code", ""))


class WebhookNotConfigured(Refusal):
    """No secret is set, so nothing can be told from a forgery: the door stays shut."""

    code = "webhook_not_configured"
    status = 503
    title = _("Webhooks are not set up")
    message = _("The webhook secret is not configured.")


class WebhookNotGenuine(Refusal):
    """The signature does not fit the body, or is too old."""

    code = "webhook_not_genuine"
    status = 400
    title = _("The signature is not valid")
    message = _("The message was not signed with our secret within the last five minutes.")


# -- paying ---------------------------------------------------------------------------------------------------------


def create_checkout(payment: Payment) -> CheckoutPage:
    """Return the hosted page of the payment's present session number, made now or by an earlier, unanswered call."""
    assert payment.session_expires_at is not None
    ours = {"payment": payment.public_id, "reference": payment.reference}
    line = {
        "quantity": 1,
        "price_data": {
            "currency": payment.currency.lower(),
            "unit_amount": to_provider(payment.amount_minor, payment.currency),
            "product_data": {"name": payment.description or payment.reference},
        },
    }
    with _errors_as_refusals():
        session = _client(patient=False).v1.checkout.sessions.create(
            {
                "mode": "payment",
                "line_items": [line],
                "success_url": payment.success_url,
                "cancel_url": payment.cancel_url,
                "expires_at": int(payment.session_expires_at.timestamp()),
                "client_reference_id": payment.public_id,
                **({"customer_email": payment.payer_email} if payment.payer_email else {}),
                "metadata": ours,
                "payment_intent_data": {"metadata": ours, "transfer_group": payment.public_id},
            },  # type: ignore[arg-type]
            {"idempotency_key": f"payment:{payment.public_id}:session:{payment.session_number}"},
        )
    return CheckoutPage(session_id=session.id, url=session.url or "")


def retrieve_checkout(session_id: str) -> CheckoutFacts:
    """Return a hosted page as it stands at the provider."""
    with _errors_as_refusals():
        session = _client().v1.checkout.sessions.retrieve(
            session_id, {"expand": ["payment_intent.latest_charge.balance_transaction"]}
        )
    return checkout_facts(session.to_dict())


def expire_checkout(session_id: str) -> None:
    """Close a hosted page, so that nobody pays for what is given up. One that is closed already is fine."""
    try:
        with _errors_as_refusals():
            _client().v1.checkout.sessions.expire(session_id)
    except ProviderRefused as refusal:
        log.info("checkout_not_expired", session=session_id, reason=refusal.facts.get("reason"))


def retrieve_decline(intent_id: str) -> DeclineFacts | None:
    """Return the last refused attempt of a payment intent, or None if it was not refused."""
    with _errors_as_refusals():
        intent = _client().v1.payment_intents.retrieve(intent_id).to_dict()
    return decline_facts(intent)


def create_refund(refund: Refund) -> RefundFacts:
    """Send a payment's money back, or return the refund an earlier, unanswered call made."""
    with _errors_as_refusals():
        made = _client().v1.refunds.create(
            {
                "payment_intent": refund.payment.provider_intent_id,
                "amount": to_provider(refund.amount_minor, refund.currency),
                "metadata": {"refund": refund.public_id},
            },
            {"idempotency_key": f"refund:{refund.public_id}:{refund.attempt}"},
        )
    return refund_facts(made.to_dict())


def retrieve_refund(provider_refund_id: str) -> RefundFacts:
    with _errors_as_refusals():
        return refund_facts(_client().v1.refunds.retrieve(provider_refund_id).to_dict())


def find_refund(refund: Refund) -> RefundFacts | None:
    """Look for the refund at the provider by our id: for when its idempotency key may be forgotten."""
    with _errors_as_refusals():
        made = _client().v1.refunds.list({"payment_intent": refund.payment.provider_intent_id, "limit": 100})
        facts = [refund_facts(row.to_dict()) for row in made.auto_paging_iter()]
    alive = [row for row in facts if row.refund_id == refund.public_id and row.status not in ("failed", "canceled")]
    return alive[0] if alive else None


# -- sellers' accounts ----------------------------------------------------------------------------------------------


def create_account(organisation: Organisation, bank: Mapping[str, str] | None = None) -> AccountFacts:
    """
    Open the organisation's account at the provider: its own dashboard, the platform pays fees and makes payouts.

    `bank` is the account it gave here, so that nobody types it twice (`payments.provider_bank`).
    """
    with _errors_as_refusals():
        account = _client(patient=False).v1.accounts.create(
            {
                "country": organisation.country,
                "controller": {
                    "stripe_dashboard": {"type": "express"},
                    "fees": {"payer": "application"},
                    "losses": {"payments": "application"},
                },
                "capabilities": {"transfers": {"requested": True}},
                "business_profile": {"name": organisation.name},
                # We start each bank payout ourselves, one for a release, so that both sides can be matched.
                "settings": {"payouts": {"schedule": {"interval": "manual"}}},
                "metadata": {"organisation": organisation.public_id},
                **({"external_account": dict(bank)} if bank else {}),
            },  # type: ignore[arg-type]
            # With a bank account or without is another call, so another key.
            {"idempotency_key": f"account:{organisation.public_id}:{'2' if bank else '1'}"},
        )
    return account_facts(account.to_dict())


def retrieve_account(account_id: str) -> AccountFacts:
    with _errors_as_refusals():
        return account_facts(_client().v1.accounts.retrieve(account_id).to_dict())


def create_onboarding_link(account: ConnectedAccount, *, return_url: str, refresh_url: str) -> str:
    """Return a short-lived address where the seller gives the provider what it asks for."""
    with _errors_as_refusals():
        link = _client(patient=False).v1.account_links.create(
            {
                "account": account.provider_account_id,
                "type": "account_onboarding",
                "return_url": return_url,
                "refresh_url": refresh_url,
            }
        )
    return str(link.url)


# -- paying out -----------------------------------------------------------------------------------------------------


def create_transfer(payout: Payout) -> TransferFacts:
    """Move a payout's money to the seller's account, or return the transfer an earlier, unanswered call made."""
    with _errors_as_refusals():
        transfer = _client().v1.transfers.create(
            {
                "amount": to_provider(payout.amount_minor, payout.currency),
                "currency": payout.currency.lower(),
                "destination": payout.provider_account_id,
                "transfer_group": payout.public_id,
                "metadata": {"payout": payout.public_id, "reference": payout.reference},
            },
            {"idempotency_key": f"payout:{payout.public_id}:transfer:{payout.attempt}"},
        )
    return transfer_facts(transfer.to_dict())


def find_transfer(payout: Payout) -> TransferFacts | None:
    """Look for the payout's transfer at the provider: for when its idempotency key may be forgotten."""
    with _errors_as_refusals():
        found = _client().v1.transfers.list({"transfer_group": payout.public_id, "limit": 1}).data
    return transfer_facts(found[0].to_dict()) if found else None


def retrieve_transfer(transfer_id: str) -> TransferFacts:
    with _errors_as_refusals():
        return transfer_facts(_client().v1.transfers.retrieve(transfer_id).to_dict())


def reverse_transfer(payout: Payout) -> str:
    """Take a payout's money back from the seller's account. Returns the reversal's id."""
    with _errors_as_refusals():
        reversal = _client().v1.transfers.reversals.create(
            payout.provider_transfer_id,
            {"metadata": {"payout": payout.public_id}},
            {"idempotency_key": f"payout:{payout.public_id}:reversal:1"},
        )
    return str(reversal.id)


def create_bank_payout(payout: Payout) -> BankPayoutFacts:
    """Send a payout's money on from the seller's account to the seller's bank."""
    with _errors_as_refusals():
        sent = _client().v1.payouts.create(
            {
                "amount": to_provider(payout.amount_minor, payout.currency),
                "currency": payout.currency.lower(),
                "metadata": {"payout": payout.public_id, "reference": payout.reference},
            },
            {
                "stripe_account": payout.provider_account_id,
                "idempotency_key": f"payout:{payout.public_id}:bank:{payout.attempt}",
            },
        )
    return bank_payout_facts(sent.to_dict())


def find_bank_payout(payout: Payout) -> BankPayoutFacts | None:
    """Look for the payout's way to the bank by our id: for when its idempotency key may be forgotten."""
    with _errors_as_refusals():
        found = _client().v1.payouts.list({"limit": 100}, {"stripe_account": payout.provider_account_id})
        facts = [bank_payout_facts(row.to_dict()) for row in found.auto_paging_iter()]
    return next((row for row in facts if row.payout_id == payout.public_id), None)


def retrieve_bank_payout(bank_payout_id: str, *, account_id: str) -> BankPayoutFacts:
    with _errors_as_refusals():
        found = _client().v1.payouts.retrieve(bank_payout_id, None, {"stripe_account": account_id})
    return bank_payout_facts(found.to_dict())


def list_balance_lines(*, since: datetime) -> Iterator[BalanceLine]:
    """Yield the movements of the platform's balance since a moment, newest first."""
    with _errors_as_refusals():
        found = _client().v1.balance_transactions.list({"created": {"gte": int(since.timestamp())}, "limit": 100})
        for row in found.auto_paging_iter():
            yield balance_line(row.to_dict())


# -- webhooks -------------------------------------------------------------------------------------------------------


def read_webhook(body: bytes, signature: str) -> dict[str, Any]:
    """
    Return the message in `body` if the provider signed exactly these bytes in the last five minutes.

    Several secrets (one for our own events, one for connected accounts, the old one during a change) are separated
    by commas in the setting.

    :raises WebhookNotConfigured: if no secret is set.
    :raises WebhookNotGenuine: if no secret fits, the time is too old, or the body is not an event.
    """
    import stripe

    secrets = [secret.strip() for secret in settings.STRIPE_WEBHOOK_SECRET.split(",") if secret.strip()]
    if not secrets:
        raise WebhookNotConfigured
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise WebhookNotGenuine from None
    for secret in secrets:
        try:
            stripe.WebhookSignature.verify_header(text, signature, secret, stripe.Webhook.DEFAULT_TOLERANCE)
        except stripe.SignatureVerificationError:
            continue
        return _event(text)
    raise WebhookNotGenuine


def _event(text: str) -> dict[str, Any]:
    try:
        event = json.loads(text)
    except json.JSONDecodeError:
        raise WebhookNotGenuine from None
    if not isinstance(event, dict) or event.get("object") != "event" or not event.get("id") or not event.get("type"):
        raise WebhookNotGenuine
    # A test message must not move real money, nor the other way round.
    if bool(event.get("livemode")) != settings.STRIPE_API_KEY.startswith(("sk_live", "rk_live")):
        raise WebhookNotGenuine
    return event


# -- how a call is made ---------------------------------------------------------------------------------------------


def _client(*, patient: bool = True) -> "StripeClient":
    if not settings.STRIPE_API_KEY:
        raise PaymentProviderUnavailable(_("No payment provider is set up."))
    timeout = settings.STRIPE_TIMEOUT_SECONDS if patient else min(PAGE_TIMEOUT_SECONDS, settings.STRIPE_TIMEOUT_SECONDS)
    return _client_for(settings.STRIPE_API_KEY, settings.STRIPE_API_BASE, timeout, 2 if patient else 1)


@lru_cache(maxsize=8)
def _client_for(key: str, base: str, timeout: int, retries: int) -> "StripeClient":
    import stripe

    return stripe.StripeClient(
        key,
        # The library's own version, written down: answers keep their shape until the library is changed on purpose.
        stripe_version=stripe.api_version,
        base_addresses={"api": base.rstrip("/")} if base else {},
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=timeout),
    )


@contextmanager
def _errors_as_refusals() -> Iterator[None]:
    import stripe

    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        log.warning("payment_provider_unavailable", problem=str(error))
        raise PaymentProviderUnavailable from error
    except (stripe.AuthenticationError, stripe.IdempotencyError) as error:
        # Our mistake, not the person's: say so loudly, try again once it is mended.
        log.error("payment_provider_misused", problem=str(error))
        raise PaymentProviderUnavailable from error
    except (stripe.CardError, stripe.InvalidRequestError, stripe.PermissionError) as error:
        reason = error.user_message or str(error)
        raise ProviderRefused(reason=reason[:280], provider_code=error.code or "") from error
    except stripe.StripeError as error:
        log.warning("payment_provider_unavailable", problem=str(error))
        raise PaymentProviderUnavailable from error
