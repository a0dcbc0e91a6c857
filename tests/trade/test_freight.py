"""Freight from rate cards: prices, packing, limits and reasons. The product's own cards, without a database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trade.factories import reference_services
from trade.countries import _countries, region_of
from trade.freight import (
    REASONS,
    FreightQuote,
    NotOffered,
    Parcel,
    ServiceCard,
    cheapest,
    quote,
)
from trade.places import collected_on, cut_off, is_served


@cache
def cards() -> dict[str, ServiceCard]:
    """The services of the product's own tables, by code."""
    return reference_services()


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


def test_every_pair_of_countries_is_served_or_says_why() -> None:
    """Every destination from every origin: 62,001 lanes, asked by region of origin, since cards know nothing finer."""
    countries = sorted(_countries())
    empty = {country for country in countries if not is_served(country)}
    assert empty == {"AQ", "BV", "GS", "HM", "TF", "UM"}
    origins = {(region_of(country), is_served(country)): country for country in countries}
    for ship_from in origins.values():
        for ship_to in countries:
            answer = ask("express-economy", Parcel(5_000), ship_from=ship_from, ship_to=ship_to)
            if {ship_from, ship_to} & empty:
                assert isinstance(answer, NotOffered) and answer.reason == "nobody_lives_there", (ship_from, ship_to)
            else:
                assert isinstance(answer, FreightQuote), (ship_from, ship_to)


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


def test_the_cheapest_is_found_without_pricing_everything() -> None:
    """The shortcut by floors finds what asking everybody finds."""
    for weight_g, count, side in (
        (300, 1, 90),
        (4_000, 7, 260),
        (18_000, 40, 400),
        (250_000, 3, 1_100),
        (900, 900, None),
    ):
        parcel = Parcel(weight_g, side, side, side, count)
        for lane in (("CN", "DE"), ("DE", "FR"), ("FR", "FR"), ("CL", "NP")):
            offers = [quote(service, [parcel], *lane) for service in cards().values()]
            wanted = min((each.price for each in offers if isinstance(each, FreightQuote)), default=None)
            found = cheapest(cards().values(), [parcel], *lane)
            assert (found.price if found else None) == wanted, (parcel, lane)


def test_surcharges_are_added_where_they_apply() -> None:
    def codes(answer: FreightQuote | NotOffered) -> set[str]:
        assert isinstance(answer, FreightQuote)
        parts = sum(amount for _code, amount in answer.charges)
        assert abs(parts - answer.price.amount) < Decimal("0.01")
        return {code for code, _amount in answer.charges}

    box = Parcel(5_000, 300, 300, 300)
    assert codes(ask("express-worldwide", box)) == {"base", "fuel"}
    assert codes(ask("express-worldwide", box, ship_to="FJ")) == {"base", "fuel"}
    assert codes(ask("express-worldwide", box, ship_to="TV")) == {"base", "fuel", "remote"}
    assert "oversize" in codes(ask("express-worldwide", Parcel(5_000, 1_300, 300, 300)))
    assert "overweight" in codes(ask("express-worldwide", Parcel(40_000, 300, 300, 300)))
    assert "landlocked" in codes(ask("sea-lcl", box, ship_to="AT"))
    assert "landlocked" not in codes(ask("sea-lcl", box, ship_to="DE"))
    assert "dangerous" in codes(ask("express-worldwide", Parcel(5_000, 300, 300, 300, dangerous="perfume")))


def test_dangerous_goods_go_only_with_who_takes_them() -> None:
    cells = Parcel(9_000, 300, 300, 300, dangerous="li-alone")
    for code, taken in (("post-parcel", False), ("express-worldwide", False), ("air-freight", True), ("sea-lcl", True)):
        answer = ask(code, cells)
        assert isinstance(answer, FreightQuote) is taken, code
        if isinstance(answer, NotOffered):
            assert (answer.reason, dict(answer.facts)) == ("not_dangerous", {"what": "li-alone"})


