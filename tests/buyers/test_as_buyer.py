"""A seller sees the page as a buyer elsewhere would, before it is on sale; nobody else does."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sellers.models import ListingRevision, Lot
from tests.accounts.factories import make_member, sign_in
from tests.sellers.factories import make_listing, make_seller

pytestmark = pytest.mark.django_db(transaction=True)


def frame(listing: object, **query: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/sell/as-buyer/{listing.public_id}/frame/?{asked}"  # type: ignore[attr-defined]


def test_the_frame_is_the_product_page_at_that_door_in_that_language(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft", price="10.00", picture=True, title="Stoneware bowl")
    sign_in(client, make_member(seller), seller)
    page = client.get(frame(listing, ship_to="US", language="fr", currency="USD", quantity="20"))
    text = page.content.decode()
    assert 'lang="fr"' in text and "Stoneware bowl" in text and "États-Unis" in text and "USD" in text
    assert "<div inert>" in text
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    arabic = client.get(frame(listing, ship_to="AE", language="ar")).content.decode()
    assert 'dir="rtl"' in arabic
    around = client.get(f"/sell/as-buyer/{listing.public_id}/?ship_to=US&frame=phone")
    assert "device-phone" in around.content.decode() and "frame-ancestors 'none'" in str(around.headers)


def test_it_shows_what_waits_and_says_where_it_may_not_be_sold(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, picture=True, title="Oak bowl")
    ListingRevision.objects.create(listing=listing, organisation=seller, content={"title": "Python leather bag"})
    seller.seller_profile.ships_to = ["IT"]
    seller.seller_profile.save()
    sign_in(client, make_member(seller), seller)
    text = client.get(frame(listing, ship_to="US", language="en")).content.decode()
    assert "Python leather bag" in text and "Oak bowl" not in text
    assert "Add to cart" not in text


def test_it_is_its_sellers_alone_and_needs_a_price(client: Client) -> None:
    listing = make_listing(status="draft")
    stranger = make_seller()
    sign_in(client, make_member(stranger), stranger)
    assert client.get(frame(listing)).status_code == 404
    assert client.get(f"/sell/as-buyer/{listing.public_id}/").status_code == 404
    seller = listing.organisation
    sign_in(client, make_member(seller), seller)
    listing.tiers.all().delete()
    assert client.get(frame(listing)).status_code == 404
    assert "Not enough to show yet" in client.get(f"/sell/as-buyer/{listing.public_id}/").content.decode()


def test_the_editor_says_what_it_costs_at_doors(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    typed = {
        "kind": "goods", "title": "Stoneware bowl", "hs_code": "691200", "origin_country": "IT", "currency": "EUR",
        "ships_from_country": "IT", "weight_kg": "0.8", "length_cm": "20", "width_cm": "20", "height_cm": "10",
        "moq": "10", "tier_quantity": "1", "tier_price": "10",
    }  # fmt: skip
    shown = client.post("/sell/listings/where/", typed).content.decode()
    assert "At the door" in shown and "United States" in shown and "EUR 1" in shown
    assert "At the door" not in client.post("/sell/listings/where/", {**typed, "tier_price": ""}).content.decode()


def test_the_editor_and_the_product_page_say_the_same_of_a_lot_that_has_to_be_kept_cold(client: Client) -> None:
    """Cartons, cold chain, lead time and dates count in both: a promise to the seller is one to the buyer."""
    seller = make_seller()
    today = timezone.now().date()
    listing = make_listing(
        seller, kind="perishable_lot", price="20.00", picture=True, hs_code="691200", lead_time_days=2, moq=10,
        units_per_carton=5, carton_weight_g=9000, carton_length_mm=400, carton_width_mm=300, carton_height_mm=300,
    )  # fmt: skip
    Lot.objects.update(best_before_date=today + timedelta(days=60), storage_min_c=2, storage_max_c=6)
    sign_in(client, make_member(seller), seller)
    typed = {
        "listing": listing.public_id, "kind": "perishable_lot", "title": listing.title, "hs_code": listing.hs_code,
        "origin_country": listing.origin_country, "currency": listing.currency, "moq": "10", "lead_time_days": "2",
        "ships_from_country": listing.ships_from_country, "weight_kg": str(listing.weight_g / 1000),
        "tier_quantity": "1", "tier_price": "20",
    }  # fmt: skip

    def told(country: str) -> str:
        text = client.post("/sell/listings/where/", typed).content.decode()
        return re.search(rf"{country}</th><td[^>]*>(.*?)</td>", text, re.DOTALL)[1]  # type: ignore[index]

    def asked(**query: str) -> str:
        return client.get(
            frame(listing, ship_to="US", language="en", currency=listing.currency, **query)
        ).content.decode()

    unit = re.search(r"[A-Z]{3}\W+[\d.,]+", told("United States"))
    assert unit and unit[0] in asked(quantity="10")
    # Nobody brings it in three days by cold chain: the seller is told so, and the buyer cannot order.
    Lot.objects.update(best_before_date=today + timedelta(days=3))
    assert "too late" in told("United States")
    assert "Add to cart" not in asked(quantity="10")
