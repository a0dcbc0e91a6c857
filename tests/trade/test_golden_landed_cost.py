"""Published worked examples, and our own, through the public API. What they leave blank is not compared."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.trade.factories import load_world

pytestmark = pytest.mark.django_db
CASES = list(csv.DictReader((Path(__file__).parent / "golden" / "landed_cost.csv").open(encoding="utf-8")))
PARTS = {"duty": "duty", "tax": "tax", "fees": "fees", "self_assessed": "self_assessed_tax", "total": "total"}


@pytest.fixture(autouse=True)
def world() -> None:
    load_world()


def request_of(case: dict[str, str]) -> dict[str, Any]:
    """Return the request that a row describes; blank cells are left out."""
    lines = [
        {"hs_code": code, "origin": case["ship_from"], "value": value, "quantity": 1}
        | {name: case[name] for name in ("preference", "vat_class", "weight_kg") if case[name]}
        for code, value in zip(case["hs_codes"].split(";"), case["values"].split(";"), strict=True)
    ]
    given = ("date", "ship_from", "ship_to", "region", "incoterm", "price_basis", "transport", "currency", "freight")
    return {
        **{name: case[name] for name in (*given, "insurance", "inland_freight") if case[name]},
        "importer": {"kind": case["importer"], "vat_id": case["vat_id"]},
        "lines": lines,
    }


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_landed_cost_agrees_with_the_worked_example(client: Client, case: dict[str, str]) -> None:
    answer = client.post("/api/v1/landed-cost", request_of(case), content_type="application/json")
    cost = answer.json()
    assert answer.status_code == 200, cost
    for column, name in PARTS.items():
        if case[column] == "unknown":
            assert cost[name] is None
        elif case[column]:
            assert cost[name] is not None, (name, cost["missing"])
            assert abs(Decimal(cost[name]) - Decimal(case[column])) <= Decimal(case["tolerance"] or 0), (name, cost)
    assert cost["status"] == (case["status"] or cost["status"])
    if case["nothing_due"]:
        assert cost["nothing_due"] is (case["nothing_due"] == "yes")


def test_golden_cases_are_enough_and_sourced() -> None:
    assert len(CASES) >= 150
    assert all(case["source"] and case["case"] for case in CASES)
    assert len({case["ship_to"] for case in CASES}) >= 24
