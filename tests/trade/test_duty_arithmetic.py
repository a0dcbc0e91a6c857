"""Published arithmetic of duties, with its rates as rules of its own: no table of the product is read."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from marketplace.kernel.money import Money
from tests.trade.factories import ON, make_basket, make_rates
from trade.landed_cost import BasketLine, DestinationRules, LandedCost, landed_cost
from trade.landed_cost.rules import DestinationFacts, DutyRow, TaxRow

ORIGIN: dict[str, Any] = {"source": "test", "source_date": date(2026, 1, 1), "is_shaky": False, "note": ""}


USUAL: dict[str, Any] = {
    "value": "1000", "freight": "0", "insurance": "0", "inland": "0", "tax": "20", "weight_kg": None, "claim": None,
    "currency": "GBP", "local": "GBP", "cut": False, "second": "0", "steps": (0, 0), "valuation": "cif",
    "code": "720211", "basis": "goods",
}  # fmt: skip


def duty(measure: str = "MFN", percent: str | None = None, kind: str = "base", **over: Any) -> DutyRow:
    parts = ("specific_amount", "specific_minimum", "specific_maximum")
    numbers = {name: Decimal(over[name]) for name in parts if name in over}
    given: dict[str, Any] = {
        "hs_prefix": "", "origin": "", "agreement": "", "specific_amount": None, "specific_currency": "GBP",
        "specific_unit": "100kg", "combine": "sum", "top_up_to_percent": None, "displaces": frozenset(),
        "waived_by": frozenset(),
    }  # fmt: skip
    percentage = None if percent is None else Decimal(percent)
    return DutyRow(**ORIGIN, kind=kind, measure=measure, percent=percentage, **(given | over | numbers))


def reckon(*duties: DutyRow, **over: Any) -> LandedCost:
    """Reckon one line of the year's goods under a destination of these duties alone; see `USUAL`."""
    given = USUAL | {name: value for name, value in over.items() if name in USUAL}
    currency, valuation = given["currency"], given["valuation"]
    facts = DestinationFacts(
        **ORIGIN, currency=given["local"], valuation=valuation, tax_name="VAT",
        tax_base_has_freight=valuation == "cif", tax_base_uplift_percent=Decimal(0), uplift_exempt_origins=frozenset(),
        business_tax="paid", deemed_freight_percent=Decimal(0), deemed_insurance_percent=Decimal(0),
        value_step=given["steps"][0], charge_step=given["steps"][1], waive_charge_up_to=Decimal(0),
        no_mfn_origins=frozenset(), duty_is_cut=given["cut"],
    )  # fmt: skip
    tax = TaxRow(
        **ORIGIN, hs_prefix="", name="VAT", percent=Decimal(given["tax"]), second_percent=Decimal(given["second"]),
        is_inside=False,
    )  # fmt: skip
    rules = DestinationRules("GB", ON, facts, duties, [tax], [], [], "test")
    grams = None if given["weight_kg"] is None else given["weight_kg"] * 1000
    line = BasketLine(given["code"], "CN", Money(given["value"], currency), 1, grams, preference=given["claim"])
    basket = make_basket(
        "CN", "GB", currency=currency, freight=given["freight"], insurance=given["insurance"], lines=(line,),
        inland_freight=Money(given["inland"], currency), price_basis=given["basis"],
    )  # fmt: skip
    return landed_cost(basket, rules, make_rates(**{name: rate for name, rate in over.items() if name not in USUAL}))


REMEDIES = (
    duty("SAFEGUARD", "25", "additional", waived_by=frozenset({"QUOTA-054003"})),
    duty("ADDITIONAL", "25", "additional"),
    duty("AD", None, "additional", specific_amount="144.10", specific_unit="tonne"),
)
COMPOUND = {"value": "1200", "weight_kg": 10_000}
FERRO: dict[str, Any] = {"freight": "250.89", "insurance": "10", "weight_kg": 2000}


@pytest.mark.parametrize(
    ("base", "claim", "duties", "tax"),
    [
        # Public tests of the UK duty calculator: normal duty, preference, quota and suspension under remedies.
        ([duty(percent="2.7")], None, "952.69", "442.72"),
        ([duty(percent="2.7"), duty("PREF", "0", "preference", agreement="FTA")], "FTA", "918.65", "435.91"),
        (
            [duty(percent="2.7"), duty("QUOTA", "20", "quota", agreement="QUOTA-054003")],
            "QUOTA-054003",
            "855.60",
            "423.30",
        ),
    ],
)
def test_remedies_stay_beside_a_preference_and_a_quota_lifts_the_safeguard(
    base: list[DutyRow], claim: str | None, duties: str, tax: str
) -> None:
    cost = reckon(*base, *REMEDIES, claim=claim, **FERRO)
    assert cost.duty and cost.tax
    # The source rounds each duty for itself; here the sum is rounded once.
    assert abs(cost.duty.amount - Decimal(duties)) <= Decimal("0.01")
    assert cost.tax.amount == Decimal(tax)


