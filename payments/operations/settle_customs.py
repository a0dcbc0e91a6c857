"""Move money when the customs authority's bill differs from what was collected, and when it is paid."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.money import Money, currency_code
from marketplace.kernel.operations import part
from marketplace.kernel.refusals import Refusal as RefusalBase
from payments.models import Escrow, LedgerAccount, LedgerEntry, Payment, Refund

from .open_accounts import Purse, open_accounts
from .post_entry import post_entry
from .release_escrow import EscrowNotFunded

PURPOSE = LedgerAccount.Purpose


class RefundTooLarge(RefusalBase):
    """More would go back than was paid."""

    code = "refund_too_large"
    title = _("This is more than was paid")
    message = _("At most %(most)s can go back to the card this sale was paid with.")


@part
def return_customs(
    *, escrow: Escrow, amount_minor: int, reference: str, reason: str, actor: Actor, now: datetime
) -> Refund:
    """
    Give a part of the customs charges collected with a released escrow back to its payer.

    The same `reference` gives back once. The refund at the provider follows by itself.

    :raises EscrowNotFunded: if the escrow is not released yet.
    :raises RefundTooLarge: if more would go back than was paid.
    """
    # The payment first, as everywhere.
    payment = Payment.objects.select_for_update().get(pk=escrow.payment_id)
    escrow = Escrow.objects.select_for_update().get(pk=escrow.pk)
    if (first := escrow.refunds.filter(reference=reference).first()) is not None:
        return first
    if escrow.status != Escrow.Status.RELEASED:
        raise EscrowNotFunded(status=escrow.get_status_display())
    returned = payment.refunds.aggregate(total=Sum("amount_minor"))["total"] or 0
    if returned + amount_minor > payment.amount_minor:
        raise RefundTooLarge(most=payment.amount_minor - returned)
    customs = Purse(PURPOSE.CUSTOMS, escrow.currency)
    owed = Purse(PURPOSE.REFUNDABLE, escrow.currency, escrow.payer_id)
    accounts = open_accounts(purses=[customs, owed])
    refund = Refund.objects.create(
        organisation_id=escrow.payer_id,
        payment=payment,
        escrow=escrow,
        currency=escrow.currency,
        amount_minor=amount_minor,
        reference=reference,
        reason=reason[:200],
        requested_at=now,
    )
    post_entry(
        kind="customs.returned",
        reference=reference,
        lines=[(accounts[customs], refund.amount), (accounts[owed], -refund.amount)],
        at=now,
    )
    events.record(
        "payments.refund.requested",
        subject=refund,
        actor=actor,
        at=now,
        payload={"reference": escrow.reference, "refund": refund.public_id},
    )
    return refund


@part
def bear_customs(*, difference: Money, reference: str, now: datetime, reverses: bool = False) -> LedgerEntry:
    """
    Let the platform bear (or keep) the difference between a guaranteed amount and the bill: positive is a loss.

    `reverses` takes an earlier one with the same reference back. Entered once for each reference.
    """
    currency = currency_code(difference)
    guarantee, customs = Purse(PURPOSE.GUARANTEE, currency), Purse(PURPOSE.CUSTOMS, currency)
    accounts = open_accounts(purses=[guarantee, customs])
    amount = -difference if reverses else difference
    return post_entry(
        kind="customs.guarantee_reversed" if reverses else "customs.guaranteed",
        reference=reference,
        lines=[(accounts[guarantee], amount), (accounts[customs], -amount)],
        at=now,
    )


@part
def pay_customs(
    *, owed: Money, paid: Money, earlier: Sequence[tuple[Money, Money]], reference: str, now: datetime
) -> LedgerEntry | None:
    """
    Enter that the customs charges have left us for the carrier or the authority.

    `owed` is what stands for them in the currency collected, `paid` what was sent in the bill's. `earlier` are the same
    pairs for bills that this one replaces and that were paid: only what differs from them leaves now. Returns None when
    that is nothing.
    """
    moves: dict[Purse, Money] = {}

    def add(purse: Purse, amount: Money) -> None:
        moves[purse] = moves[purse] + amount if purse in moves else amount

    for sign, (due, sent) in [(1, (owed, paid)), *((-1, pair) for pair in earlier)]:
        add(Purse(PURPOSE.CUSTOMS, currency_code(due)), due * sign)
        if currency_code(due) != currency_code(sent):
            add(Purse(PURPOSE.FX_CLEARING, currency_code(due)), -due * sign)
            add(Purse(PURPOSE.FX_CLEARING, currency_code(sent)), sent * sign)
            add(Purse(PURPOSE.PROCESSOR, currency_code(sent)), -sent * sign)
        else:
            add(Purse(PURPOSE.PROCESSOR, currency_code(sent)), -due * sign)
    if not any(amount.amount for amount in moves.values()):
        return None
    accounts = open_accounts(purses=list(moves))
    lines = [(accounts[purse], amount) for purse, amount in moves.items()]
    return post_entry(kind="customs.paid", reference=reference, lines=lines, at=now)
