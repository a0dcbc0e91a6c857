"""What a product costs in a feed's country: with duty and fees, and with value added tax where feeds want it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from marketplace.kernel.money import Money, round_money
from marketplace.kernel.refusals import Refusal
from sellers.feeds.item import NET_PRICE_COUNTRIES, Freight, Reason
from trade import queries as trade
from trade.freight import Parcel, cheapest
from trade.fx import RateStale, RateTable, RateUnknown
from trade.landed_cost import Basket, BasketLine


@dataclass(frozen=True, slots=True)
class Asked:
    """So many units of something, as far as its price in another country depends on it."""

    unit_price: Decimal
    currency: str
    quantity: int
    hs_code: str
    origin: str
    ships_from: str
    weight_g: int | None
    size_mm: tuple[int, int, int] | None
    needs_cold_chain: bool
    dangerous: str


@dataclass(frozen=True, slots=True)
class Pricing:
    """The destination: what is paid where, in what, on which day, at which rates."""

    country: str
    currency: str
    on: date
    rates: RateTable

    def of(self, asked: Asked) -> tuple[Money, Freight] | Reason:
        """
        Return the price of `asked` and its freight, or why there is none.

        The price holds duty and clearance, and outside of the countries of net prices both hold value added tax: price
        and freight together are what the buyer pays, and nothing is added later.
        """
        try:
            goods = round_money(Money(asked.unit_price * asked.quantity, asked.currency))
            if asked.currency != self.currency:
                goods = self.rates.charge(goods, self.currency).money
            freight = self._freight(asked)
        except (RateUnknown, RateStale):
            return Reason.RATE
        if freight is None:
            return Reason.FREIGHT
        basket = Basket(
            ship_from=asked.ships_from,
            ship_to=self.country,
            currency=self.currency,
            incoterm="DDP",
            freight=freight.price,
            insurance=Money(0, self.currency),
            importer_kind="business",
            on=self.on,
            lines=(
                BasketLine(
                    hs_code=asked.hs_code or None,
                    origin=asked.origin or asked.ships_from,
                    value=goods,
                    quantity=asked.quantity,
                    weight_g=asked.weight_g * asked.quantity if asked.weight_g else None,
                ),
            ),
        )
        try:
            landed = trade.landed_cost_for(basket, rates=self.rates)
        except Refusal:
            return Reason.LANDED_COST
        if landed.duty is None or landed.tax is None or landed.fees is None:
            return Reason.LANDED_COST
        price = landed.goods + landed.duty + landed.fees
        if self.country in NET_PRICE_COUNTRIES:
            return round_money(price), freight
        # What a registered firm declares itself is tax all the same to who reads a price. Tax is on the way too: each
        # of the two bears its share, and together they are what the buyer pays.
        tax = landed.tax + landed.self_assessed_tax
        own = round_money(Money(tax.amount * price.amount / (price + freight.price).amount, self.currency))
        return round_money(price + own), replace(freight, price=round_money(freight.price + tax - own))

    def _freight(self, asked: Asked) -> Freight | None:
        if not asked.weight_g or not asked.ships_from:
            return None
        length, width, height = asked.size_mm or (None, None, None)
        parcel = Parcel(asked.weight_g, length, width, height, asked.quantity, dangerous=asked.dangerous)
        best = cheapest(
            trade.service_cards(), (parcel,), asked.ships_from, self.country, needs_cold_chain=asked.needs_cold_chain
        )
        if best is None:
            return None
        quote = trade.in_currency(best, self.currency, self.rates)
        return Freight(quote.price, quote.service_name, quote.min_days, quote.max_days)
