"""Every read of payments, each scoped to who asks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound

from .balances import CurrencyBalance, columns_for
from .ledger import balances_of
from .models import (
    BankAccount,
    Claim,
    ConnectedAccount,
    Escrow,
    EscrowShare,
    LedgerAccount,
    Movement,
    Payment,
    Payout,
    Posting,
    Refund,
    WebhookEvent,
)

# Newest first by what people read, the date; the key sets those of one moment in order.
MOVEMENTS_ORDER = ("-occurred_at", "-pk")
PAYOUTS_ORDER = ("-requested_at", "-pk")


def _own(actor: Actor) -> int:
    return actor.must_act_for_an_organisation().pk


def balances_for(actor: Actor) -> list[CurrencyBalance]:
    """
    Return where the organisation's money is: a column per currency, its own first.

    :raises NotAllowed: if the actor may not see the organisation's money.
    """
    actor.must("payments.view")
    return columns_for(actor.must_act_for_an_organisation())


@dataclass(frozen=True, slots=True)
class MovementFilter:
    """What a list of movements is narrowed to; empty means all."""

    currency: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


def movements_of(actor: Actor, narrowed: MovementFilter | None = None) -> QuerySet[Movement]:
    """
    The statement of the actor's organisation, newest first.

    :raises NotAllowed: if the actor may not see the organisation's money.
    """
    actor.must("payments.view")
    movements = (
        Movement.objects.filter(organisation_id=_own(actor))
        .select_related("escrow__payer", "escrow__payee", "organisation")
        .order_by(*MOVEMENTS_ORDER)
    )
    if narrowed is None:
        return movements
    if narrowed.currency:
        movements = movements.filter(currency=narrowed.currency)
    if narrowed.kind:
        movements = movements.filter(kind=narrowed.kind)
    if narrowed.since:
        movements = movements.filter(occurred_at__date__gte=narrowed.since)
    if narrowed.until:
        movements = movements.filter(occurred_at__date__lte=narrowed.until)
    if narrowed.text:
        movements = movements.filter(
            Q(escrow__description__icontains=narrowed.text) | Q(escrow__reference=narrowed.text)
        )
    return movements


def movement_of(actor: Actor, public_id: str) -> Movement:
    """
    Return one line of the organisation's statement.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    movement = movements_of(actor).select_related("entry", "escrow__payment").filter(public_id=public_id).first()
    if movement is None:
        raise NotFound
    return movement


def currencies_of(actor: Actor) -> list[str]:
    """The currencies the organisation's statement has lines in."""
    return list(movements_of(actor).order_by("currency").values_list("currency", flat=True).distinct())


def own_share(actor: Actor, escrow: Escrow) -> EscrowShare | None:
    """The organisation's own part of an escrow, if it sells."""
    return escrow.shares.filter(beneficiary_id=_own(actor)).first()


def payouts_of(actor: Actor) -> QuerySet[Payout]:
    """
    The payouts of the actor's organisation, newest first.

    :raises NotAllowed: if the actor may not see the organisation's money.
    """
    actor.must("payments.view")
    return (
        Payout.objects.filter(organisation_id=_own(actor))
        .annotate(was_retried=_paid_otherwise())
        .select_related("share__escrow")
        .order_by(*PAYOUTS_ORDER)
    )


def _paid_otherwise() -> Exists:
    """A failed payout can be mended until its money has left in another one."""
    return Exists(Payout.objects.filter(share=OuterRef("share")).exclude(status=Payout.Status.FAILED))


def payout_of(actor: Actor, public_id: str) -> Payout:
    """
    Return one payout of the organisation.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    payout = payouts_of(actor).filter(public_id=public_id).first()
    if payout is None:
        raise NotFound
    return payout


def waiting_shares_of(actor: Actor) -> QuerySet[EscrowShare]:
    """Released shares of the organisation that are in no payout under way or done: what is available."""
    alive = Payout.objects.filter(share=OuterRef("pk")).exclude(status=Payout.Status.FAILED)
    return EscrowShare.objects.filter(
        ~Exists(alive), beneficiary_id=_own(actor), escrow__status=Escrow.Status.RELEASED
    ).order_by("pk")


def connected_account_of(actor: Actor) -> ConnectedAccount | None:
    """The organisation's account at the payment provider, if it was started."""
    actor.must("payments.view")
    return ConnectedAccount.objects.filter(organisation_id=_own(actor)).first()


def bank_accounts_of(actor: Actor) -> QuerySet[BankAccount]:
    """
    The bank accounts of the actor's organisation that were not taken away, newest first.

    :raises NotAllowed: if the actor may not see the organisation's money.
    """
    actor.must("payments.view")
    return BankAccount.objects.filter(organisation_id=_own(actor), removed_at=None).order_by("-pk")