@pytest.mark.parametrize(
    ("row", "over", "expected"),
    [
        (duty(specific_amount="35.10"), {"weight_kg": 10_000}, "3510.00"),
        (duty(specific_amount="35.10", specific_currency="EUR"), {"weight_kg": 10_000, "GBP": "0.8571"}, "3008.42"),
        (duty(percent="0.27899"), {"value": "1000", "cut": True}, "2.78"),
        (
            duty(percent="13.8", specific_minimum="13", specific_maximum="8"),
            {"value": "1200", "weight_kg": 10_000},
            "800.00",
        ),
        (
            duty(percent="13.8", specific_minimum="13", specific_maximum="15"),
            {"value": "1200", "weight_kg": 10_000},
            "1300.00",
        ),
        (duty(specific_amount="45"), {"weight_kg": 250}, "112.50"),
        (duty(percent="4"), {"value": "115"}, "4.60"),
        (duty(percent="17"), {"value": "198"}, "33.66"),
    ],
)
def test_specific_compound_and_cut_duties(row: DutyRow, over: dict[str, Any], expected: str) -> None:
    cost = reckon(row, **over)
    assert cost.duty and str(cost.duty.amount) == expected


@pytest.mark.parametrize(
    ("row", "over", "tax"),
    [
        # An onward cost in the VAT base alone; a laptop; the same goods valued CIF and FOB; a traveller's camera.
        (duty(percent="10"), {"value": "10000", "freight": "100", "insurance": "50", "inland": "500"}, "2333.00"),
        (duty(percent="2"), {"value": "1000", "freight": "100"}, "224.40"),
        (duty(percent="7"), {"value": "1000", "tax": "18"}, "192.60"),
        (duty(percent="7"), {"value": "932", "tax": "18", "valuation": "fob"}, "179.50"),
        (duty(percent="4"), {"value": "115", "tax": "5"}, "5.98"),
        (duty(percent="17"), {"value": "198", "tax": "13"}, "30.12"),
        (duty(percent="0"), {"value": "251.79", "tax": "8.1"}, "20.39"),
        (duty(percent="0"), {"value": "110", "tax": "7.7"}, "8.47"),
        (duty(specific_amount="45"), {"value": "2000", "weight_kg": 250, "tax": "2.6"}, "54.93"),
    ],
)  # fmt: skip
def test_tax_is_reckoned_on_value_duty_and_what_belongs_to_its_base(
    row: DutyRow, over: dict[str, Any], tax: str
) -> None:
    cost = reckon(row, **over)
    assert cost.tax and str(cost.tax.amount) == tax


def test_japanese_steps_at_the_rates_of_2014() -> None:
    over = {"value": "56876", "currency": "JPY", "local": "JPY", "tax": "8", "second": "1.7", "steps": (1000, 100)}
    cost = reckon(duty(percent="0"), **over)
    assert cost.tax == Money(4400, "JPY")


def test_an_all_in_price_is_taken_apart() -> None:
    cost = reckon(duty(percent="5"), basis="all_in")
    assert (cost.goods, cost.duty, cost.tax) == (Money("793.65", "GBP"), Money("39.68", "GBP"), Money("166.67", "GBP"))
    assert cost.total == Money("1000.00", "GBP")


def test_rates_divide_in_the_right_direction() -> None:
    cost = reckon(duty(percent="100"), value="1250000", currency="JPY", local="EUR", JPY="161.50")
    assert cost.duty == Money(1250000, "JPY")
    assert any(("rate", "0.00619195") in step.facts for step in cost.explanation)


def test_a_heading_has_a_duty_only_where_all_below_it_bear_the_same() -> None:
    rows = (duty(percent="5", hs_prefix="7202"), duty(percent="5", hs_prefix="720211"))
    assert reckon(*rows, code="7202").duty == Money("50.00", "GBP")
    split = reckon(*rows, duty(percent="6", hs_prefix="720219"), code="7202")
    assert (split.duty, split.missing) == (None, ("hs_detail",))
