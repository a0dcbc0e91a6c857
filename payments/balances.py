"""Where an organisation's money is, and why it is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation
from marketplace.kernel.money import Money, from_minor

from .ledger import balances_of
from .models import ConnectedAccount, Escrow, EscrowShare, LedgerAccount, Payout, Refund

PURPOSE = LedgerAccount.Purpose


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One line of the money column: a name, an amount, and the reason it stands there."""

    key: str
    label: str
    amount: Money
    reason: str
    kind: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class CurrencyBalance:
    """One currency's column, largest concern first."""

    currency: str
    rows: list[BalanceRow] = field(default_factory=list)

    @property
    def label(self) -> str:
        return _("Your money in %(currency)s") % {"currency": self.currency}


def columns_for(organisation: Organisation) -> list[CurrencyBalance]:
    """Return a column for each currency the organisation has or had money in, its own currency first."""
    sums = _Sums(organisation)
    currencies = sorted(
        sums.currencies() | {organisation.currency}, key=lambda code: (code != organisation.currency, code)
    )
    return [CurrencyBalance(currency, list(_rows(organisation, currency, sums))) for currency in currencies]


class _Sums:
    """Every figure of the columns, each by currency, in six statements however many rows there are."""

    def __init__(self, organisation: Organisation) -> None:
        accounts = list(
            LedgerAccount.objects.filter(
                organisation=organisation, purpose__in=[PURPOSE.AVAILABLE, PURPOSE.PAYING_OUT, PURPOSE.REFUNDABLE]
            )
        )
        balances = balances_of(accounts)
        # What we owe an organisation is a credit; it is shown as a positive amount.
        self.owed = {(account.purpose, account.currency): -balances[account.pk] for account in accounts}
        shares = EscrowShare.objects.filter(beneficiary=organisation, escrow__status=Escrow.Status.FUNDED)
        self.incoming = _by_currency(shares, "payout_currency", "payout_minor")
        self.outgoing = _by_currency(Escrow.objects.filter(payer=organisation, status=Escrow.Status.FUNDED))
        payouts = Payout.objects.filter(organisation=organisation)
        self.sent = _by_currency(payouts.filter(status=Payout.Status.SENT))
        self.paid = _by_currency(payouts.filter(status=Payout.Status.PAID))
        self.returning = _by_currency(Refund.objects.filter(organisation=organisation, status=Refund.Status.SENT))
        self.account = ConnectedAccount.objects.filter(organisation=organisation).first()
        self.payouts_stopped = organisation.payouts_stopped
        self.last_failure = (
            payouts.filter(status=Payout.Status.FAILED).order_by("-pk").values_list("failure", flat=True).first() or ""
        )

    def currencies(self) -> set[str]:
        figures = (self.incoming, self.outgoing, self.sent, self.paid, self.returning)
        return {currency for figure in figures for currency in figure} | {
            currency for (_purpose, currency), owed in self.owed.items() if owed
        }


def _by_currency(
    rows: QuerySet[Any], currency: str = "currency", amount: str = "amount_minor"
) -> dict[str, tuple[int, int]]:
    """Sum and number of rows by currency."""
    figures = rows.order_by().values_list(currency).annotate(total=Sum(amount), n=Count("pk"))
    return {code: (int(total), int(number)) for code, total, number in figures}


def _rows(organisation: Organisation, currency: str, sums: _Sums) -> Iterable[BalanceRow]:
    movements = f"{reverse('payments:movements')}?currency={currency}"
    available = sums.owed.get((PURPOSE.AVAILABLE, currency), 0)
    held, sales = sums.incoming.get(currency, (0, 0))
    sent, _count = sums.sent.get(currency, (0, 0))
    paid, payouts = sums.paid.get(currency, (0, 0))
    on_its_way = sums.owed.get((PURPOSE.PAYING_OUT, currency), 0) + sent
    if organisation.sells:
        yield BalanceRow(
            "available", _("Available"), from_minor(available, currency), _why_available(available, sums), "available",
            movements + "&kind=released",
        )  # fmt: skip
        yield BalanceRow(
            "in_escrow", _("In escrow for you"), from_minor(held, currency),
            ngettext(
                "%(n)s sale: yours when the buyer accepts", "%(n)s sales: yours as each buyer accepts", sales
            ) % {"n": sales} if sales else _("Buyers' payments wait here until they accept"),
            "escrow", movements + "&kind=held",
        )  # fmt: skip
        yield BalanceRow(
            "paying_out", _("Paying out"), from_minor(on_its_way, currency),
            _("On its way to %(bank)s") % {"bank": sums.account.bank_hint}
            if on_its_way and sums.account and sums.account.bank_hint
            else _("Money that has left for your bank"),
            "reserved", movements + "&kind=payout",
        )  # fmt: skip
        yield BalanceRow(
            "paid", _("Paid out"), from_minor(paid, currency),
            ngettext("%(n)s payout so far", "%(n)s payouts so far", payouts) % {"n": payouts},
            "total", movements + "&kind=payout",
        )  # fmt: skip
    yield from _buyer_rows(currency, sums, movements)


def _buyer_rows(currency: str, sums: _Sums, movements: str) -> Iterable[BalanceRow]:
    paid_in, orders = sums.outgoing.get(currency, (0, 0))
    if paid_in:
        yield BalanceRow(
            "paid_into_escrow", _("Paid by you, in escrow"), from_minor(paid_in, currency),
            ngettext(
                "%(n)s order: goes to the seller when you accept",
                "%(n)s orders: each goes to its seller when you accept",
                orders,
            ) % {"n": orders},
            "escrow", movements + "&kind=payment",
        )  # fmt: skip
    back = sums.owed.get((PURPOSE.REFUNDABLE, currency), 0) + sums.returning.get(currency, (0, 0))[0]
    if back:
        yield BalanceRow(
            "returning", _("On its way back to you"), from_minor(back, currency),
            _("Refunds reach your card within a few days"), "reserved", movements + "&kind=refund",
        )  # fmt: skip


def _why_available(available: int, sums: _Sums) -> str:
    """Say what keeps the money from leaving, or that nothing does."""
    status = ConnectedAccount.Status
    if not available:
        return _("Released sales are paid out by themselves")
    if sums.payouts_stopped:
        return _("Waits: payouts are on hold; see “Holds”")
    if sums.account is None or sums.account.status == status.ONBOARDING:
        return _("Waits until you set up payouts")
    if sums.account.status == status.RESTRICTED:
        return _("Waits: the payment provider needs something from you")
    if sums.account.status == status.REVIEW:
        return _("Waits: the payment provider is checking your details")
    if sums.account.status == status.REJECTED:
        return _("Waits: the payment provider refused your account")
    if sums.last_failure:
        return _("The last payout came back: %(reason)s") % {"reason": sums.last_failure}
    return _("Its payout is being prepared")