def bank_account_of(actor: Actor, public_id: str) -> BankAccount:
    """
    Return one bank account of the organisation.

    :raises NotFound: if there is none, it was taken away, or it is another organisation's.
    """
    found = bank_accounts_of(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def bank_account_in_use(organisation_id: int, currency: str, *, now: datetime) -> BankAccount | None:
    """
    Return the account that money in `currency` goes to now: the newest that may be used, of that currency or else any.

    An account that was changed too lately is not it; the one before it still is.
    """
    usable = BankAccount.objects.filter(organisation_id=organisation_id, removed_at=None, usable_from__lte=now)
    return (
        usable.filter(currency=currency).order_by("-usable_from", "-pk").first()
        or usable.order_by("-usable_from", "-pk").first()
    )


def payment_of(actor: Actor, public_id: str) -> Payment:
    """
    Return one payment of the actor's organisation.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    payment = Payment.objects.filter(organisation_id=_own(actor), public_id=public_id).first()
    if payment is None:
        raise NotFound
    return payment


def desk_cards(actor: Actor) -> list[dict[str, Any]]:
    """What should be done about money today: `[{count, label, hint, url, kind, icon}]`, empty when nothing."""
    if actor.organisation is None or not actor.may("payments.view") or not actor.organisation.sells:
        return []
    cards: list[dict[str, Any]] = []
    account = connected_account_of(actor)
    if account is None or not account.can_be_paid:
        waiting = waiting_shares_of(actor).count()
        cards.append(
            {
                "count": waiting or 1,
                "label": _("released sales wait for your bank details") if waiting else _("set up payouts"),
                "hint": _("Do it once, and every sale is paid to your bank by itself."),
                "url": reverse("payments:money") + "#payouts",
                "kind": "warning" if waiting else "info",
                "icon": "landmark",
            }
        )
    failed = payouts_of(actor).filter(~_paid_otherwise(), status=Payout.Status.FAILED).count()
    if failed:
        cards.append(
            {
                "count": failed,
                "label": _("payouts came back"),
                "hint": _("Check your bank details, then send them again."),
                "url": reverse("payments:payouts"),
                "kind": "danger",
                "icon": "undo-2",
            }
        )
    return cards


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold: what was compared, and whether it did."""

    name: str
    currency: str
    ours: int
    expected: int

    @property
    def holds(self) -> bool:
        return self.ours == self.expected


def reconciliation(actor: Actor) -> list[Check]:
    """
    Compare the ledger with itself and with the rows it explains, per currency.

    The ledger sums to zero; what is owed as escrow is what open escrows hold; what is owed to sellers is what
    released shares without a payout amount to; what is paying out is what requested payouts amount to.

    :raises NotAllowed: unless the actor operates payments.
    """
    actor.must("payments.operate")
    accounts = list(LedgerAccount.objects.all())
    balances = balances_of(accounts)
    owed: dict[tuple[str, str], int] = {}
    for account in accounts:
        key = (account.purpose, account.currency)
        owed[key] = owed.get(key, 0) - balances[account.pk]
    purpose = LedgerAccount.Purpose
    alive = Payout.objects.filter(share=OuterRef("pk")).exclude(status=Payout.Status.FAILED)
    released = EscrowShare.objects.filter(
        ~Exists(alive), purpose=EscrowShare.Purpose.SELLER, escrow__status=Escrow.Status.RELEASED
    )
    unsent = Refund.objects.filter(status__in=[Refund.Status.REQUESTED, Refund.Status.FAILED])
    expected = {
        purpose.ESCROW: _totals(Escrow.objects.filter(status=Escrow.Status.FUNDED), "currency", "amount_minor"),
        purpose.AVAILABLE: _totals(released, "payout_currency", "payout_minor"),
        purpose.PAYING_OUT: _totals(
            Payout.objects.filter(status=Payout.Status.REQUESTED), "currency", "amount_minor"
        ),
        purpose.REFUNDABLE: _totals(unsent, "currency", "amount_minor"),
        # A debit: what is owed to us stands with the other sign.
        purpose.RECEIVABLE: {
            currency: -total
            for currency, total in _totals(
                Claim.objects.filter(status=Claim.Status.OPEN), "currency", "amount_minor"
            ).items()
        },
    }  # fmt: skip
    currencies = sorted({account.currency for account in accounts})
    sums = _totals(Posting.objects.all(), "currency", "amount_minor")
    checks = [Check(_("The ledger sums to zero"), currency, sums.get(currency, 0), 0) for currency in currencies]
    for wanted, totals in expected.items():
        seen = set(totals) | {currency for (name, currency), value in owed.items() if name == wanted and value}
        checks.extend(
            Check(str(wanted.label), currency, owed.get((wanted, currency), 0), totals.get(currency, 0))
            for currency in sorted(seen)
        )
    return checks


def held_webhooks() -> QuerySet[WebhookEvent]:
    """Messages of the provider that wait for a person."""
    return WebhookEvent.objects.filter(outcome=WebhookEvent.Outcome.HELD).order_by("-pk")


def _totals(rows: QuerySet[Any], currency: str, amount: str) -> dict[str, int]:
    return {row[currency]: int(row["total"]) for row in rows.order_by().values(currency).annotate(total=Sum(amount))}
