"""
What something costs at the reader's door: the same reckoning for cards, the product page and the API.

Reckoned as checkout will: the line is converted once, the cheapest freight is taken, duty and tax are those of an
importing business. What is not known stays unknown and is said.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Money, round_money
from marketplace.kernel.refusals import InvalidInput, Refusal, Text
from trade import queries as trade
from trade.freight import FreightQuote, Parcel, cheapest
from trade.fx import RateStale, RateTable, RateUnknown
from trade.landed_cost import Basket, BasketLine, LandedCost
from trade.packing import Carton, in_cartons


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    `quantity` units of something, as far as its price at a door depends on it.

    `unit_price` is in `currency`, the listing's own; `weight_g` and `size_mm` are of one packed unit.
    """

    is_service: bool
    unit_price: Decimal
    currency: str
    quantity: int
    hs_code: str
    origin: str
    ships_from: str
    weight_g: int | None
    size_mm: tuple[int, int, int] | None
    needs_cold_chain: bool = False
    # The temperatures that every lot keeps at, °C, as far as they are known.
    min_c: float | None = None
    max_c: float | None = None
    # What full cartons are shipped in; None for single pieces.
    carton: Carton | None = None
    # A code of `trade.dangerous`, '' for goods that are not.
    dangerous: str = ""
    # A service that arrives by `latest_arrival`, having left on `leaves_on`, is taken before a cheaper, later one.
    leaves_on: date | None = None
    latest_arrival: date | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """
    The answer. `goods` is the price of the goods in the reader's currency (None without an exchange rate), `landed`
    the cost at the door (None if nothing goes there or nothing can be reckoned; `problem` then says why).
    """

    quantity: int
    goods: Money | None
    is_converted: bool
    freight: FreightQuote | None
    landed: LandedCost | None
    problem: Text = ""

    @property
    def landed_unit(self) -> Money | None:
        """What one unit costs at the door, if all of it is known."""
        total = self.landed.total if self.landed is not None else None
        return None if total is None else round_money(Money(total.amount / self.quantity, total.currency))

    def arrives(self, lead_time_days: int | None, today: date) -> tuple[date, date] | None:
        """Return the earliest and latest day of arrival, if freight and lead time are known."""
        if self.freight is None or lead_time_days is None:
            return None
        ready = today + timedelta(days=lead_time_days)
        return ready + timedelta(days=self.freight.min_days), ready + timedelta(days=self.freight.max_days)


def price_at_door(
    wanted: Wanted,
    *,
    ship_to: str,
    currency: str,
    on: date,
    incoterm: str = "DDP",
    rates: RateTable | None = None,
    tax_registered: bool = False,
) -> Door:
    """
    Return what `wanted` costs at a door in `ship_to`, in `currency`. Never refuses: it says what it cannot know.

    `tax_registered`: the reader's tax number in `ship_to` is confirmed.
    """
    rates = rates or trade.current_rates(on)
    is_converted = wanted.currency != currency
    total = round_money(Money(wanted.unit_price * wanted.quantity, wanted.currency))
    try:
        goods = rates.charge(total, currency).money if is_converted else total
    except (RateUnknown, RateStale) as unknown:
        return Door(wanted.quantity, None, is_converted, None, None, unknown.detail)
    freight: FreightQuote | None = None
    if not wanted.is_service:
        try:
            freight = _freight(wanted, ship_to, currency, rates)
        except (RateUnknown, RateStale) as unknown:
            return Door(wanted.quantity, goods, is_converted, None, None, unknown.detail)
        if freight is None:
            return Door(wanted.quantity, goods, is_converted, None, None, NO_FREIGHT)
    basket = Basket(
        ship_from=wanted.ships_from,
        ship_to=ship_to,
        currency=currency,
        incoterm=incoterm,
        freight=freight.price if freight is not None else Money(0, currency),
        insurance=Money(0, currency),
        importer_kind="business",
        tax_registered=tax_registered,
        on=on,
        transport=freight.mode if freight is not None else "",
        lines=(
            BasketLine(
                hs_code=wanted.hs_code or None,
                origin=wanted.origin or wanted.ships_from,
                value=goods,
                quantity=wanted.quantity,
                weight_g=wanted.weight_g * wanted.quantity if wanted.weight_g else None,
                kind="service" if wanted.is_service else "goods",
            ),
        ),
    )
    try:
        landed = trade.landed_cost_for(basket, rates=rates)
    except InvalidInput:
        return Door(wanted.quantity, goods, is_converted, freight, None, NOT_RECKONED)
    except Refusal as refusal:
        return Door(wanted.quantity, goods, is_converted, freight, None, refusal.detail)
    return Door(wanted.quantity, goods, is_converted, freight, landed)


NO_FREIGHT = _("No carrier we know takes this there in this quantity. Ask the seller for a quote.")
NOT_RECKONED = _("The cost at your door cannot be worked out: the listing lacks its origin or where it ships from.")


def _freight(wanted: Wanted, ship_to: str, currency: str, rates: RateTable) -> FreightQuote | None:
    if not wanted.weight_g or not wanted.ships_from:
        return None
    length, width, height = wanted.size_mm or (None, None, None)
    parcel = Parcel(
        wanted.weight_g, length, width, height, wanted.quantity,
        dangerous=wanted.dangerous, min_c=wanted.min_c, max_c=wanted.max_c,
    )  # fmt: skip
    in_time = _cheapest(wanted, ship_to, parcel, latest_arrival=wanted.latest_arrival)
    best = in_time or (_cheapest(wanted, ship_to, parcel, latest_arrival=None) if wanted.latest_arrival else None)
    return None if best is None else trade.in_currency(best, currency, rates)


def _cheapest(wanted: Wanted, ship_to: str, parcel: Parcel, *, latest_arrival: date | None) -> FreightQuote | None:
    return cheapest(
        trade.service_cards(),
        in_cartons(parcel, wanted.carton),
        wanted.ships_from,
        ship_to,
        needs_cold_chain=wanted.needs_cold_chain,
        latest_arrival=latest_arrival,
        leaves_on=wanted.leaves_on,
    )
