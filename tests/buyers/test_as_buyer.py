"""A seller sees the page as a buyer elsewhere would, before it is on sale; nobody else does."""

import pytest
from django.test import Client

from sellers.models import ListingRevision
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
