"""Published worked examples, and our own, against the product's rule tables. No database: files and arithmetic."""

import csv
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from marketplace.kernel.money import Money
from tests.trade.factories import make_rates
from trade.landed_cost import Basket, BasketLine, LandedCost, landed_cost
from trade.reference import RuleSet, destination_rules, read_rules

CASES = list(csv.DictReader((Path(__file__).parent / "golden" / "landed_cost.csv").open(encoding="utf-8")))


@cache
def rules() -> RuleSet:
    return read_rules()


def reckon(case: dict[str, str]) -> LandedCost:
    on, currency = date.fromisoformat(case["on"]), case["currency"]

    def money(amount: str) -> Money | None:
        return Money(amount, currency) if amount else None

    values = case["values"].split(";")
    lines = tuple(
        BasketLine(
            code, case["origin"] or case["ship_from"], Money(value, currency), preference=case["preference"] or None
        )
        for code, value in zip(case["hs_codes"].split(";"), values, strict=True)
    )
    basket = Basket(
        case["ship_from"], case["ship_to"], currency, case["incoterm"], money(case["freight"]),
        money(case["insurance"]), case["importer"], on, lines, inland_freight=money(case["inland_freight"]),
        price_basis=case["price_basis"], tax_registered=case["tax_registered"] == "yes", transport=case["transport"],
    )  # fmt: skip
    rates = make_rates(on=on, **dict(pair.split("=") for pair in case["rates"].split()))
    return landed_cost(basket, destination_rules(basket.ship_to, on, rules()), rates)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_landed_cost_agrees_with_the_worked_example(case: dict[str, str]) -> None:
    cost = reckon(case)
    tolerance = Decimal(case["tolerance"])
    found = {"duty": cost.duty, "tax": cost.tax, "fees": cost.fees, "self_assessed": cost.self_assessed_tax}
    for part, amount in found.items():
        assert amount is not None, (part, cost.missing)
        assert abs(amount.amount - Decimal(case[part])) <= tolerance, (part, amount)


def test_the_same_goods_cost_the_same_under_every_incoterm() -> None:
    totals = {reckon(case).total for case in CASES if case["id"] in ("O040", "O041", "O042")}
    assert totals == {Money("11768.20", "EUR")}


def test_golden_cases_are_enough_and_sourced() -> None:
    assert len(CASES) >= 25
    assert all(case["source"] and case["case"] for case in CASES)
