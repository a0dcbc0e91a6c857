"""The public API and pages of landed cost, rates and codes."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.trade.factories import load_world

pytestmark = pytest.mark.django_db
BODY = {
    "date": "2026-11-22",
    "ship_from": "CN",
    "ship_to": "DE",
    "incoterm": "FCA",
    "currency": "EUR",
    "freight": "900.00",
    "insurance": "45.00",
    "importer": {"kind": "business"},
    "lines": [
        {"hs_code": "7323.93", "origin": "CN", "value": "5250.00", "quantity": 100, "weight_kg": "80"},
        {"hs_code": "610910", "origin": "VN", "value": "3000.00", "quantity": 500},
    ],
}


@pytest.fixture(autouse=True)
def world() -> None:
    load_world()


def post(client: Client, **over: object) -> tuple[int, dict[str, object]]:
    answer = client.post("/api/v1/landed-cost", BODY | over, content_type="application/json")
    return answer.status_code, answer.json()


def test_landed_cost_answers_in_the_published_shape(client: Client) -> None:
    status, cost = post(client)
    assert status == 200
    assert {
        "currency", "goods", "duty", "tax", "fees", "freight", "insurance", "total", "status", "rule_version", "lines",
        "explanation",
    } <= set(cost)  # fmt: skip
    assert (cost["goods"], cost["freight"], cost["status"]) == ("8250.00", "900.00", "estimate")
    lines = cost["lines"]
    assert isinstance(lines, list)
    assert {"duty", "tax", "duty_rate", "tax_rate", "rules"} <= set(lines[0])
    assert [line["duty_rate"] for line in lines] == ["3.2", "12"]
    assert all(rule["source"] for rule in lines[0]["rules"])


def test_a_cif_price_holds_its_freight(client: Client) -> None:
    lines = [{"hs_code": "732393", "value": "9195.00"}]
    _, cif = post(client, incoterm="CIF", lines=lines)
    _, fob = post(client, incoterm="FOB", lines=[{"hs_code": "732393", "value": "8250.00"}])
    assert cif["duty"] == fob["duty"] == "294.24"
    assert cif["total"] == fob["total"]
    assert cif["freight"] == "0.00"


def test_a_vat_number_moves_the_tax_to_the_tax_return(client: Client) -> None:
    _, cost = post(client, ship_to="FR", importer={"kind": "business", "vat_id": "FR40303265045"})
    assert float(str(cost["tax"])) == 0
    assert float(str(cost["self_assessed_tax"])) > 0


def test_an_unruled_destination_is_null_and_unknown(client: Client) -> None:
    status, cost = post(client, ship_to="BT")
    assert (status, cost["duty"], cost["tax"], cost["total"], cost["status"]) == (200, None, None, None, "unknown")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"ship_to": "ZZ"}, "ship_to"),
        ({"currency": "XYZ"}, "currency"),
        ({"incoterm": "FOO"}, "incoterm"),
        ({"freight": "-1"}, "freight"),
        ({"freight": "1.001"}, "freight"),
        ({"lines": []}, "lines"),
        ({"lines": [{"hs_code": "610", "value": "1"}]}, "lines[0].hs_code"),
        ({"lines": [{"hs_code": "610910", "value": "-1"}]}, "lines[0].value"),
        ({"lines": [{"hs_code": "610910", "value": "1", "weight_kg": "0"}]}, "lines[0].weight_kg"),
        ({"importer": {"kind": "ghost"}}, "importer.kind"),
        ({"date": "yesterday"}, "date"),
        ({"lines": "no"}, "lines"),
        ({"lines": [{"hs_code": "999999", "value": "1"}]}, "lines[0].hs_code"),
        ({"lines": [{"hs_code": "610910", "value": "1"}, {"hs_code": "851712", "value": "1"}]}, "lines[1].hs_code"),
        ({"lines": [{"hs_code": "610910", "value": "NaN"}]}, "lines[0].value"),
        ({"lines": [{"hs_code": "610910", "value": "1e400"}]}, "lines[0].value"),
        ({"lines": [{"hs_code": "610910", "value": True}]}, "lines[0].value"),
        ({"lines": [{"hs_code": ["610910"], "value": "1"}]}, "lines[0].hs_code"),
        ({"lines": [{"hs_code": "610910", "value": "1", "weight": "80"}]}, "lines[0].weight"),
        ({"lines": [{"hs_code": "610910", "value": "1", "weight_kg": "80 kg"}]}, "lines[0].weight_kg"),
        ({"lines": [{"hs_code": "610910", "value": "1", "currency": "USD"}]}, "lines[0].currency"),
        ({"lines": [{"hs_code": "610910", "value": "1", "vat_class": "lavish"}]}, "lines[0].vat_class"),
        ({"lines": [{"hs_code": "610910", "value": "1"}] * 10_000}, "lines"),
        ({"lines": [{"hs_code": "610910", "value": "1", "origin": "KP"}]}, "lines[0].origin"),
        ({"ship_to": "IR"}, "ship_to"),
        ({"ship_from": True}, "ship_from"),
        ({"date": "1850-01-01"}, "date"),
        ({"date": "2999-01-01"}, "date"),
        ({"importer": {"kind": "business", "vat_id": "12"}}, "importer.vat_id"),
        ({"importer": "business"}, "importer"),
        (
            {"ship_from": "CA", "ship_to": "US", "lines": [{"hs_code": "22083060", "value": "1"}]},
            "lines[0].hs_code",
        ),
    ],
)
def test_a_bad_request_is_a_problem_that_names_the_field(client: Client, over: dict[str, object], field: str) -> None:
    status, problem = post(client, **over)
    assert status == 422
    assert field in problem["errors"], problem["errors"]


def test_an_ended_code_names_its_successors_and_many_lines_their_limit(client: Client) -> None:
    _, ended = post(client, lines=[{"hs_code": "8517.12", "value": "1"}])
    assert "851713" in json.dumps(ended) and "851714" in json.dumps(ended)
    _, many = post(client, lines=[{"hs_code": "610910", "value": "1"}] * 1_001)
    assert "1001" in json.dumps(many)


def test_nothing_due_and_unknown_are_told_apart_within_three_statuses(client: Client) -> None:
    lines = [{"hs_code": "610910", "origin": "CN", "value": "140.00"}]
    _, free = post(client, ship_to="KR", currency="USD", importer={"kind": "consumer"}, lines=lines)
    assert (free["status"], free["nothing_due"], free["duty"]) == ("estimate", True, "0.00")
    _, unknown = post(client, ship_to="BT")
    assert (unknown["status"], unknown["nothing_due"], unknown["duty"]) == ("unknown", False, None)


def test_a_proof_of_origin_says_what_it_would_save(client: Client) -> None:
    lines = [{"hs_code": "640399", "origin": "GB", "value": "5000.00"}]
    _, cost = post(client, ship_from="GB", freight="0", insurance="0", lines=lines)
    hint = next(step for step in cost["explanation"] if step["code"] == "preference_hint")  # type: ignore[attr-defined]
    assert hint["facts"]["amount"] == "400.00 EUR"
    _, claimed = post(client, ship_from="GB", freight="0", insurance="0", lines=[lines[0] | {"preference": "TCA"}])
    assert claimed["duty"] == "0.00"
    assert not any(step["code"] == "preference_hint" for step in claimed["explanation"])  # type: ignore[attr-defined]


def test_a_tax_number_of_elsewhere_or_with_odd_digits_is_said(client: Client) -> None:
    def codes(number: str) -> tuple[object, set[str]]:
        _, cost = post(client, ship_to="FR", importer={"kind": "business", "vat_id": number})
        return float(str(cost["self_assessed_tax"])), {step["code"] for step in cost["explanation"]}  # type: ignore[attr-defined]

    own, said = codes("DE136695976")
    assert (own, "tax_number_elsewhere" in said) == (0, True)
    own, said = codes("FR12345678901")
    assert (own != 0, {"tax_number_doubtful", "counted_registered"} <= said) == (True, True)


def test_rates_and_codes_are_public(client: Client) -> None:
    rates = client.get("/api/v1/exchange-rates").json()
    dollar = next(rate for rate in rates["rates"] if rate["currency"] == "USD")
    assert dollar["source"] and dollar["as_of"] and float(dollar["per_eur"]) > 0
    codes = client.get("/api/v1/hs-codes", {"q": "cranberries"}).json()["results"]
    assert any(code["code"] == "081040" for code in codes)


def test_the_calculator_answers_and_explains(client: Client) -> None:
    assert client.get("/landed-cost/").status_code == 200
    asked = {
        "hs_code": "610910", "ship_from": "CN", "ship_to": "FR", "value": "1000", "currency": "EUR", "quantity": "100",
        "weight_kg": "20", "importer": "business",
    }  # fmt: skip
    page = client.get("/landed-cost/", asked).content.decode()
    assert "610910" in page and "12 %" in page and "Reduced rate" not in page
    words = client.get("/landed-cost/", asked | {"hs_code": "t-shirt"}).content.decode()
    assert "hs_code=610910" in words
    wrong = client.get("/landed-cost/", asked | {"hs_code": "610"}).content.decode()
    assert "2, 4, 6, 8 or 10 digits" in wrong
    fragment = client.get("/landed-cost/", asked, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "610910" in client.get("/landed-cost/hs-codes/", {"hs_code": "6109"}).content.decode()


def test_the_command_answers_like_the_api(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(BODY)))
    call_command("landed_cost")
    assert json.loads(capsys.readouterr().out)["goods"] == "8250.00"
    monkeypatch.setattr("sys.stdin", io.StringIO("{"))
    with pytest.raises(CommandError):
        call_command("landed_cost")


def test_the_command_takes_options(capsys) -> None:  # type: ignore[no-untyped-def]
    asked = [
        "--from",
        "CN",
        "--to",
        "DE",
        "--hs",
        "6109.10",
        "--value",
        "1000EUR",
        "--freight",
        "100",
        "--weight",
        "20kg",
    ]
    call_command("landed_cost", *asked, "--date", "2026-11-22")
    assert json.loads(capsys.readouterr().out)["duty"] == "132.00"
    with pytest.raises(CommandError, match="currency"):
        call_command("landed_cost", "--to", "DE", "--value", "1000")
    with pytest.raises(CommandError, match="weight"):
        call_command("landed_cost", *asked[:-1], "20")


def test_the_calculator_takes_lines_and_keeps_the_question_in_its_address(client: Client) -> None:
    asked = {
        "hs_code": "610910", "ship_from": "CN", "ship_to": "FR", "value": "1000", "currency": "EUR",
        "importer": "business", "vat_id": "FR40303265045", "3-hs_code": "640399", "3-value": "500", "3-origin": "GB",
        "freight": "100",
    }  # fmt: skip
    page = client.get("/landed-cost/", asked).content.decode()
    assert "640399" in page and 'name="2-hs_code"' in page and 'name="3-hs_code"' not in page
    assert "TCA" in page and "own tax return" in page and "3-origin=GB" in page
    assert 'name="3-hs_code"' in client.get("/landed-cost/", asked | {"add": "1"}).content.decode()
    wrong = client.get("/landed-cost/", asked | {"3-hs_code": "851712", "vat_id": "12"}).content.decode()
    assert "851713" in wrong and "tax number" in wrong
