"""Pages that list things stay at a fixed number of queries, say what they show, and refuse what they hide."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers import desk, operations, queries
from sellers.models import Category, Listing
from sellers.operations import load_categories
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.sellers.factories import make_category, make_listing, make_picture, make_seller, make_tiers, make_variant

pytestmark = pytest.mark.django_db(transaction=True)


def test_listings_page_needs_as_many_queries_for_25_as_for_one(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    seller = make_seller()
    for _ in range(25):
        make_listing(seller, picture=True, tiers=[(1, "10"), (50, "8")])
    sign_in(client, make_member(seller), seller)
    client.get("/sell/listings/")
    with django_assert_max_num_queries(20):
        page = client.get("/sell/listings/").content.decode()
    assert page.count('name="listing"') == 25


def test_listings_page_filters_by_state_and_words(client: Client) -> None:
    seller = make_seller()
    make_listing(seller, title="Celadon bowl")
    make_listing(seller, title="Copper kettle", status="draft")
    other = make_listing(title="Celadon bowl of another")
    sign_in(client, make_member(seller), seller)
    page = client.get("/sell/listings/?q=celadon").content.decode()
    assert "Celadon bowl" in page and "Copper" not in page and other.title not in page
    fragment = client.get("/sell/listings/?status=draft", headers={"HX-Request": "true"}).content.decode()
    assert "Copper kettle" in fragment and "<html" not in fragment
    assert "No listing fits" in client.get("/sell/listings/?q=nothing").content.decode()
    assert client.get("/sell/listings/?page=99999").status_code == 200


def test_cards_cost_three_queries_however_many(django_assert_num_queries: Any) -> None:
    seller = make_seller()
    ids = [make_listing(seller, picture=True, tiers=[(1, "10"), (50, "8")]).pk for _ in range(30)]
    hidden = make_listing(seller, status="paused").pk
    with django_assert_num_queries(3):
        found = queries.cards([hidden, *reversed(ids)])
    assert [card.listing_id for card in found] == ids[::-1]
    card = found[0]
    assert (str(card.price_from.amount), str(card.price_to.amount)) == ("8.0000", "10.0000")
    assert card.picture is not None and card.in_stock and card.seller_url.startswith("/s/")


def test_live_listing_is_found_only_on_sale_and_whole() -> None:
    listing = make_listing()
    make_picture(listing, is_shown=False)
    make_tiers(make_variant(listing, label="Large"), [(1, "12")])
    found = queries.live_listing(listing.public_id)
    assert found.shown_pictures == [] and len(found.variants.all()) == 2  # type: ignore[attr-defined]
    for status in ("draft", "in_review", "paused", "archived", "rejected"):
        Listing.objects.filter(pk=listing.pk).update(status=status)
        with pytest.raises(NotFound):
            queries.live_listing(listing.public_id)
        with pytest.raises(NotFound):
            queries.variant_for_purchase(listing.public_id)


def test_variants_in_cart_say_which_went_off_sale() -> None:
    live, paused = make_listing().variants.get(), make_listing(status="paused").variants.get()
    found = queries.variants_in_cart([live.pk, paused.pk, 10**9])
    assert {pk: variant.is_on_sale for pk, variant in found.items()} == {live.pk: True, paused.pk: False}  # type: ignore[attr-defined]
    assert queries.variant_for_purchase(live.public_id) == live


def test_storefront_shows_offers_facts_and_safe_structured_data(client: Client) -> None:
    seller = make_seller(name="Bottega </script><b>x", founded_year=1931)
    listing = make_listing(seller, title="Celadon bowl", rating_average="4.50", rating_count=2)
    make_listing(seller, title="Hidden draft", status="draft")
    page = client.get(seller.seller_profile.get_absolute_url()).content.decode()
    assert "Celadon bowl" in page and "Hidden draft" not in page and listing.get_absolute_url() in page
    assert 'rel="canonical"' in page and "</script><b>" not in page
    data = json.loads(page.split('application/ld+json">')[1].split("</script>")[0])
    data = next(thing for thing in data["@graph"] if thing["@type"] == "Organization")
    assert data["name"] == "Bottega </script><b>x"
    assert data["aggregateRating"] == {"@type": "AggregateRating", "ratingValue": "4.5", "reviewCount": 2}
    assert "Nothing fits" in client.get(seller.seller_profile.get_absolute_url() + "?q=zebra").content.decode()


def test_storefront_is_closed_until_approved_but_not_to_its_own_people(client: Client) -> None:
    seller = make_seller(status="submitted")
    url = seller.seller_profile.get_absolute_url()
    assert client.get(url).status_code == 404
    sign_in(client, make_member(seller), seller)
    assert client.get(url).status_code == 200


def test_storefront_query_count_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    seller = make_seller()
    for _ in range(24):
        make_listing(seller, picture=True)
    with django_assert_max_num_queries(20):
        client.get(seller.seller_profile.get_absolute_url())


def test_desk_says_what_to_do_and_shows_cards_of_other_rooms(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    seller = make_seller()
    make_listing(seller, stock=2, title="Nearly gone")
    make_listing(seller, status="draft")
    sign_in(client, make_member(seller), seller)
    monkeypatch.setattr(desk, "_PROVIDERS", [])
    monkeypatch.setattr(desk, "_PANELS", [])

    def orders(actor: Actor) -> list[desk.DeskCard]:
        assert actor.organisation == seller
        return [desk.DeskCard(3, "orders to ship", "/orders/"), desk.DeskCard(0, "disputes", "/disputes/")]

    desk.register(orders)
    desk.register(orders)
    client.get("/sell/")
    with django_assert_max_num_queries(25):
        page = client.get("/sell/").content.decode()
    assert page.count("orders to ship") == 1 and "disputes" not in page
    assert "product is running out" in page and "draft to finish" in page


def test_preview_shows_the_proposed_version_to_its_seller_only(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, title="Old title", picture=True)
    operations.edit_listing(
        actor=actor_for(seller), listing=listing, content={"title": "New title"}, now=timezone.now()
    )
    sign_in(client, make_member(seller), seller)
    assert b"New title" in client.get(f"/sell/listings/{listing.public_id}/preview/").content
    assert Listing.objects.get().title == "Old title"


def test_live_card_shows_what_is_typed_and_keeps_nothing(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    data = {"kind": "goods", "title": "<b>Typed", "unit": "kg", "currency": "EUR", "moq": "5",
            "tier_quantity": ["5"], "tier_price": ["3.20"]}  # fmt: skip
    page = client.post("/sell/listings/card/", data).content.decode()
    assert "&lt;b&gt;Typed" in page and "3.20" in page and "<html" not in page
    assert not Listing.objects.exists()


def test_hs_code_finder_answers_words_with_codes(client: Client) -> None:
    from trade.models import HsCode

    heading, _created = HsCode.objects.get_or_create(code="6912", defaults={"level": 4, "title": "Ceramic tableware"})
    HsCode.objects.get_or_create(
        code="691200", defaults={"level": 6, "title": "Tableware of stoneware", "parent": heading}
    )
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    page = client.get("/sell/hs-codes/?q=tableware", headers={"HX-Request": "true"}).content.decode()
    assert 'data-hs-code="691200"' in page and "<html" not in page
    assert b"No code has" in client.get("/sell/hs-codes/?q=zzzz").content


def test_load_categories_makes_the_tree_once_in_six_languages() -> None:
    count = load_categories()
    assert load_categories() == count == Category.objects.count()
    assert Category.objects.filter(depth=1).count() == 13
    fruit = Category.objects.get(slug="fresh-fruit")
    assert [fruit.label(code) for code in ("en", "zh-hans", "es", "fr", "pt", "ar")] == [
        "Fresh fruit", "新鲜水果", "Fruta fresca", "Fruits frais", "Fruta fresca", "فواكه طازجة",
    ]  # fmt: skip
    for category in Category.objects.all():
        assert all(category.name_translations.values()) and len(category.name_translations) == 5
    assert [each.slug for each in queries.category_path(fruit)] == ["food-farm", "fresh-fruit"]
    assert sum(len(leaves) for _top, leaves in queries.leaf_categories()) == count - 13


def test_loading_categories_again_restores_names_and_leaves_what_operators_closed() -> None:
    load_categories()
    Category.objects.filter(slug="soap").update(name="Seife", is_open=False)
    load_categories()
    soap = Category.objects.get(slug="soap")
    assert (soap.name, soap.is_open) == ("Soap", False)


def test_refresh_rating_keeps_the_newest_whatever_the_order() -> None:
    listing = make_listing()
    operations.refresh_rating(listing_id=listing.pk, rating_sum=14, rating_count=3)
    operations.refresh_rating(listing_id=listing.pk, rating_sum=5, rating_count=1)
    operations.refresh_rating(listing_id=listing.pk, rating_sum=0, rating_count=0)
    listing.refresh_from_db()
    assert (str(listing.rating_average), listing.rating_count) == ("4.67", 3)


def test_category_factory_nests() -> None:
    top = make_category("top-test", "Top")
    child = make_category("child-test", "Child", parent=top)
    assert child.get_parent() == top
