"""Open an escrow and the payment that will fill it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.money import is_currency
from marketplace.kernel.operations import part
from marketplace.kernel.refusals import Refusal
from payments.amounts import payable_step
from payments.models import Escrow, EscrowShare, Payment
from payments.shares import SELLER, Share


class AmountNotChargeable(Refusal):
    """The provider cannot charge this amount."""

    code = "amount_not_chargeable"
    title = _("This amount cannot be charged")
    message = _("%(currency)s is charged in steps of %(step)s; the total must be rounded to that first.")


@part
def open_escrow(
    *,
    payer: Organisation,
    payee: Organisation,
    currency: str,
    amount_minor: int,
    shares: Sequence[Share],
    reference: str,
    description: str,
    expires_at: datetime,
    now: datetime,
) -> Escrow:
    """
    Open an escrow of `amount_minor`, freeze its shares, and create the payment that funds it.

    `reference` is what the caller knows the sale by; it comes back in every event. Opening the same reference again
    returns the first escrow. The payment is `escrow.payment`; send the buyer to it with `start_payment`.

    :raises AmountNotChargeable: if the amount is finer than the provider charges (`amounts.round_to_payable`).
    :raises ValueError: if the shares do not sum to the amount; that is a mistake of the caller.
    """
    _check(currency, amount_minor, shares)
    if (first := Escrow.objects.filter(reference=reference).select_related("payment").first()) is not None:
        return first
    payment = Payment.objects.create(
        organisation=payer,
        currency=currency,
        amount_minor=amount_minor,
        reference=reference,
        description=description[:200],
        created_at=now,
        expires_at=expires_at,
    )
    escrow = Escrow.objects.create(
        payment=payment,
        payer=payer,
        payee=payee,
        currency=currency,
        amount_minor=amount_minor,
        reference=reference,
        description=description[:200],
        opened_at=now,
    )
    EscrowShare.objects.bulk_create(
        EscrowShare(escrow=escrow, currency=currency, **_frozen(share, currency)) for share in shares
    )
    return escrow


def _check(currency: str, amount_minor: int, shares: Sequence[Share]) -> None:
    if not is_currency(currency):
        raise ValueError(f"no such currency: {currency!r}")
    if amount_minor <= 0 or sum(share.amount_minor for share in shares) != amount_minor:
        raise ValueError("the shares of an escrow sum to its amount")
    if not any(share.purpose == SELLER for share in shares):
        raise ValueError("an escrow has a seller's share")
    if amount_minor % (step := payable_step(currency)):
        raise AmountNotChargeable(currency=currency, step=step)


def _frozen(share: Share, currency: str) -> dict[str, Any]:
    return {
        "purpose": share.purpose,
        "beneficiary": share.beneficiary,
        "amount_minor": share.amount_minor,
        "payout_currency": share.payout_currency or currency,
        "payout_minor": share.amount_minor if share.payout_minor is None else share.payout_minor,
        "fx_rate": share.fx_rate,
        "fx_source": share.fx_source[:80],
        "fx_as_of": share.fx_as_of,
        "explanation": share.explanation[:200],
    }
