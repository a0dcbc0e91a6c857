"""
What an order comes to: for the buyer in the currency charged, for the seller in the seller's own.

Pure: no database, no clock. Told with figures in docs/ordering.md. Every line is converted once and rounded once;
totals are sums of rounded lines, so they add up to the minor unit in every currency.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Organisation
from marketplace.kernel.money import Money, currency_code, from_minor, round_money, to_minor
from payments.amounts import round_to_payable
from payments.shares import Exchange, Share, split_sale
from trade.fx import Converted, RateTable
from trade.incoterms import Term
from trade.landed_cost import Basket, BasketLine, LandedCost


@dataclass(frozen=True, slots=True)
class Item:
    """What is bought, as the listing described and priced it when it was read."""

    variant_id: int
    listing_id: int
    variant: str
    listing: str
    title: str
    variant_label: str
    sku: str
    unit: str
    kind: str
    hs_code: str
    origin_country: str
    ships_from: str
    weight_g: int | None
    lead_time_days: int
    quantity: int
    unit_price: Decimal
    currency: str
    # What the buyer asks of it, as `orders.lines.kept_wishes` keeps it; empty for what is bought as it is.
    wishes: Mapping[str, Any] = field(default_factory=dict)
    wishes_key: str = ""
    # The seller's list for this buyer that priced it; None: the listed price.
    price_list_id: int | None = None
    # The latest day of arrival at which the lots still in time hold the quantity; None where there are no lots.
    needed_by: date | None = None

    @property
    def is_carried(self) -> bool:
        """Whether something travels."""
        return self.kind != "service"

    @property
    def total(self) -> Money:
        """The line in the listing's own currency, rounded once."""
        return round_money(Money(self.unit_price * self.quantity, self.currency))


@dataclass(frozen=True, slots=True)
class PricedLine:
    """An item and what the whole line costs the buyer, with the conversion that led there (None: same currency)."""

    item: Item
    total: Money
    converted: Converted | None

    def as_json(self) -> dict[str, Any]:
        """Return the line as plain values, for a checkout to keep."""
        item = self.item
        return {
            "variant_id": item.variant_id,
            "listing_id": item.listing_id,
            "variant": item.variant,
            "listing": item.listing,
            "title": item.title,
            "variant_label": item.variant_label,
            "sku": item.sku,
            "unit": item.unit,
            "kind": item.kind,
            "hs_code": item.hs_code,
            "origin_country": item.origin_country,
            "lead_time_days": item.lead_time_days,
            "quantity": item.quantity,
            "list_unit_price": str(item.unit_price),
            "list_total_minor": to_minor(item.total),
            "list_currency": item.currency,
            "wishes": dict(item.wishes),
            "wishes_key": item.wishes_key,
            "price_list_id": item.price_list_id,
            "total_minor": to_minor(self.total),
            "currency": currency_code(self.total),
        }


