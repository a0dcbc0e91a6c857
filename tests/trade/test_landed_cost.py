"""Landed cost: what must hold for every basket, what is unknown, and what is refused."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.kernel.money import Money, from_minor
from marketplace.kernel.refusals import InvalidInput
from tests.trade.factories import ON, make_basket, make_rates
from trade.landed_cost import Basket, BasketLine, CostUnknown, DestinationRules, LandedCost, landed_cost
from trade.reference import RuleSet, destination_rules, read_rules

DESTINATIONS = [
    "US",
    "CA",
    "MX",
    "BR",
    "CL",
    "GB",
    "DE",
    "FR",
    "IT",
    "ES",
    "NL",
    "PL",
    "CH",
    "NO",
    "TR",
    "AU",
    "NZ",
    "JP",
    "KR",
    "CN",
    "IN",
    "SG",
    "AE",
    "SA",
    "ZA",
    "NG",
    "KE",
]
CODES = ("610910", "640399", "847130", "330499", "940360", "392690")
RATES = make_rates()


@cache
def rules() -> RuleSet:
    return read_rules()


@cache
def rules_of(destination: str, on: date = ON) -> DestinationRules | None:
    return destination_rules(destination, on, rules())


def reckon(basket: Basket) -> LandedCost:
    return landed_cost(basket, rules_of(basket.ship_to, basket.on), RATES)


@st.composite
def baskets(draw: st.DrawFn) -> Basket:
    currency = draw(st.sampled_from(["EUR", "USD", "JPY", "KWD"]))

    def amounts(most: int) -> st.SearchStrategy[Money]:
        return st.integers(0, most).map(lambda minor: from_minor(minor, currency))

    lines = draw(
        st.lists(
            st.builds(
                BasketLine,
                hs_code=st.sampled_from([*CODES, None, "999999"]),
                origin=st.sampled_from(["CN", "VN", "DE", "US", "IN"]),
                value=amounts(10_000_000),
                quantity=st.integers(1, 500),
                weight_g=st.one_of(st.none(), st.integers(1, 10**7)),
                kind=st.sampled_from(["goods", "goods", "goods", "service"]),
            ),
            min_size=1,
            max_size=6,
        )
    )
    return Basket(
        ship_from=draw(st.sampled_from(["CN", "DE", "US", "VN"])),
        ship_to=draw(st.sampled_from([*DESTINATIONS, "SE", "BT"])),
        currency=currency,
        incoterm=draw(st.sampled_from(["EXW", "FCA", "FOB", "CIF", "DAP"])),
        freight=draw(st.one_of(st.none(), amounts(1_000_000))),
        insurance=draw(st.one_of(st.none(), amounts(100_000))),
        importer_kind=draw(st.sampled_from(["business", "consumer"])),
        on=ON,
        lines=tuple(lines),
        tax_registered=draw(st.booleans()),
    )


@settings(max_examples=250, deadline=None)
@given(baskets())
def test_lines_sum_to_the_totals_and_nothing_is_negative(basket: Basket) -> None:
    cost = reckon(basket)
    for part in ("goods", "freight", "insurance", "duty", "tax", "fees", "total"):
        shares, whole = [getattr(line, part) for line in cost.lines], getattr(cost, part)
        assert all(share is None or share.amount >= 0 for share in shares)
        if any(share is None for share in shares):
            assert whole is None
        else:
            assert sum(share.amount for share in shares) == whole.amount
    if cost.total is not None:
        parts = (cost.goods, cost.freight, cost.insurance, cost.duty, cost.tax, cost.fees)
        assert cost.total.amount == sum(part.amount for part in parts if part is not None)
    assert (cost.total is None) == (cost.status == "unknown")
    assert cost.status != "unknown" or cost.missing


@settings(max_examples=100, deadline=None)
@given(baskets())
def test_a_frozen_cost_reads_back_exactly(basket: Basket) -> None:
    cost = reckon(basket)
    assert LandedCost.from_json(cost.as_json()) == cost


@settings(max_examples=80, deadline=None)
@given(baskets(), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_total(basket: Basket, chance: random.Random) -> None:
    lines = list(basket.lines)
    chance.shuffle(lines)
    one, other = reckon(basket), reckon(replace(basket, lines=tuple(lines)))
    for part in ("duty", "tax", "fees", "goods", "freight", "total", "status", "self_assessed_tax"):
        assert getattr(one, part) == getattr(other, part)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10_000_000), st.sampled_from(DESTINATIONS), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_an_all_in_price_is_the_total(minor: int, destination: str, currency: str) -> None:
    price = from_minor(minor, currency)
    line = BasketLine("640399", "VN", price, 1, 1000)
    cost = reckon(make_basket("VN", destination, currency=currency, lines=(line,), price_basis="all_in"))
    assert cost.total is None or cost.total == price or cost.goods == Money(0, currency)


@settings(max_examples=60, deadline=None)
@given(
    destination=st.sampled_from(DESTINATIONS),
    code=st.sampled_from(CODES),
    low=st.integers(400_000, 5_000_000),
    more=st.integers(0, 1_000_000),
)
def test_duty_and_tax_grow_with_value_inside_one_regime(destination: str, code: str, low: int, more: int) -> None:
    lesser, greater = (
        reckon(make_basket("VN", destination, value=str(Decimal(minor) / 100), hs_code=code))
        for minor in (low, low + more)
    )
    if lesser.total is None or greater.total is None:
        assert lesser.missing == greater.missing
        return
    assert greater.duty.amount >= lesser.duty.amount  # type: ignore[union-attr]
    assert greater.tax.amount >= lesser.tax.amount  # type: ignore[union-attr]
    assert greater.total.amount >= lesser.total.amount


@settings(max_examples=60, deadline=None)
@given(st.integers(20_000, 900_000), st.integers(20_000, 900_000), st.sampled_from(["DE", "GB", "AU", "KR", "TR"]))
def test_two_lines_cost_what_they_cost_apart(one: int, other: int, destination: str) -> None:
    """Where no fee has a minimum and no value is below a threshold, only a cent of rounding may lie between."""

    def cost(*minors: int) -> LandedCost:
        lines = tuple(BasketLine("640399", "CN", from_minor(minor, "EUR")) for minor in minors)
        return reckon(make_basket(ship_to=destination, lines=lines, value="0"))

    together, apart = cost(one, other), (cost(one), cost(other))
    if any(part.total is None or "at_sale" in str(part.explanation) for part in (together, *apart)):
        return
    assert abs(together.total.amount - sum(part.total.amount for part in apart)) <= Decimal("0.03")  # type: ignore


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_every_ruled_destination_answers_for_everyday_goods(destination: str) -> None:
    origin = "VN"
    cost = reckon(make_basket(origin, destination, value="2000.00", hs_code="610910", freight="100"))
    assert cost.status in ("estimate", "none_due"), cost.missing
    assert cost.rule_version.startswith(destination)
    assert all(step.source and step.as_of for step in cost.explanation if not step.code.startswith("rounding"))


def test_an_unruled_destination_is_unknown_and_never_zero() -> None:
    cost = reckon(make_basket(ship_to="SE", value="50.00"))
    assert (cost.status, cost.duty, cost.tax, cost.total) == ("unknown", None, None, None)
    assert cost.missing == ("destination_rules",)
    assert cost.known_total == Money("50.00", "EUR")


def test_goods_without_code_have_an_unknown_duty() -> None:
    cost = reckon(make_basket(hs_code=None))
    assert (cost.duty, cost.status) == (None, "unknown")
    assert "hs_code" in cost.missing


def test_a_code_without_rate_has_an_unknown_duty_and_says_so() -> None:
    cost = reckon(make_basket(hs_code="999999"))
    assert (cost.duty, cost.lines[0].duty_rate, cost.status) == (None, None, "unknown")
    assert "duty_rate" in cost.missing


def test_zero_rated_and_unknown_are_told_apart() -> None:
    free = reckon(make_basket(hs_code="847130"))
    assert free.duty == Money("0.00", "EUR")
    assert free.lines[0].duty_rate == 0


def test_a_duty_by_weight_needs_the_weight() -> None:
    line = BasketLine("150920", "TN", Money("5000.00", "EUR"), 1, None, key="oil")
    assert reckon(make_basket("TN", "DE", lines=(line,))).missing == ("weight",)
    weighed = reckon(make_basket("TN", "DE", lines=(replace(line, weight_g=1_000_000),)))
    assert weighed.duty == Money("1245.00", "EUR")
    assert weighed.lines[0].duty_rate is None


def test_missing_freight_is_said() -> None:
    cost = reckon(make_basket(freight=None))
    assert cost.missing == ("freight",)
    assert cost.status == "estimate"


def test_a_service_passes_no_customs_and_its_buyer_accounts_for_the_tax() -> None:
    line = BasketLine(None, "CL", Money("300.00", "EUR"), kind="service", key="1")
    cost = reckon(make_basket("CL", "FR", lines=(line,), freight=None, insurance=None))
    assert cost.duty == cost.tax == Money("0.00", "EUR")
    assert cost.self_assessed_tax == Money("60.00", "EUR")
    assert cost.total == Money("300.00", "EUR")


def test_inside_the_union_there_is_no_duty() -> None:
    cost = reckon(make_basket("IT", "FR", value="1000.00", tax_registered=True))
    assert (cost.duty, cost.tax) == (Money("0.00", "EUR"), Money("0.00", "EUR"))
    assert cost.self_assessed_tax == Money("200.00", "EUR")


def test_a_preference_needs_its_proof() -> None:
    line = BasketLine("640399", "GB", Money("5000.00", "EUR"))
    assert reckon(make_basket("GB", "DE", lines=(line,))).duty == Money("400.00", "EUR")
    claimed = replace(line, preference="TCA")
    assert reckon(make_basket("GB", "DE", lines=(claimed,))).duty == Money("0.00", "EUR")
    foreign = reckon(make_basket("GB", "DE", lines=(replace(claimed, origin="CN"),)))
    assert foreign.duty == Money("400.00", "EUR")
    assert any(step.code == "preference_unmet" for step in foreign.explanation)


def test_a_guarantee_needs_every_part() -> None:
    assert reckon(make_basket()).guaranteed().status == "guaranteed"
    with pytest.raises(CostUnknown):
        reckon(make_basket(hs_code=None)).guaranteed()


def test_the_version_follows_the_rules_in_force() -> None:
    before, after = (rules_of("DE", date(2026, month, 15)) for month in (6, 8))
    assert before and after and before.version != after.version
    again = destination_rules("DE", date(2026, 8, 20), rules())
    assert again and again.version == after.version


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"ship_to": "XX"}, "ship_to"),
        ({"ship_from": ""}, "ship_from"),
        ({"incoterm": "ABC"}, "incoterm"),
        ({"importer_kind": "robot"}, "importer"),
        ({"lines": ()}, "lines"),
        ({"freight": Money("10", "USD")}, "freight"),
        ({"freight": Money("-1", "EUR")}, "freight"),
        ({"lines": (BasketLine("610910", "CN", Money("-1", "EUR")),)}, "lines[0].value"),
        ({"lines": (BasketLine("610910", "CN", Money("1", "USD")),)}, "lines[0].value"),
        ({"lines": (BasketLine("61.09", "CN", Money("1", "EUR")),)}, "lines[0].hs_code"),
        ({"lines": (BasketLine("610910", "CN", Money("1", "EUR"), 0),)}, "lines[0].quantity"),
        ({"lines": (BasketLine("610910", "CN", Money("1", "EUR"), 1, 0),)}, "lines[0].weight_kg"),
        ({"lines": (BasketLine("610910", "ZZ", Money("1", "EUR")),)}, "lines[0].origin"),
    ],
)
def test_a_basket_that_cannot_be_reckoned_is_refused_by_field(over: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        reckon(replace(make_basket(), **over))  # type: ignore[arg-type]
    assert field in refused.value.fields
