"""Incoterms 2020: one table, from which everything about the terms follows."""

import json
import re
from decimal import Decimal
from itertools import pairwise

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.kernel.money import Money
from tests.trade.test_trade_documents import table
from trade.ddp_price import split_ddp_price
from trade.incoterms import DEFAULT_OFFER, TERMS, Payer, Stage, common, offered, stages_of

LETTERS = {Payer.SELLER: "S", Payer.BUYER: "B", Payer.BY_CONTRACT: "C"}


def test_the_table_of_the_guide_is_the_table_of_the_code() -> None:
    rows = table("incoterms.md", "incoterms")
    assert [row[0] for row in rows] == [stage.value for stage in Stage]
    for stage, *letters in rows:
        assert letters == [LETTERS[term.payer(Stage(stage))] for term in TERMS.values()], stage


def test_from_ex_works_to_duty_paid_the_seller_never_pays_less() -> None:
    way = [TERMS[code] for code in ("EXW", "FCA", "FOB", "CFR", "CIF", "DAP", "DPU")]
    for less, more in pairwise(way):
        for stage in Stage:
            assert not (less.pays_seller(stage) and not more.pays_seller(stage)), (less.code, more.code, stage)


@pytest.mark.parametrize(
    ("code", "freight", "cover", "customs", "sea_only"),
    [
        ("EXW", False, "", False, False),
        ("FCA", False, "", False, False),
        ("FAS", False, "", False, True),
        ("FOB", False, "", False, True),
        ("CFR", True, "", False, True),
        ("CIF", True, "C", False, True),
        ("CPT", True, "", False, False),
        ("CIP", True, "A", False, False),
        ("DAP", True, "", False, False),
        ("DPU", True, "", False, False),
        ("DDP", True, "", True, False),
    ],
)
def test_what_is_collected_follows_from_the_term(
    code: str, freight: bool, cover: str, customs: bool, sea_only: bool
) -> None:
    term = TERMS[code]
    assert (term.has_freight, term.cover, term.has_customs) == (freight, cover, customs)
    assert (term.fits("air"), term.fits("sea")) == (not sea_only, True)


def test_carriage_to_the_door_makes_what_depends_on_the_booking_the_sellers() -> None:
    booked = {row["stage"]: row["payer"] for row in stages_of("CPT")}
    to_door = {row["stage"]: row["payer"] for row in stages_of("CPT", to_door=True)}
    assert booked["inland"] == "by_contract" and to_door["inland"] == "seller"
    assert [row["stage"] for row in stages_of("FOB") if row["risk"]] == ["main_carriage"]
    assert not any(row["risk"] for row in stages_of("DPU"))


def test_offers_are_ordered_and_never_empty() -> None:
    assert offered(["EXW", "DDP", "nonsense", "FCA"]) == ("DDP", "FCA", "EXW")
    assert offered([]) == DEFAULT_OFFER
    assert common([["DAP", "FCA"], ["FCA", "EXW"]]) == ("FCA",)
    assert common([["DAP"], ["EXW"]]) == DEFAULT_OFFER


def test_an_all_in_price_comes_apart_and_together() -> None:
    parts = split_ddp_price(Money("1000.00", "EUR"), duty_percent=Decimal(5), tax_percent=Decimal(20))
    assert [str(part.amount) for part in (parts.goods, parts.duty, parts.tax)] == ["793.65", "39.68", "166.67"]
    with pytest.raises(ValueError, match="not negative"):
        split_ddp_price(Money("1.00", "EUR"), duty_percent=Decimal(-1), tax_percent=Decimal(20))


@settings(max_examples=200, deadline=None)
@given(
    minor=st.integers(0, 10**9),
    duty=st.decimals(0, 300, places=2),
    tax=st.decimals(0, 99, places=2),
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
)
def test_no_part_of_an_all_in_price_is_lost_or_negative(minor: int, duty: Decimal, tax: Decimal, currency: str) -> None:
    places = {"EUR": 2, "JPY": 0, "KWD": 3}[currency]
    price = Money(Decimal(minor).scaleb(-places), currency)
    parts = split_ddp_price(price, duty_percent=duty, tax_percent=tax)
    assert parts.goods + parts.duty + parts.tax == price
    assert min(parts.goods.amount, parts.duty.amount, parts.tax.amount) >= 0


@pytest.mark.django_db
def test_page_and_api_show_the_table(client: Client) -> None:
    page = client.get("/incoterms/", {"term": "CIP"}).content.decode()
    assert "cover A, all risks" in page and "Here the risk passes" in page
    assert len(re.findall(r'class="terms-strip"', page)) == 1
    assert client.get("/incoterms/", {"term": "<b>"}).status_code == 200
    terms = client.get("/api/v1/incoterms").json()["results"]
    assert [term["code"] for term in terms] == list(TERMS)
    free = next(term for term in terms if term["code"] == "FCA")
    assert (free["collects_freight"], free["collects_customs"]) == (False, False)
    assert [stage["payer"] for stage in free["stages"]][:4] == ["seller", "seller", "seller", "buyer"]


@pytest.mark.django_db
def test_the_split_over_the_api_and_its_refusals(client: Client) -> None:
    def ask(**over: str) -> tuple[int, dict[str, str]]:
        body = {"currency": "EUR", "price": "1000.00", "duty_percent": "5", "tax_percent": "20"} | over
        answer = client.post("/api/v1/ddp-price", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    assert ask() == (200, {"currency": "EUR", "goods": "793.65", "duty": "39.68", "tax": "166.67"})
    assert ask(currency="XYZ")[0] == 422
    assert ask(price="-1")[0] == 422
