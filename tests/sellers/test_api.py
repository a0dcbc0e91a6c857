"""The sellers API: a listing from draft to review, pictures, scopes, idempotent writes, public reading."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sellers import operations
from sellers.models import Listing, ListingPicture
from sellers.operations import load_categories
from tests.accounts.factories import make_member, platform_actor, sign_in
from tests.sellers.factories import make_category, make_listing, make_seller
from tests.sellers.files import ATTACKS, noise_bytes, upload

pytestmark = pytest.mark.django_db(transaction=True)

JSON = "application/json"


def content(**over: Any) -> dict[str, Any]:
    return {
        "title": "Linen towel, 70 x 140 cm",
        "category": make_category("towels").slug,
        "description": "Woven from European flax, washed soft, hemmed by hand.",
        "moq": 10,
        "tiers": [{"min_quantity": 10, "unit_price": "9.80"}, {"min_quantity": 100, "unit_price": "8.40"}],
        "stock": 400,
        "lead_time_days": 5,
        "hs_code": "630260",
        "weight_g": 320,
        "length_mm": 300,
        "width_mm": 200,
        "height_mm": 30,
        **over,
    }


@pytest.fixture
def seller_client(client: Client, settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    seller = make_seller(country="LT")
    sign_in(client, make_member(seller), seller)
    return client


def test_a_listing_goes_from_draft_to_review_to_sale_and_its_changes_wait(seller_client: Client) -> None:
    made = seller_client.post("/api/v1/my/listings", content(), content_type=JSON)
    assert made.status_code == 201, made.content
    listing_id, url = made.json()["id"], made.headers["Location"]
    assert made.json()["variants"][0]["tiers"][1] == {"min_quantity": 100, "unit_price": "8.4000"}

    early = seller_client.post(f"{url}/submit")
    assert early.status_code == 422 and list(early.json()["errors"]) == ["pictures"]
    picture = seller_client.post(f"{url}/pictures", {"file": upload(), "alt_text": "Folded towel"})
    assert picture.status_code == 201 and set(picture.json()["renditions"]) == {"160", "480", "960"}
    assert seller_client.post(f"{url}/submit").json()["status"] == "in_review"

    listing = Listing.objects.get(public_id=listing_id)
    operations.approve_listing(actor=platform_actor(), listing=listing, reason="Good.", now=timezone.now())
    answer = seller_client.patch(url, {"title": "Linen bath towel", "stock": 5}, content_type=JSON).json()
    assert answer["title"] == "Linen towel, 70 x 140 cm" and answer["variants"][0]["stock_available"] == 5
    assert answer["changes"] == {"state": "draft", "content": {"title": "Linen bath towel"}}
    assert answer["last_decision"]["reason"] == "Good."
    assert seller_client.post(f"{url}/pause").json()["status"] == "paused"
    assert seller_client.post(f"{url}/resume").json()["status"] == "live"
    rows = seller_client.get("/api/v1/my/listings?status=proposed").json()["results"]
    assert [row["id"] for row in rows] == [listing_id]


@pytest.mark.parametrize(
    "field",
    ["status", "organisation", "public_id", "rating_average", "rating_count", "published_at", "slug", "id", "version_"],
)
def test_fields_that_are_not_the_sellers_to_set_are_refused(seller_client: Client, field: str) -> None:
    answer = seller_client.post("/api/v1/my/listings", content(**{field: "5"}), content_type=JSON)
    assert answer.status_code == 422 and field in answer.json()["errors"]
    assert not Listing.objects.exists()


def test_a_problem_names_row_and_field(seller_client: Client) -> None:
    answer = seller_client.post(
        "/api/v1/my/listings", content(tiers=[{"min_quantity": 10, "unit_price": -1}], moq="1e400"), content_type=JSON
    )
    assert answer.status_code == 422 and answer.headers["Content-Type"].startswith("application/problem+json")
    assert set(answer.json()["errors"]) == {"tiers.0.unit_price", "moq"}
    assert seller_client.post("/api/v1/my/listings", "[1]", content_type=JSON).status_code == 422


def test_an_older_version_is_refused(seller_client: Client) -> None:
    url = seller_client.post("/api/v1/my/listings", content(), content_type=JSON).headers["Location"]
    assert seller_client.patch(url, {"stock": 1, "version": 1}, content_type=JSON).json()["version"] == 2
    stale = seller_client.patch(url, {"stock": 2, "version": 1}, content_type=JSON)
    assert stale.status_code == 409 and stale.json()["code"] == "listing_changed"


def test_the_same_key_makes_one_listing_and_another_body_is_refused(seller_client: Client) -> None:
    def post(**over: Any) -> Any:
        return seller_client.post(
            "/api/v1/my/listings", content(**over), content_type=JSON, headers={"Idempotency-Key": "k1"}
        )

    assert post().json()["id"] == post().json()["id"]
    assert Listing.objects.count() == 1
    assert post(title="Another towel").json()["code"] == "idempotency_key_reused"


@pytest.mark.parametrize("name", ["svg", "html named as png", "pixel bomb", "jpeg with a page glued on"])
def test_a_hostile_picture_is_a_problem_at_the_file(seller_client: Client, name: str) -> None:
    url = seller_client.post("/api/v1/my/listings", content(), content_type=JSON).headers["Location"]
    answer = seller_client.post(f"{url}/pictures", {"file": upload(ATTACKS[name], "x.png")})
    assert answer.status_code == 422 and "file" in answer.json()["errors"]
    assert seller_client.post(f"{url}/pictures", {"alt_text": "no file"}).status_code == 422
    assert not ListingPicture.objects.exists()


def test_anybody_reads_categories_and_open_sellers(client: Client) -> None:
    load_categories()
    rows = client.get("/api/v1/categories?language=fr").json()
    by_slug = {row["slug"]: row for row in rows}
    assert by_slug["lighting"] == {
        "slug": "lighting", "name": "Luminaires", "parent": None, "takes_listings": False,
    }  # fmt: skip
    assert by_slug["soap"]["parent"] == "beauty-care" and by_slug["soap"]["takes_listings"]
    seller = make_seller(name="Bottega", country="IT")
    make_listing(seller)
    answer = client.get(f"/api/v1/sellers/{seller.seller_profile.slug}").json()
    assert (answer["name"], answer["country"], answer["listings"], answer["ships_from"]) == ("Bottega", "IT", 1, ["IT"])
    closed = make_seller(status="submitted")
    assert client.get(f"/api/v1/sellers/{closed.seller_profile.slug}").status_code == 404


def test_a_large_picture_sent_twice_with_one_key_arrives_whole_and_once(seller_client: Client) -> None:
    url = seller_client.post("/api/v1/my/listings", content(), content_type=JSON).headers["Location"]
    large = noise_bytes()
    assert len(large) > 4_000_000

    def send(file: bytes) -> Any:
        return seller_client.post(f"{url}/pictures", {"file": upload(file)}, headers={"Idempotency-Key": "p1"})

    first, second = send(large), send(large)
    assert first.status_code == 201, first.content
    assert first.json()["id"] == second.json()["id"] and ListingPicture.objects.count() == 1
    assert send(noise_bytes(400)).json()["code"] == "idempotency_key_reused"
