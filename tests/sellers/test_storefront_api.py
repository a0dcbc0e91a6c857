"""Storefront, feeds, desk and stock over the API: what pages do, programs do with a scope."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.operations import create_api_client
from sellers.models import ProductFeed, SellerProfile, SellerStanding, Variant
from tests.accounts.factories import actor_for
from tests.sellers.factories import make_listing, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def token(client: Client, seller: Any, *scopes: str) -> dict[str, str]:
    made = create_api_client(actor=actor_for(seller), name="ERP", scopes=list(scopes), now=timezone.now())
    answer = client.post(
        "/api/token/",
        {
            "grant_type": "client_credentials", "client_id": made.client.client_id, "client_secret": made.secret,
            "scope": " ".join(scopes),
        },
    )  # fmt: skip
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def send(client: Client, method: str, path: str, headers: dict[str, str], body: Any = None) -> Any:
    return client.generic(
        method, f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers
    )  # fmt: skip


def test_a_program_moves_makes_counts_and_reads(client: Client) -> None:
    seller = make_seller(slug="mine")
    variant = make_listing(seller, stock=2).variants.get()
    write = token(client, seller, "listings:read", "listings:write")
    moved = send(client, "PATCH", "my/storefront", write, {"slug": "yours"}).json()
    assert (moved["slug"], moved["former"]) == ("yours", ["mine"])
    assert send(client, "PATCH", "my/storefront", write, {"slug": "?"}).status_code == 422
    feed = send(client, "POST", "my/feeds", write, {"country": "DE", "language": "en", "currency": "EUR"})
    assert feed.status_code == 201 and feed.json()["google_url"].endswith("/google.xml")
    assert [each["id"] for each in send(client, "GET", "my/feeds", write).json()] == [feed.json()["id"]]
    assert send(client, "DELETE", f"my/feeds/{feed.json()['id']}", write).status_code == 204
    assert send(client, "GET", f"my/feeds/{feed.json()['id']}", write).status_code == 404
    counted = send(client, "PUT", f"my/stock/{variant.public_id}", write, {"stock": 40}).json()
    assert (counted["stock"], counted["state"]) == (40, "fine")
    assert [row["variant"] for row in send(client, "GET", "my/stock", write).json()] == [variant.public_id]
    assert isinstance(send(client, "GET", "my/desk", write).json(), list)


def test_reading_is_not_writing_and_others_have_nothing_here(client: Client) -> None:
    seller, other = make_seller(slug="mine"), make_seller()
    variant = make_listing(seller, stock=2).variants.get()
    read = token(client, seller, "listings:read")
    assert send(client, "PATCH", "my/storefront", read, {"slug": "yours"}).status_code == 403
    assert send(client, "POST", "my/feeds", read, {}).status_code == 403
    stranger = token(client, other, "listings:read", "listings:write")
    assert send(client, "PUT", f"my/stock/{variant.public_id}", stranger, {"stock": 9}).status_code == 404
    assert Variant.objects.get(pk=variant.pk).stock_available == 2
    assert SellerProfile.objects.get(organisation=seller).slug == "mine" and not ProductFeed.objects.exists()


def test_a_storefront_says_how_its_seller_keeps_their_word(client: Client) -> None:
    seller = make_seller(slug="mine")
    SellerStanding.objects.create(
        organisation=seller, enquiries=10, replies=9, reply_minutes=25, shipments_due=4, shipped_on_time=4,
        markets=["DE"], measured_at=timezone.now(),
    )  # fmt: skip
    found = client.get("/api/v1/sellers/mine").json()
    assert (found["answers_within_minutes"], found["answered_percent"]) == (25, 90)
    assert (found["shipped_on_time_percent"], found["main_markets"]) == (None, ["DE"])
