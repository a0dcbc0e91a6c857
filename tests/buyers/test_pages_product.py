"""The product page in each of its states."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from buyers import panels
from buyers.search.build import rebuild
from marketplace.kernel.money import Money
from sellers.models import Lot
from tests.accounts.factories import make_member, sign_in
from tests.sellers.factories import make_category, make_listing, make_seller, make_tiers, make_variant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def page_of(client: Client, listing: Any, query: str = "") -> Any:
    return client.get(f"{listing.get_absolute_url()}{query}")


def test_a_listing_shows_price_door_and_facts(client: Client, django_assert_max_num_queries: Any) -> None:
    listing = make_listing(make_seller("Argilla", country="IT"), title="Stoneware bowl", tiers=[(1, "10"), (50, "9")])
    page_of(client, listing, "?ship_to=US")  # reference data is read once per process
    with django_assert_max_num_queries(10):
        page = page_of(client, listing, "?quantity=60&ship_to=US")
    text = page.content.decode()
    assert page.status_code == 200
    view = page.context["view"]
    assert [row.is_active for row in view.tiers] == [False, True]
    assert view.subtotal == Money(540, "EUR")
    assert view.door.landed.total is not None
    assert view.arrives is not None
    assert "HS code" in text
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{listing.get_absolute_url()}"' in text


@pytest.mark.parametrize(("ship_to", "has_border"), [("US", True), ("CH", True), ("DE", False), ("IT", False)])
def test_the_route_passes_customs_only_where_there_is_a_border(client: Client, ship_to: str, has_border: bool) -> None:
    listing = make_listing(make_seller("Argilla", country="IT"), title="Stoneware bowl")
    view = page_of(client, listing, f"?ship_to={ship_to}").context["view"]
    assert ("Customs" in [stage["label"] for stage in view.stages]) == has_border


def test_a_wrong_slug_leads_to_the_right_address_for_good(client: Client) -> None:
    listing = make_listing(title="Stoneware bowl")
    answer = client.get(f"/listing/some-other-name-{listing.public_id}/?quantity=5")
    assert answer.status_code == 301
    assert answer["Location"] == f"{listing.get_absolute_url()}?quantity=5"


@pytest.mark.parametrize("status", ["draft", "in_review", "paused", "rejected", "archived"])
def test_what_is_not_on_sale_is_not_found(client: Client, status: str) -> None:
    listing = make_listing(status=status)
    assert page_of(client, listing).status_code == 404
    assert client.get(f"/listing/{listing.public_id}/price/").status_code == 404


def test_an_unapproved_sellers_listing_is_not_found(client: Client) -> None:
    assert page_of(client, make_listing(make_seller(status="submitted"))).status_code == 404


def test_without_a_code_it_is_not_sold_and_duty_is_said_to_be_unknown(client: Client) -> None:
    listing = make_listing(make_seller(country="CN", currency="CNY"), hs_code="")
    page = page_of(client, listing, "?ship_to=DE")
    assert not page.context["view"].may_buy
    assert "Without a known HS code" in page.content.decode()
    assert "Not stated, so duty is not known" in page.content.decode()


def test_a_service_has_no_customs_step_and_no_freight(client: Client) -> None:
    listing = make_listing(make_seller(country="FR"), kind="service", title="Translation by the hour", unit="hour")
    page = page_of(client, listing, "?ship_to=CN")
    text = page.content.decode()
    assert "A service crosses no customs counter" in text
    assert "Customs" not in text.split("<main", 1)[1].replace("customs counter", "")
    assert page.context["view"].door.freight is None


def test_a_lot_takes_the_way_that_arrives_before_its_best_before_date(client: Client) -> None:
    seller = make_seller(country="CL", currency="USD")
    listing = make_listing(seller, kind="perishable_lot", hs_code="081040", lead_time_days=2)
    Lot.objects.update(best_before_date=timezone.now().date() + timedelta(days=15))
    view = page_of(client, listing, "?ship_to=DE&quantity=40").context["view"]
    assert view.lots[0].kind == "success"
    assert view.arrives[1] <= timezone.now().date() + timedelta(days=15)


def test_a_lot_that_comes_too_late_is_said_so(client: Client) -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"), kind="perishable_lot", hs_code="081040")
    Lot.objects.update(best_before_date=timezone.now().date() + timedelta(days=3))
    page = page_of(client, listing, "?ship_to=DE&quantity=40")
    assert page.context["view"].lots[0].kind == "danger"
    assert "only after its best-before date" in page.content.decode()


def test_out_of_stock_offers_to_ask_instead_of_buying(client: Client) -> None:
    listing = make_listing(stock=0)
    text = page_of(client, listing).content.decode()
    assert "Out of stock" in text
    assert "Add to cart" not in text


def test_below_the_minimum_the_field_says_so(client: Client) -> None:
    listing = make_listing(moq=10, tiers=[(1, "12"), (10, "10")])
    page = page_of(client, listing, "?quantity=3")
    assert page.context["view"].below_moq
    assert "The minimum order is 10" in page.content.decode()
    assert [row.start for row in page.context["view"].tiers] == [10]


def test_a_country_the_seller_does_not_serve_is_refused_with_the_reason(client: Client) -> None:
    listing = make_listing(make_seller(ships_to=["FR"]))
    text = page_of(client, listing, "?ship_to=JP").content.decode()
    assert "Not sent to Japan" in text
    assert "Add to cart" not in text


def test_the_panel_follows_variant_quantity_country_and_terms(client: Client) -> None:
    listing = make_listing(make_seller(country="IT"), tiers=[(1, "10")])
    large = make_variant(listing, label="Large")
    make_tiers(large, [(1, "25")])
    url = f"/listing/{listing.public_id}/price/?variant={large.public_id}&quantity=4&ship_to=US&incoterm=DAP"
    fragment = client.get(url, headers={"HX-Request": "true"})
    assert fragment.context["view"].subtotal == Money(100, "EUR")
    assert fragment.context["view"].choice.incoterm == "DAP"
    assert "<html" not in fragment.content.decode()
    # Without HTMX the same choice opens the page.
    assert client.get(url).status_code == 302


@pytest.mark.parametrize(
    "query",
    ["quantity=0", "quantity=-5", "quantity=9e9", "quantity=" + "9" * 40, "ship_to=ZZ", "variant=%00", "incoterm=XXX"],
)
def test_no_choice_breaks_the_page(client: Client, query: str) -> None:
    listing = make_listing()
    assert page_of(client, listing, f"?{query}").status_code == 200


def test_structured_data_is_valid_and_cannot_be_broken_out_of(client: Client) -> None:
    listing = make_listing(title="Bowl </script><script>alert(1)</script>", tiers=[(1, "10"), (50, "9")], picture=True)
    text = page_of(client, listing).content.decode()
    assert "<script>alert(1)" not in text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]
    data = next(thing for thing in data["@graph"] if thing["@type"] == "Product")
    assert data["name"] == listing.title
    assert data["offers"]["lowPrice"] == "9.0000"
    assert data["offers"]["priceCurrency"] == listing.currency
    assert data["image"][0].startswith("http")


def test_ones_own_listing_has_an_edit_link_and_no_cart_button(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller)
    sign_in(client, make_member(seller), seller)
    text = page_of(client, listing).content.decode()
    assert "This is your own listing" in text
    assert "Add to cart" not in text
    assert "Ask the seller" not in text


def test_similar_offers_are_others_of_the_kind(client: Client) -> None:
    ceramics, lamps = make_category("ceramics"), make_category("lamps", name="Lamps")
    bowl = make_listing(title="Stoneware bowl blue", category=ceramics)
    other = make_listing(title="Stoneware bowl green", category=ceramics)
    make_listing(title="Desk lamp", category=lamps, summary="", description="Light")
    rebuild()
    similar = page_of(client, bowl).context["similar"]
    assert similar[0].card.listing_id == other.pk
    assert bowl.pk not in [each.card.listing_id for each in similar]


def test_rooms_above_add_their_sections(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_providers", {})

    @panels.register
    def provider(request: Any, listing: Any) -> panels.Panel:
        return panels.Panel("reviews", "What buyers say", "buyers/_leak_warning.html", {"listing": listing})

    assert "What buyers say" in page_of(client, make_listing()).content.decode()


def test_what_was_looked_at_comes_back_on_the_home_page(client: Client) -> None:
    first, second = make_listing(title="Stoneware jug"), make_listing(title="Stoneware vase")
    page_of(client, first)
    page_of(client, second)
    assert [each.card.listing_id for each in client.get("/").context["seen"]] == [second.pk, first.pk]
    client.cookies["bridgeway_seen"] = "forged:value"
    assert client.get("/").context["seen"] == []
