"""Freight from rate cards: prices, packing, limits and reasons. The product's own cards, without a database."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trade.countries import _countries
from trade.freight import (
    REASONS,
    FreightQuote,
    NotOffered,
    Parcel,
    ServiceCard,
    WeightBreak,
    Zone,
    ZoneCard,
    pack,
    quote,
)
from trade.reference import read_table


@cache
def cards() -> dict[str, ServiceCard]:
    """The services of the product's own tables, by code."""
    services = {}
    for number, row in enumerate(read_table("carrier_services.csv"), start=1):
        zones = {
            (zone["from_region"], zone["to_region"]): Zone(zone["zone"], int(zone["min_days"]), int(zone["max_days"]))
            for zone in read_table("rate_zones.csv")
            if zone["service"] == row["code"]
        }
        prices: dict[str, list[dict[str, str]]] = {}
        for price in read_table("rate_cards.csv"):
            if price["service"] == row["code"]:
                prices.setdefault(price["zone"], []).append(price)
        services[row["code"]] = ServiceCard(
            id=number,
            code=row["code"],
            name=row["name"],
            carrier=row["carrier"],
            mode=row["mode"],
            prices_each_parcel=row["prices_each_parcel"] == "yes",
            fuel_percent=Decimal(row["fuel_percent"]),
            currency="USD",
            zones=zones,
            cards={
                zone: ZoneCard(
                    tuple(WeightBreak(int(price["up_to_g"]), Decimal(price["price"])) for price in rows),
                    Decimal(rows[-1]["per_kg"]),
                )
                for zone, rows in prices.items()
            },
            **{
                name: int(row[name])
                for name in (
                    "volume_divisor", "weight_step_g", "minimum_g", "max_parcel_g", "max_shipment_g", "max_length_mm",
                    "max_girth_mm", "handling_days",
                )
            },
        )  # fmt: skip
    return services


GOODS = ["post-parcel", "express-worldwide", "express-economy", "air-freight", "sea-lcl", "pallet-road"]
COLD = ["cold-air", "cold-sea"]


def ask(
    service: str, *parcels: Parcel, ship_from: str = "CN", ship_to: str = "DE", **over: object
) -> FreightQuote | NotOffered:
    over.setdefault("needs_cold_chain", service in COLD)
    return quote(cards()[service], parcels, ship_from, ship_to, **over)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([*GOODS, *COLD]),
    st.integers(1, 19_000),
    st.integers(0, 1_000),
    st.integers(1, 40),
    st.sampled_from([("CN", "DE"), ("DE", "FR"), ("FR", "FR"), ("CL", "JP")]),
)
def test_heavier_is_never_cheaper(service: str, weight_g: int, more_g: int, count: int, lane: tuple[str, str]) -> None:
    ship_from, ship_to = lane
    light = ask(service, Parcel(weight_g, count=count), ship_from=ship_from, ship_to=ship_to)
    heavy = ask(service, Parcel(weight_g + more_g, count=count), ship_from=ship_from, ship_to=ship_to)
    if isinstance(light, FreightQuote) and isinstance(heavy, FreightQuote):
        assert heavy.price >= light.price
        assert heavy.price.amount > 0
    elif isinstance(heavy, FreightQuote):
        pytest.fail("the lighter shipment was refused")


@settings(max_examples=80, deadline=None)
@given(st.sampled_from([*GOODS, *COLD]), st.integers(1, 15_000), st.integers(1, 60))
def test_more_pieces_are_never_cheaper(service: str, weight_g: int, count: int) -> None:
    fewer, more = (ask(service, Parcel(weight_g, count=number)) for number in (count, count + 1))
    if isinstance(fewer, FreightQuote) and isinstance(more, FreightQuote):
        assert more.price >= fewer.price


def test_every_pair_of_countries_is_served() -> None:
    countries = sorted(_countries())
    for ship_from in countries[::31]:
        for ship_to in countries:
            offers = [ask(code, Parcel(5_000), ship_from=ship_from, ship_to=ship_to) for code in GOODS]
            assert any(isinstance(offer, FreightQuote) for offer in offers), (ship_from, ship_to)