def test_frozen_goods_do_not_go_by_a_service_that_only_cools() -> None:
    fresh = Parcel(6_000, 400, 300, 200, 40, min_c=0, max_c=2)
    frozen = Parcel(10_000, 400, 300, 200, 40, max_c=-18)
    assert isinstance(ask("cold-air", fresh, ship_from="CL", ship_to="DE"), FreightQuote)
    refused = ask("cold-air", frozen, ship_from="CL", ship_to="DE")
    assert isinstance(refused, NotOffered) and refused.reason == "wrong_temperature"
    assert isinstance(ask("cold-air-frozen", frozen, ship_from="CL", ship_to="DE"), FreightQuote)
    both = quote(cards()["cold-road"], [fresh, frozen], "DE", "FR")
    assert isinstance(both, NotOffered) and both.reason == "no_common_temperature"


def test_containers_are_counted_and_not_offered_for_a_box() -> None:
    little = ask("sea-fcl-20", Parcel(5_000, 400, 300, 300, 4))
    assert isinstance(little, NotOffered) and little.reason == "too_little"
    much = ask("sea-fcl-20", Parcel(12_000, 600, 400, 400, 900))
    assert isinstance(much, FreightQuote)
    # 9 x 5 x 5 cartons stand in a 20 ft container: by volume alone it would have been three.
    assert (much.parcels, much.unit) == (4, "container")


@pytest.mark.parametrize(
    ("lane", "goes"),
    [(("DE", "FR"), True), (("CN", "KZ"), True), (("CN", "JP"), False), (("US", "CA"), True), (("GB", "IE"), True)],
)
def test_lorries_go_where_a_road_or_ferry_leads(lane: tuple[str, str], goes: bool) -> None:
    answer = ask("pallet-road", Parcel(40_000), ship_from=lane[0], ship_to=lane[1])
    assert isinstance(answer, FreightQuote) is goes


@pytest.mark.parametrize(
    ("service", "parcel", "over", "reason"),
    [
        ("post-parcel", Parcel(25_000), {}, "too_heavy"),
        ("post-parcel", Parcel(1_000, 1_600, 100, 100), {}, "too_large"),
        ("post-parcel", Parcel(1_000, 1_000, 900, 900), {}, "too_large"),
        ("pallet-road", Parcel(50_000), {"ship_to": "US"}, "not_served"),
        ("pallet-road", Parcel(50_000), {"ship_to": "JP"}, "no_road"),
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


def test_what_arrives_too_late_says_when_it_would_arrive() -> None:
    leaves, best_before = date(2026, 11, 22), date(2026, 12, 6)
    late = ask(
        "cold-sea", Parcel(2_500, count=400), ship_from="CL", ship_to="FR", leaves_on=leaves,
        latest_arrival=best_before - timedelta(days=1), best_before=best_before,
    )  # fmt: skip
    assert isinstance(late, NotOffered)
    assert (late.reason, late.facts["best_before"]) == ("after_best_before", "2026-12-06")
    assert late.facts["first"] < late.facts["last"] > "2026-12-06"


@pytest.mark.parametrize(
    ("country", "asked", "hour", "lead", "collected"),
    [
        ("DE", datetime(2026, 11, 23, 9, tzinfo=UTC), 16, 0, date(2026, 11, 23)),
        # 16:00 in Berlin is 15:00 UTC.
        ("DE", datetime(2026, 11, 23, 15, tzinfo=UTC), 16, 0, date(2026, 11, 24)),
        ("DE", datetime(2026, 11, 20, 18, tzinfo=UTC), 16, 0, date(2026, 11, 23)),
        # Friday is weekend in Riyadh, Sunday is not.
        ("SA", datetime(2026, 11, 20, 6, tzinfo=UTC), 16, 0, date(2026, 11, 22)),
        # In Tokyo it is already Tuesday, a holiday.
        ("JP", datetime(2026, 11, 22, 18, tzinfo=UTC), 16, 0, date(2026, 11, 24)),
        ("DE", datetime(2026, 12, 24, 9, tzinfo=UTC), 16, 1, date(2026, 12, 28)),
        ("DE", datetime(2026, 11, 23, 20, tzinfo=UTC), 16, 2, date(2026, 11, 25)),
    ],
)
def test_collection_waits_for_a_working_day_and_the_cut_off(
    country: str, asked: datetime, hour: int, lead: int, collected: date
) -> None:
    assert collected_on(country, asked_at=asked, cut_off_hour=hour, lead_days=lead) == collected
    until = cut_off(country, asked_at=asked, cut_off_hour=hour)
    if not lead:
        assert (until is not None and until > asked) == (collected == asked.date())


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