@dataclass(frozen=True, slots=True)
class PayoutRate:
    """The mid rate from the currency charged to the seller's: units paid out for one unit charged."""

    rate: Decimal
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Amounts:
    """
    One deal in minor units: what the buyer pays in `currency`, what the seller's goods and freight are worth in
    `seller_currency`. What each party gets of it is `shares_of`.
    """

    currency: str
    goods: int
    freight: int
    duty: int
    tax: int
    fees: int
    seller_currency: str
    seller_goods: int
    seller_freight: int
    commission_percent: Decimal
    commission_rule: str
    payout_rate: PayoutRate | None
    insurance: int = 0
    guarantee: int = 0
    seller_insurance: int = 0

    @property
    def customs(self) -> int:
        return self.duty + self.tax + self.fees

    @property
    def total(self) -> int:
        return self.goods + self.freight + self.insurance + self.customs + self.guarantee

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values that `from_json` reads back."""
        rate = self.payout_rate
        return {
            **{name: getattr(self, name) for name in self.__dataclass_fields__},
            "total": self.total,
            "commission_percent": str(self.commission_percent),
            "payout_rate": rate and {"rate": str(rate.rate), "source": rate.source, "as_of": rate.as_of.isoformat()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Amounts":
        """Return what `as_json` gave."""
        # A price locked before there was insurance has none.
        values = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        values["commission_percent"] = Decimal(values["commission_percent"])
        if (rate := values["payout_rate"]) is not None:
            values["payout_rate"] = PayoutRate(Decimal(rate["rate"]), rate["source"], date.fromisoformat(rate["as_of"]))
        return cls(**values)


def chargeable(money: Money) -> Money:
    """Return `money` rounded half up to what a card can be charged: in KWD the last of three decimals must be 0."""
    currency = currency_code(money)
    return from_minor(round_to_payable(to_minor(round_money(money)), currency), currency)


def price_lines(items: Sequence[Item], *, currency: str, rates: RateTable) -> list[PricedLine]:
    """
    Price each item in the currency charged: the seller receives the listed price, the buyer pays the spread.

    :raises RateUnknown: if a currency has no rate.
    :raises RateStale: if a rate is past its age limit.
    """
    lines = []
    for item in items:
        total = item.total
        if item.currency == currency:
            lines.append(PricedLine(item, chargeable(total), None))
        else:
            converted = rates.charge(total, currency)
            lines.append(PricedLine(item, chargeable(converted.money), converted))
    return lines


def basket_of(
    lines: Sequence[PricedLine],
    *,
    ship_from: str,
    ship_to: str,
    currency: str,
    incoterm: str,
    freight: Money | None,
    on: date,
    transport: str = "",
    insurance: Money | None = None,
    tax_registered: bool = False,
) -> Basket:
    """
    Return the consignment that customs will see; without `insurance` there is none.

    `tax_registered`: the buyer's tax number in `ship_to` is confirmed.
    """
    return Basket(
        ship_from=ship_from,
        ship_to=ship_to,
        currency=currency,
        incoterm=incoterm,
        freight=freight,
        insurance=insurance or Money(0, currency),
        importer_kind="business",
        tax_registered=tax_registered,
        on=on,
        transport=transport,
        lines=tuple(
            BasketLine(
                hs_code=line.item.hs_code or None,
                origin=line.item.origin_country or ship_from,
                value=line.total,
                quantity=line.item.quantity,
                weight_g=line.item.weight_g * line.item.quantity if line.item.weight_g else None,
                kind="goods" if line.item.is_carried else "service",
                key=f"{line.item.variant}{line.item.wishes_key and ':'}{line.item.wishes_key}",
            )
            for line in lines
        ),
    )


def can_collect_customs(landed: LandedCost | None) -> bool:
    """Tell whether duty and tax are known, so that they may be collected with the price (DDP)."""
    return landed is not None and landed.is_known and landed.customs is not None


def amounts_of(
    lines: Sequence[PricedLine],
    *,
    currency: str,
    freight: Money,
    landed: LandedCost | None,
    seller: Organisation,
    commission_percent: Decimal,
    commission_rule: str,
    rates: RateTable,
    term: Term | None = None,
    insurance: Money | None = None,
    guarantee_percent: Decimal = Decimal(0),
) -> Amounts:
    """
    Add the deal up for both sides, with what the term puts into the order: freight and insurance if the seller
    arranges them, customs charges if they are the seller's and known. Without a term nothing is carried.

    `guarantee_percent` of the customs charges is what guaranteeing them costs the buyer. `commission_rule` is kept as
    the words for how the commission was reckoned.

    :raises TooSmallToPayOut: if nothing would be left for the seller.
    :raises RateUnknown: if a currency has no rate.
    :raises RateStale: if a rate is past its age limit.
    """
    goods = sum(to_minor(line.total) for line in lines)
    duty = tax = fees = guarantee = 0
    nothing = Money(0, currency)
    premium = insurance if insurance is not None and term is not None and term.has_cover else nothing
    if term is not None and not term.has_freight:
        freight = nothing
    if term is not None and term.has_customs and landed is not None and can_collect_customs(landed):
        parts = (landed.duty, landed.tax, landed.fees)
        duty, tax, fees = (to_minor(chargeable(part)) for part in parts if part is not None)
        guarantee = to_minor(
            chargeable(Money(from_minor(duty + tax + fees, currency).amount * guarantee_percent / 100, currency))
        )
    seller_currency = seller.currency
    rate = None
    if seller_currency == currency:
        # One currency on both sides: the same figures, whatever the listings are priced in.
        seller_goods, seller_freight, seller_insurance = goods, to_minor(freight), to_minor(premium)
    else:
        seller_goods = sum(to_minor(_in_currency(line.item.total, seller_currency, rates)) for line in lines)
        seller_freight = to_minor(_in_currency(freight, seller_currency, rates))
        seller_insurance = to_minor(_in_currency(premium, seller_currency, rates))
        mid, source, as_of = rates.cross(currency, seller_currency)
        rate = PayoutRate(mid, source, as_of)
    amounts = Amounts(
        currency=currency,
        goods=goods,
        freight=to_minor(freight),
        duty=duty,
        tax=tax,
        fees=fees,
        seller_currency=seller_currency,
        seller_goods=seller_goods,
        seller_freight=seller_freight,
        commission_percent=commission_percent,
        commission_rule=commission_rule,
        payout_rate=rate,
        insurance=to_minor(premium),
        guarantee=guarantee,
        seller_insurance=seller_insurance,
    )
    # Refused now, not at payment, if nothing would be left for the seller.
    shares_of(amounts, seller)
    return amounts


def shares_of(amounts: Amounts, seller: Organisation) -> tuple[Share, ...]:
    """Return the parts of the escrow: the seller's, the commission, and what is collected for customs."""
    exchange = None
    if (rate := amounts.payout_rate) is not None:
        exchange = Exchange(
            currency=amounts.seller_currency,
            gross_minor=amounts.seller_goods + amounts.seller_freight + amounts.seller_insurance,
            rate=rate.rate,
            source=rate.source,
            as_of=rate.as_of,
        )
    return split_sale(
        seller=seller,
        currency=amounts.currency,
        goods_minor=amounts.goods,
        # The seller pays carrier and insurer out of it; neither bears commission.
        freight_minor=amounts.freight + amounts.insurance,
        customs_minor=amounts.customs,
        guarantee_minor=amounts.guarantee,
        commission_percent=amounts.commission_percent,
        explanation=amounts.commission_rule,
        exchange=exchange,
    )


def _in_currency(money: Money, currency: str, rates: RateTable) -> Money:
    if currency_code(money) == currency:
        return chargeable(money)
    return chargeable(rates.pay_out(money, currency).money)


def fx_of(lines: Sequence[PricedLine], amounts: Amounts, rates: RateTable) -> dict[str, Any]:
    """
    Return every rate used, with its source and day: `charged` from list currencies to the currency charged,
    `paid_out` from that to the seller's.
    """
    charged = {
        line.item.currency: {
            "from": line.item.currency,
            "to": amounts.currency,
            "rate": str(line.converted.rate),
            "mid_rate": str(line.converted.mid_rate),
            "margin_percent": str(rates.spread_percent),
            "source": line.converted.source,
            "as_of": line.converted.as_of.isoformat(),
        }
        for line in lines
        if line.converted is not None
    }
    rate = amounts.payout_rate
    paid_out = rate and {
        "from": amounts.currency,
        "to": amounts.seller_currency,
        "mid_rate": str(rate.rate),
        "source": rate.source,
        "as_of": rate.as_of.isoformat(),
    }
    return {"charged": list(charged.values()), "paid_out": paid_out, "spread_percent": str(rates.spread_percent)}
