"""What tests need of this room: reference data, rates, baskets."""

from datetime import UTC, date, datetime
from decimal import Decimal

from marketplace.kernel.money import Money
from trade.editions import forget_all
from trade.freight import Parcel
from trade.fx import Rate, RateTable
from trade.landed_cost import Basket, BasketLine
from trade.models import DestinationRule
from trade.operations import load_reference_carriers, load_reference_rates, load_reference_rules

#: The day the product's own tables describe.
ON = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def load_world(now: datetime = NOW) -> None:
    """Load rules, rates and carriers as a fresh installation has them; nothing to do when they are there."""
    forget_all()
    if not DestinationRule.objects.exists():
        load_reference_rules(now=now)
        load_reference_rates(now=now)
        load_reference_carriers(now=now)


def make_rates(on: date = ON, spread_percent: str = "1.0", **per_eur: str) -> RateTable:
    """Return a rate table of round rates, without a database; `USD="1.10"` sets or adds one."""
    rates = {
        "USD": "1.10", "GBP": "0.85", "JPY": "170", "KRW": "1500", "CNY": "7.80", "CAD": "1.50", "AUD": "1.65",
        "NOK": "11.5", "CHF": "0.95", "SGD": "1.45", "AED": "4.04", "SAR": "4.13", "NGN": "1600", "KES": "142",
        "CLP": "1000", "BRL": "6.00", "MXN": "20", "INR": "100", "TRY": "50", "ZAR": "19", "PLN": "4.25",
        "NZD": "1.85", "KWD": "0.34", "VND": "28000",
    } | per_eur  # fmt: skip
    table = [Rate(code, Decimal(rate), on, "Test rates", 45) for code, rate in rates.items()]
    return RateTable(table, on=on, spread_percent=Decimal(spread_percent))


def make_basket(
    ship_from: str = "CN",
    ship_to: str = "DE",
    *,
    value: str = "1000.00",
    currency: str = "EUR",
    hs_code: str | None = "610910",
    freight: str | None = "0",
    insurance: str | None = "0",
    importer_kind: str = "business",
    on: date = ON,
    lines: tuple[BasketLine, ...] | None = None,
    **over: object,
) -> Basket:
    """Return a basket of one line of cotton T-shirts unless told otherwise."""

    def money(amount: str | None) -> Money | None:
        return None if amount is None else Money(amount, currency)

    given = lines or (BasketLine(hs_code, ship_from, Money(value, currency), 1, 1000, key="1"),)
    settings: dict[str, object] = {"incoterm": "FCA"} | over
    return Basket(
        ship_from, ship_to, currency, freight=money(freight), insurance=money(insurance),
        importer_kind=importer_kind, on=on, lines=given, **settings,  # type: ignore[arg-type]
    )  # fmt: skip


def make_parcel(weight_g: int = 2000, count: int = 1, size_mm: int | None = 200) -> Parcel:
    """Return equal cubic pieces."""
    return Parcel(weight_g, size_mm, size_mm, size_mm, count)
