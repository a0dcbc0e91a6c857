"""The sums behind the drawings."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import Money
from marketplace.kernel.templatetags import design

AMOUNT = st.one_of(st.none(), st.decimals(min_value=0, max_value=10**7, places=2))


def cost(**parts: Any) -> dict[str, Any]:
    return {"currency": "EUR", "status": "estimate", "total": "100"} | parts


@given(goods=AMOUNT, freight=AMOUNT, duty=AMOUNT, tax=AMOUNT, fees=AMOUNT)
def test_door_price_never_draws_outside_its_bar(**parts: Decimal | None) -> None:
    door = design.door_price(cost(**parts))
    assert door is not None
    end = Decimal(0)
    for part in door["drawn"]:
        assert Decimal(part["x"]) >= end - Decimal("0.76")  # a sliver keeps a least width
        assert Decimal(part["width"]) > 0
        end = Decimal(part["x"]) + Decimal(part["width"])
    assert end <= design.BAR + 1


def test_door_price_draws_parts_in_proportion() -> None:
    door = design.door_price(cost(goods="75", freight="25", duty="0", tax="0"))
    assert door is not None
    assert [(part["key"], part["x"], part["width"]) for part in door["drawn"]] == [
        ("goods", "0.00", "223.50"),
        ("freight", "225.00", "73.50"),
    ]
    assert door["complete"]


def test_door_price_shows_an_unknown_part_as_unknown_and_not_as_zero() -> None:
    door = design.door_price(cost(goods="100", freight="10", duty=None, tax="0", status="unknown"))
    assert door is not None
    duty = next(part for part in door["parts"] if part["key"] == "duty")
    assert not duty["known"] and duty["amount"] is None
    assert Decimal(duty["width"]) > 0
    assert not door["complete"] and len(door["unknown"]) == 1


def test_door_price_reads_objects_and_frozen_forms_alike() -> None:
    frozen = design.door_price(
        cost(goods={"amount": "12.50", "currency": "EUR"}, freight={"minor": 250, "currency": "EUR"}, duty="0", tax="0")
    )
    nothing = Money(0, "EUR")
    live = design.door_price(
        SimpleNamespace(
            currency="EUR",
            status="estimate",
            total=Money("15", "EUR"),
            goods=Money("12.50", "EUR"),
            freight=Money("2.50", "EUR"),
            duty=nothing,
            tax=nothing,
            self_assessed_tax=Money("2.85", "EUR"),
        )
    )
    assert frozen is not None and live is not None
    assert [part["amount"] for part in frozen["parts"]] == [part["amount"] for part in live["parts"]]
    assert [aside["amount"] for aside in live["asides"]] == [Money("2.85", "EUR")]


def test_door_price_sums_what_is_known_when_there_is_no_total() -> None:
    door = design.door_price(cost(goods="10", freight="2", duty=None, tax=None, total=None, status="unknown"))
    assert door is not None and door["total"] == Money("12", "EUR")


def test_no_cost_draws_nothing() -> None:
    assert design.door_price(None) is None


@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_route_stands_stops_over_equal_columns(count: int) -> None:
    way = design.route([{"label": str(number), "state": "todo"} for number in range(count)])
    width = (314 - 6) / count
    for number, stop in enumerate(way["stops"]):
        assert stop["x"] == pytest.approx(6 + width * (number + 0.5), abs=0.1)
        assert 0 < stop["y"] < 64
    assert way["done"] == ""


def test_route_draws_what_is_done_up_to_the_present_stage() -> None:
    stages = [{"label": "a", "state": "done"}, {"label": "b", "state": "current"}, {"label": "c", "state": "todo"}]
    way = design.route(stages)
    assert way["done"].endswith(f"{way['stops'][1]['x']:g} {way['stops'][1]['y']:g}")
    arrived = design.route([{"label": "a", "state": "done"}])
    assert arrived["done"] == arrived["way"]


def test_route_without_stages_is_a_bare_bridge() -> None:
    assert design.route(None)["stops"] == []


def test_clock_is_soon_in_its_last_quarter() -> None:
    now = timezone.now()
    begun = now - timedelta(hours=10)
    assert design.clock_state(now + timedelta(hours=10), begun).state == "calm"
    assert design.clock_state(now + timedelta(hours=2), begun).state == "soon"
    assert design.clock_state(now - timedelta(seconds=1), begun).state == "over"
    assert design.clock_state(now + timedelta(hours=13)).state == "calm"
    assert design.clock_state(now + timedelta(hours=11)).state == "soon"


def test_a_seal_is_good_to_the_end_of_its_day() -> None:
    today = timezone.localdate()
    assert not design.has_passed(today)
    assert design.has_passed(today - timedelta(days=1))
    assert design.has_passed("2020-01-31")
    assert not design.has_passed(None)
    assert isinstance(today, date)


def test_price_span_names_the_currency_once() -> None:
    with translation.override("en"):
        assert design.price_span(Money("18.4", "EUR"), Money("24.9", "EUR")) == "EUR 18.40 – 24.90"
        assert design.price_span(Money("18.4", "EUR"), Money("18.40", "EUR")) == "EUR 18.40"
        assert design.price_span(Money("18.4", "EUR"), None) == "EUR 18.40"
        assert design.price_span(Money("1000", "JPY"), Money("2000", "JPY")) == "JPY 1,000 – 2,000"


def test_html_attrs_cannot_be_broken_out_of() -> None:
    written = design.html_attrs({"title": '"a" onfocus="x"', "disabled": True, "hidden": False, "id": None})
    assert written == "title=&quot;".replace("&quot;", '"') + '&quot;a&quot; onfocus=&quot;x&quot;" disabled'


def test_picture_source_takes_the_smallest_rendition_that_is_large_enough() -> None:
    picture = SimpleNamespace(renditions={160: "/a", 480: "/b", 960: "/c"}, alt_text="Lamp", width=3000, height=2000)
    assert design.picture_source(picture, 300) == {
        "src": "/b",
        "srcset": "/a 160w, /b 480w, /c 960w",
        "alt": "Lamp",
        "width": 480,
        "height": 320,
    }
    assert design.picture_source(picture, 4000)["src"] == "/c"
    assert design.picture_source(None)["src"] == ""
    assert design.picture_source("/x.webp", 160, "X")["alt"] == "X"


def test_a_country_without_a_flag_asks_for_no_file() -> None:
    assert design.flag_src("CL").endswith("flags/cl.svg")
    assert design.flag_src("QQ") == "" and design.flag_src(None) == "" and design.flag_src("../x") == ""