@pytest.mark.parametrize("weight_g", [100, 3_000, 60_000, 900_000, 20_000_000])
def test_any_weight_finds_a_service_abroad_and_at_home(weight_g: int) -> None:
    pieces = max(1, weight_g // 300_000)
    parcel = Parcel(weight_g // pieces, count=pieces)
    for ship_to in ("DE", "CN"):
        assert any(isinstance(ask(code, parcel, ship_to=ship_to), FreightQuote) for code in GOODS)


def test_light_and_large_goods_are_charged_by_volume() -> None:
    dense = ask("express-worldwide", Parcel(2_000, 100, 100, 100))
    bulky = ask("express-worldwide", Parcel(2_000, 500, 500, 400))
    assert isinstance(dense, FreightQuote) and isinstance(bulky, FreightQuote)
    assert dense.chargeable_g == 2_000
    assert bulky.chargeable_g == 20_000
    assert bulky.price > dense.price


def test_pieces_are_put_together_up_to_the_weight_limit() -> None:
    post = cards()["post-parcel"]
    assert [weight for weight, _ in pack(post, [Parcel(6_000, count=7)]) or []] == [18_000, 18_000, 6_000]
    mixed = pack(post, [Parcel(12_000), Parcel(9_000), Parcel(7_000)]) or []
    assert sorted(weight for weight, _ in mixed) == [9_000, 19_000]
    assert pack(post, [Parcel(21_000)]) is None


@pytest.mark.parametrize(
    ("service", "parcel", "over", "reason"),
    [
        ("post-parcel", Parcel(25_000), {}, "too_heavy"),
        ("post-parcel", Parcel(1_000, 1_600, 100, 100), {}, "too_large"),
        ("post-parcel", Parcel(1_000, 1_000, 900, 900), {}, "too_large"),
        ("pallet-road", Parcel(50_000), {}, "not_served"),
        ("sea-lcl", Parcel(50_000), {"needs_cold_chain": True}, "needs_cold_chain"),
        ("cold-sea", Parcel(50_000), {"needs_cold_chain": False}, "not_needed"),
        ("digital", Parcel(50_000), {}, "not_for_goods"),
    ],
)
def test_a_service_that_cannot_says_why(service: str, parcel: Parcel, over: dict[str, object], reason: str) -> None:
    answer = ask(service, parcel, **over)
    assert isinstance(answer, NotOffered)
    assert answer.reason == reason
    assert reason in REASONS


def test_a_lot_that_would_arrive_after_its_best_before_is_not_offered() -> None:
    leaves = date(2026, 11, 22)
    berries = {"ship_from": "CL", "ship_to": "FR", "leaves_on": leaves, "latest_arrival": leaves + timedelta(days=14)}
    boxes = Parcel(2_500, count=400)
    by_sea, by_air = ask("cold-sea", boxes, **berries), ask("cold-air", boxes, **berries)
    assert isinstance(by_sea, NotOffered) and by_sea.reason == "too_late"
    assert isinstance(by_air, FreightQuote)
    last_day = leaves + timedelta(days=by_air.max_days)
    assert isinstance(ask("cold-air", Parcel(2_500), **berries | {"latest_arrival": last_day}), FreightQuote)
    early = ask("cold-air", Parcel(2_500), **berries | {"latest_arrival": last_day - timedelta(days=1)})
    assert isinstance(early, NotOffered)


def test_a_service_is_delivered_online_for_nothing() -> None:
    offer = ask("digital", is_digital=True)
    assert isinstance(offer, FreightQuote)
    assert (offer.price.amount, offer.max_days) == (0, 0)


def test_farther_is_dearer_and_slower() -> None:
    near = ask("express-worldwide", Parcel(5_000), ship_from="FR", ship_to="DE")
    far = ask("express-worldwide", Parcel(5_000), ship_from="FR", ship_to="NZ")
    assert isinstance(near, FreightQuote) and isinstance(far, FreightQuote)
    assert far.price > near.price
    assert far.max_days > near.max_days
