"""The API of search, listings, suggestions and conversations."""

from typing import Any

import pytest
from django.test import Client

from buyers.models import Message
from buyers.search.build import rebuild
from tests.accounts.factories import actor_for, make_organisation, sign_in
from tests.sellers.factories import make_category, make_listing, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def catalogue() -> dict[str, Any]:
    seller = make_seller("Argilla", country="IT")
    ceramics = make_category("ceramics")
    bowl = make_listing(
        seller, title="Stoneware bowl", category=ceramics, tiers=[(1, "10"), (50, "9")], moq=5, picture=True
    )
    unknown = make_listing(seller, title="Nameless bowl", category=ceramics, hs_code="")
    rebuild()
    return {"bowl": bowl, "unknown": unknown, "seller": seller}


def test_search_answers_count_results_facets_and_time(client: Client, catalogue: dict[str, Any]) -> None:
    answer = client.get("/api/v1/listings?q=stoneware&ship_to=US&currency=USD&quantity=60")
    body = answer.json()
    assert answer.status_code == 200
    assert set(body) == {"count", "page", "page_size", "corrected", "results", "facets", "took_ms"}
    assert body["count"] == 1
    result = body["results"][0]
    assert result["id"] == catalogue["bowl"].public_id
    assert result["seller"]["name"] == "Argilla"
    assert result["price"] == {"amount": "9.0000", "currency": "EUR"}
    assert result["picture"] == catalogue["bowl"].pictures.get().url(480)
    landed = result["landed_price"]
    assert (landed["quantity"], landed["ship_to"], landed["currency"]) == (60, "US", "USD")
    parts = [landed[name] for name in ("goods", "freight", "insurance", "duty", "tax", "fees")]
    assert None not in parts
    assert sum(float(part) for part in parts) == pytest.approx(float(landed["total"]))
    assert body["facets"]["category"] == {"ceramics": 1}
    assert body["facets"]["origin"] == {"IT": 1}
    assert body["took_ms"] > 0


def test_an_unknown_duty_is_null_and_named(client: Client, catalogue: dict[str, Any]) -> None:
    landed = client.get("/api/v1/listings?q=nameless&ship_to=US&anywhere=true").json()["results"][0]["landed_price"]
    assert landed["duty"] is None
    assert landed["total"] is None
    assert landed["status"] == "unknown"
    assert landed["missing"]


@pytest.mark.parametrize(
    "query",
    ["ship_to=XX", "currency=ABC", "sort=paid", "page=0", "page=x", "kind=weapon", "category=nope", "quantity=-1"],
)
def test_what_is_not_understood_is_refused_with_the_field(
    client: Client, catalogue: dict[str, Any], query: str
) -> None:
    answer = client.get(f"/api/v1/listings?{query}")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert query.split("=")[0] in answer.json()["errors"]


def test_a_page_beyond_the_end_is_empty(client: Client, catalogue: dict[str, Any]) -> None:
    body = client.get("/api/v1/listings?page=1000000000&anywhere=true").json()
    assert (body["count"], body["results"]) == (2, [])


def test_search_that_is_not_ready_says_so(client: Client) -> None:
    answer = client.get("/api/v1/listings?q=bowl")
    assert answer.status_code == 503
    assert answer.json()["code"] == "search_unavailable"


def test_one_listing_has_variants_tiers_and_pictures(client: Client, catalogue: dict[str, Any]) -> None:
    body = client.get(f"/api/v1/listings/{catalogue['bowl'].public_id}?ship_to=US").json()
    assert body["variants"][0]["tiers"] == [
        {"min_quantity": 1, "unit_price": "10.0000"},
        {"min_quantity": 50, "unit_price": "9.0000"},
    ]
    assert body["landed_price"]["quantity"] == 5
    assert body["description"]
    assert client.get("/api/v1/listings/lst_0000000000000000").status_code == 404


def test_suggestions_are_public(client: Client, catalogue: dict[str, Any]) -> None:
    body = client.get("/api/v1/suggestions?q=stone").json()
    assert "stoneware" in body["queries"]
    assert body["listings"][0]["name"] == "Stoneware bowl"
    assert client.get("/api/v1/suggestions").status_code == 422


def test_conversations_by_api(client: Client, catalogue: dict[str, Any]) -> None:
    buyer = actor_for(make_organisation(sells=False))
    assert client.get("/api/v1/conversations").status_code == 401
    sign_in(client, buyer.user, buyer.organisation)
    start = {"listing": catalogue["bowl"].public_id, "body": "Hello"}
    made = client.post("/api/v1/conversations", start, content_type="application/json")
    assert made.status_code == 201
    conversation = made.json()["id"]
    path = f"/api/v1/conversations/{conversation}/messages"
    warned = client.post(path, {"body": "mail anna@example.com"}, content_type="application/json")
    assert (warned.status_code, warned.json()["code"]) == (409, "contact_details_found")
    key = {"Idempotency-Key": "send-1"}
    for _time in range(2):
        sent = client.post(path, {"body": "More"}, content_type="application/json", headers=key)
        assert sent.status_code == 201
    assert [message["body"] for message in client.get(path).json()["results"]] == ["Hello", "More"]
    assert Message.objects.count() == 2

    other = Client()
    seller = actor_for(catalogue["seller"])
    sign_in(other, seller.user, seller.organisation)
    assert other.post(f"/api/v1/conversations/{conversation}/read").json() == {"read": 2}
