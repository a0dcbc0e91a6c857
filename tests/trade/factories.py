"""What tests need of this room: reference data, rates, baskets."""

from datetime import UTC, date, datetime
from decimal import Decimal

from marketplace.kernel.money import Money
from trade.editions import forget_all
from trade.freight import Parcel, ServiceCard, Surcharge, WeightBreak, Zone, ZoneCard
from trade.fx import Rate, RateTable
from trade.landed_cost import Basket, BasketLine
from trade.models import DestinationRule, Restriction
from trade.operations import (
    load_guarantee_policies,
    load_reference_carriers,
    load_reference_rates,
    load_reference_rules,
    load_restrictions,
)
from trade.reference import read_table

#: The day the product's own tables describe.
ON = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def load_world(now: datetime = NOW) -> None:
    """Load rules, rates and carriers as a fresh installation has them; nothing to do when they are there."""
    if not DestinationRule.objects.exists():
        forget_all()
        load_reference_rules(now=now)
        load_guarantee_policies(now=now)
        load_reference_rates(now=now)
        load_reference_carriers(now=now)
    if not Restriction.objects.exists():
        load_restrictions(now=now)


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


def reference_services() -> dict[str, ServiceCard]:
    """Return the services of the product's own tables, by code, without a database."""
    zones: dict[str, dict[tuple[str, str], Zone]] = {}
    for row in read_table("rate_zones.csv"):
        days = (int(row[name]) for name in ("min_days", "max_days", "likely_days"))
        zones.setdefault(row["service"], {})[row["from_region"], row["to_region"]] = Zone(row["zone"], *days)
    rows: dict[str, dict[str, list[dict[str, str]]]] = {}
    for row in read_table("rate_cards.csv"):
        rows.setdefault(row["service"], {}).setdefault(row["zone"], []).append(row)
    surcharges: dict[str, list[Surcharge]] = {}
    for row in read_table("surcharges.csv"):
        surcharges.setdefault(row["service"], []).append(
            Surcharge(
                row["code"], row["per"], Decimal(row["amount"]), Decimal(row["minimum"]), int(row["above_mm"]),
                int(row["above_g"]),
            )
        )  # fmt: skip
    return {
        row["code"]: ServiceCard(
            id=number,
            carrier_code=row["carrier"],
            prices_each_parcel=row["prices_each_parcel"] == "yes",
            fuel_percent=Decimal(row["fuel_percent"]),
            currency="USD",
            zones=zones.get(row["code"], {}),
            cards={
                zone: ZoneCard(
                    tuple(WeightBreak(int(price["up_to_g"]), Decimal(price["price"])) for price in prices),
                    Decimal(prices[-1]["per_kg"] or 0),
                )
                for zone, prices in rows.get(row["code"], {}).items()
            },
            pack_mm=(int(row["pack_length_mm"]), int(row["pack_width_mm"]), int(row["pack_height_mm"])),
            accepts=frozenset(row["accepts"].split()),
            min_c=float(row["min_c"]) if row["min_c"] else None,
            max_c=float(row["max_c"]) if row["max_c"] else None,
            surcharges=tuple(surcharges.get(row["code"], ())),
            is_overland=row["is_overland"] == "yes",
            code=row["code"],
            name=row["name"],
            carrier=row["carrier"],
            mode=row["mode"],
            unit=row["unit"],
            volume_divisor=int(row["volume_divisor"]),
            weight_step_g=int(row["weight_step_g"]),
            minimum_g=int(row["minimum_g"]),
            max_parcel_g=int(row["max_parcel_g"]),
            max_shipment_g=int(row["max_shipment_g"]),
            max_length_mm=int(row["max_length_mm"]),
            max_girth_mm=int(row["max_girth_mm"]),
            handling_days=int(row["handling_days"]),
            least_cm3=int(row["least_cm3"]),
        )
        for number, row in enumerate(read_table("carrier_services.csv"), start=1)
        if row["carrier"] not in ("dhl-express", "ups", "fedex")
    }
