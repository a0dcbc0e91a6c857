"""
Who gets which part of a sale. Told in docs/algorithms/escrow.md.

Pure: integer minor units and `Decimal` in, parts that sum to the whole out.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.money import allocate
from marketplace.kernel.refusals import Refusal

from .amounts import payable_step

SELLER = "seller"
COMMISSION = "commission"
CUSTOMS = "customs"
GUARANTEE = "guarantee"


class TooSmallToPayOut(Refusal):
    """After commission and exchange, less than the seller's smallest unit of money would be left."""

    code = "too_small_to_pay_out"
    status = 422
    title = _("This amount is too small")
    message = _("So little cannot be paid out to the seller in their currency. Order a larger quantity.")


@dataclass(frozen=True, slots=True)
class Share:
    """
    One part of an escrow before it is stored.

    `amount_minor` is in the escrow's currency. A seller's share also says what is paid out in which currency, and
    the rate (payout units for one charged unit), its source and day; the other shares stay in the escrow's currency.
    """

    purpose: str
    amount_minor: int
    beneficiary: Organisation | None = None
    payout_currency: str = ""
    payout_minor: int | None = None
    fx_rate: Decimal = Decimal(1)
    fx_source: str = ""
    fx_as_of: date | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the seller's side of a sale is worth in the seller's currency, and where the rate is from."""

    currency: str
    gross_minor: int
    rate: Decimal
    source: str
    as_of: date


def split_sale(
    *,
    seller: Organisation,
    currency: str,
    goods_minor: int,
    freight_minor: int,
    customs_minor: int,
    guarantee_minor: int = 0,
    commission_percent: Decimal,
    explanation: str = "",
    exchange: Exchange | None = None,
) -> tuple[Share, ...]:
    """
    Split what a buyer pays into the seller's share, the commission, the customs charges and the guarantee's fee.

    The commission is `commission_percent` of the goods, the seller gets the rest of goods and freight. With an
    `exchange`, the seller is paid in its currency: the same proportion of `exchange.gross_minor`, which is what
    goods and freight are worth there. No part is negative, the parts sum to the whole to the last unit, and a
    share of nothing is left out. Where the provider pays out in steps coarser than the currency's smallest unit
    (KWD), what is finer goes to the commission.

    :raises TooSmallToPayOut: if nothing is left for the seller.
    :raises ValueError: if an amount is negative, or the percentage is none.
    """
    if min(goods_minor, freight_minor, customs_minor, guarantee_minor) < 0:
        raise ValueError("amounts must not be negative")
    if not 0 <= commission_percent <= 100:
        raise ValueError("a commission is 0 to 100 percent")
    commission, _rest = allocate(goods_minor, [commission_percent, Decimal(100) - commission_percent])
    seller_minor = goods_minor + freight_minor - commission
    if exchange is None:
        seller_minor -= seller_minor % payable_step(currency)
        payout_currency, payout_minor = currency, seller_minor
    else:
        payout_currency = exchange.currency
        payout_minor, _kept = allocate(exchange.gross_minor, [seller_minor, commission])
        payout_minor -= payout_minor % payable_step(payout_currency)
    if seller_minor <= 0 or payout_minor <= 0:
        raise TooSmallToPayOut
    commission = goods_minor + freight_minor - seller_minor
    parts = [
        Share(
            purpose=SELLER,
            amount_minor=seller_minor,
            beneficiary=seller,
            payout_currency=payout_currency,
            payout_minor=payout_minor,
            fx_rate=exchange.rate if exchange else Decimal(1),
            fx_source=exchange.source if exchange else "",
            fx_as_of=exchange.as_of if exchange else None,
        )
    ]
    if commission:
        parts.append(Share(purpose=COMMISSION, amount_minor=commission, explanation=explanation))
    if customs_minor:
        parts.append(Share(purpose=CUSTOMS, amount_minor=customs_minor))
    if guarantee_minor:
        parts.append(Share(purpose=GUARANTEE, amount_minor=guarantee_minor))
    return tuple(parts)
