"""What the payment provider said, as plain values. Amounts are our minor units, currencies upper case."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from marketplace.kernel.money import exponent

from .amounts import from_provider, provider_exponent


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """The provider's hosted page for one payment."""

    session_id: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckoutFacts:
    """One hosted page as it stands: `status` open, complete or expired; `payment_status` paid or unpaid."""

    session_id: str
    status: str
    payment_status: str
    payment_id: str
    metadata_payment_id: str
    amount_minor: int
    currency: str
    intent_id: str = ""
    intent_status: str = ""
    fee_minor: int = 0
    fee_currency: str = ""

    @property
    def has_failed(self) -> bool:
        """The page was filled in, but the money will not come (a method that takes days was refused)."""
        return self.status == "complete" and self.intent_status in ("requires_payment_method", "canceled")


@dataclass(frozen=True, slots=True)
class DeclineFacts:
    """A refused attempt to pay. `decline_id` tells one attempt from the next."""

    payment_id: str
    decline_id: str
    message: str


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """A seller's account: what works, what is still asked for."""

    account_id: str
    details_submitted: bool
    charges_enabled: bool
    payouts_enabled: bool
    can_receive: bool
    currency: str
    bank_hint: str
    disabled_reason: str
    currently_due: list[str] = field(default_factory=list)
    past_due: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    organisation_id: str = ""

    def requirements(self) -> dict[str, Any]:
        return {
            "currently_due": self.currently_due,
            "past_due": self.past_due,
            "pending": self.pending,
            "disabled_reason": self.disabled_reason,
        }


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """Money moved from the platform's balance to a seller's account."""

    transfer_id: str
    payout_id: str
    amount_minor: int
    currency: str
    account_id: str
    reversed_minor: int


@dataclass(frozen=True, slots=True)
class BankPayoutFacts:
    """Money on its way from a seller's account to the bank: pending, in_transit, paid, failed or canceled."""

    bank_payout_id: str
    payout_id: str
    status: str
    amount_minor: int
    currency: str
    arrives_at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """Money on its way back to a card: pending, succeeded, failed or canceled."""

    provider_refund_id: str
    refund_id: str
    intent_id: str
    status: str
    amount_minor: int
    currency: str
    failure: str


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One movement of the platform's balance at the provider; `net_minor` is `amount_minor` less `fee_minor`."""

    line_id: str
    type: str
    source: str
    currency: str
    amount_minor: int
    fee_minor: int
    net_minor: int
    created_at: datetime


def _id(value: Any) -> str:
    """The id of an object that came expanded or as its id alone."""
    if isinstance(value, dict):
        return str(value.get("id") or "")
    return str(value or "")


def _ours(row: dict[str, Any], name: str) -> str:
    return str((row.get("metadata") or {}).get(name) or "")


def _money(row: dict[str, Any], name: str = "amount") -> tuple[int, str]:
    currency = str(row["currency"]).upper()
    return from_provider(int(row[name] or 0), currency), currency


def _fee(row: dict[str, Any]) -> tuple[int, str]:
    """A fee in our minor units. The provider reckons some fees finer than we can write; they are rounded up."""
    currency = str(row["currency"]).upper()
    step = 10 ** max(0, provider_exponent(currency) - exponent(currency))
    return -(-int(row["fee"] or 0) // step), currency


def checkout_facts(session: dict[str, Any]) -> CheckoutFacts:
    """Read a checkout session, its charge expanded."""
    amount, currency = _money(session, "amount_total")
    intent = session.get("payment_intent")
    charge = intent.get("latest_charge") if isinstance(intent, dict) else None
    settled = charge.get("balance_transaction") if isinstance(charge, dict) else None
    fee, fee_currency = _fee(settled) if isinstance(settled, dict) else (0, "")
    return CheckoutFacts(
        session_id=session["id"],
        status=session["status"],
        payment_status=session["payment_status"],
        payment_id=session.get("client_reference_id") or "",
        metadata_payment_id=_ours(session, "payment"),
        amount_minor=amount,
        currency=currency,
        intent_id=_id(intent),
        intent_status=str(intent.get("status") or "") if isinstance(intent, dict) else "",
        fee_minor=fee,
        fee_currency=fee_currency,
    )


def decline_facts(intent: dict[str, Any]) -> DeclineFacts | None:
    """Read the last refused attempt of a payment intent; None if it was not refused."""
    error = intent.get("last_payment_error")
    if not error:
        return None
    return DeclineFacts(
        payment_id=_ours(intent, "payment"),
        decline_id=_id(error.get("charge")) or _id(intent.get("latest_charge")),
        message=str(error.get("message") or "")[:200],
    )


def account_facts(account: dict[str, Any]) -> AccountFacts:
    """Read a connected account."""
    asked = account.get("requirements") or {}
    banks = (account.get("external_accounts") or {}).get("data") or []
    return AccountFacts(
        account_id=account["id"],
        details_submitted=bool(account.get("details_submitted")),
        charges_enabled=bool(account.get("charges_enabled")),
        payouts_enabled=bool(account.get("payouts_enabled")),
        can_receive=(account.get("capabilities") or {}).get("transfers") == "active",
        currency=str(account.get("default_currency") or "").upper(),
        bank_hint=f"{banks[0].get('bank_name') or ''} •••• {banks[0].get('last4') or ''}".strip()[:40] if banks else "",
        disabled_reason=str(asked.get("disabled_reason") or ""),
        currently_due=list(asked.get("currently_due") or []),
        past_due=list(asked.get("past_due") or []),
        pending=list(asked.get("pending_verification") or []),
        organisation_id=_ours(account, "organisation"),
    )


def transfer_facts(transfer: dict[str, Any]) -> TransferFacts:
    """Read a transfer."""
    amount, currency = _money(transfer)
    return TransferFacts(
        transfer_id=transfer["id"],
        payout_id=_ours(transfer, "payout"),
        amount_minor=amount,
        currency=currency,
        account_id=_id(transfer.get("destination")),
        reversed_minor=_money(transfer, "amount_reversed")[0],
    )


def bank_payout_facts(sent: dict[str, Any]) -> BankPayoutFacts:
    """Read a payout to a bank."""
    amount, currency = _money(sent)
    arrival = sent.get("arrival_date")
    return BankPayoutFacts(
        bank_payout_id=sent["id"],
        payout_id=_ours(sent, "payout"),
        status=sent["status"],
        amount_minor=amount,
        currency=currency,
        arrives_at=datetime.fromtimestamp(arrival, UTC) if arrival else None,
        failure=str(sent.get("failure_message") or sent.get("failure_code") or "")[:280],
    )


def refund_facts(refund: dict[str, Any]) -> RefundFacts:
    """Read a refund."""
    amount, currency = _money(refund)
    return RefundFacts(
        provider_refund_id=refund["id"],
        refund_id=_ours(refund, "refund"),
        intent_id=_id(refund.get("payment_intent")),
        status=refund["status"],
        amount_minor=amount,
        currency=currency,
        failure=str(refund.get("failure_reason") or "")[:280],
    )


def balance_line(row: dict[str, Any]) -> BalanceLine:
    """Read a balance transaction."""
    amount, currency = _money(row)
    return BalanceLine(
        line_id=row["id"],
        type=row["type"],
        source=_id(row.get("source")),
        currency=currency,
        amount_minor=amount,
        fee_minor=_fee(row)[0],
        net_minor=amount - _fee(row)[0],
        created_at=datetime.fromtimestamp(row["created"], UTC),
    )
