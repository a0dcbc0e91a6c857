"""Home, search, category and suggestion pages on real rows."""

from typing import Any

import pytest
from django.test import Client

from buyers.categories import forget, tree
from buyers.search.build import rebuild
from sellers.models import Category
from tests.sellers.factories import make_category, make_listing, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(reference_data: None) -> dict[str, Any]:
    """A few listings from two countries, indexed."""
    grower = make_seller("Frutícola Ñuble", country="CL", currency="USD")
    potter = make_seller("Bottega Argilla", country="IT", currency="EUR")
    fruit, ceramics = make_category("fruit", name="Fruit"), make_category("ceramics", name="Ceramics")
    listings = [
        make_listing(grower, title="Fresh blueberries", category=fruit, hs_code="081040", price="6.00", moq=10),
        make_listing(potter, title="Stoneware bowl", category=ceramics, price="18.00"),
        make_listing(potter, title="Stoneware plate", category=ceramics, price="22.00", stock=0),
        make_listing(potter, title="Secret draft bowl", category=ceramics, status="draft"),
        make_listing(make_seller(status="submitted"), title="Unapproved bowl", category=ceramics),
    ]
    forget()
    rebuild()
    return {"listings": listings, "fruit": fruit, "ceramics": ceramics, "potter": potter}


def test_home_shows_search_categories_and_real_offers(client: Client, world: dict[str, Any]) -> None:
    page = client.get("/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Fresh blueberries" in text
    assert 'href="/c/ceramics/"' in text
    assert "Secret draft bowl" not in text
    assert "Unapproved bowl" not in text


def test_home_works_while_the_index_is_away(client: Client, reference_data: None) -> None:
    assert client.get("/").status_code == 200


def test_search_says_plainly_that_the_index_is_away(client: Client, reference_data: None) -> None:
    page = client.get("/search/?q=bowl")
    assert page.status_code == 503
    assert "Search is being prepared" in page.content.decode()


def test_search_shows_what_is_on_sale_with_the_price_at_the_door(client: Client, world: dict[str, Any]) -> None:
    page = client.get("/search/?q=blueberries")
    text = page.content.decode()
    assert "1 result for “blueberries”" in text
    assert "at your door" in text
    offer = page.context["offers"][0]
    assert offer.card.approx
    assert str(offer.card.price_from.currency) == "EUR"
    assert offer.door.landed is not None


def test_filters_are_chips_that_can_be_taken_back(client: Client, world: dict[str, Any]) -> None:
    page = client.get("/search/?q=stoneware&stock=1&origin=IT")
    text = page.content.decode()
    assert page.context["result"].count == 1
    assert "From Italy" in text
    assert [label for label, _url in page.context["chips"]] == ["From Italy", "In stock"]


def test_a_category_has_its_own_address_and_counts(client: Client, world: dict[str, Any]) -> None:
    page = client.get("/c/ceramics/")
    assert page.context["result"].count == 2
    assert client.get("/c/no-such/").status_code == 404
    assert client.get("/search/?category=ceramics&q=plate").context["result"].count == 1
    assert client.get("/search/?category=no-such&q=plate").context["result"].count == 1


def test_a_filter_that_leaves_nothing_offers_to_take_it_back(client: Client, world: dict[str, Any]) -> None:
    text = client.get("/search/?q=plate&origin=CL").content.decode()
    assert "Your filters leave nothing" in text


def test_no_hits_offer_categories_and_everything(client: Client, world: dict[str, Any]) -> None:
    text = client.get("/search/?q=zzqqxx").content.decode()
    assert "Nothing found for “zzqqxx”" in text


def test_a_correction_is_said_and_can_be_refused(client: Client, world: dict[str, Any]) -> None:
    text = client.get("/search/?q=stonewear").content.decode()
    assert "2 results for “stoneware”" in text
    assert "exact=1" in text
    assert client.get("/search/?q=stonewear&exact=1").context["result"].count == 0


def test_htmx_gets_results_and_filters_alone(client: Client, world: dict[str, Any]) -> None:
    answer = client.get("/search/?q=bowl&min=&max=", headers={"HX-Request": "true", "HX-Target": "results"})
    assert answer["HX-Push-Url"] == "/search/?q=bowl"
    fragment = answer.content.decode()
    assert "<html" not in fragment
    assert 'id="filter-form"' in fragment
    assert "hx-swap-oob" in fragment


@pytest.mark.parametrize(
    "query",
    [
        "page=1000000000", "page=-1", "page=x", "q=" + "a" * 9_000, "q=%00", "q=%F0%9F%AB%90", "min=NaN", "min=1e999",
        "max=-5", "moq=7", "rating=9", "origin=ZZ&origin=IT", "kind=weapon", "sort=paid", "view=hologram", "price=5-",
        "price=-", "price=x-y", "quantity=99999999999999999999", "seller=nobody", "q=%2A%20OR%201%3D1", "lead=-1",
        "q=<script>alert(1)</script>", "category=%00", "seller=%00", "exact=1&q=((", "q=%ED%A0%80",
    ],
)  # fmt: skip
def test_no_address_breaks_the_page(client: Client, world: dict[str, Any], query: str) -> None:
    page = client.get(f"/search/?{query}", follow=True)
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.content.decode()


def test_queries_do_not_grow_with_results(
    client: Client, world: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make_listing(world["potter"], title=f"Stoneware cup {number}", category=world["ceramics"], picture=True)
    rebuild()
    client.get("/search/?q=stoneware")  # reference data is read once per process
    with django_assert_max_num_queries(8) as few:
        assert client.get("/search/?q=plate").context["result"].count == 1
    with django_assert_max_num_queries(8) as many:
        assert len(client.get("/search/?q=stoneware").context["offers"]) == 24
    assert len(many) <= len(few)
    with django_assert_max_num_queries(8):
        client.get("/")


def test_suggestions_come_in_groups(client: Client, world: dict[str, Any], django_assert_max_num_queries: Any) -> None:
    client.get("/suggestions/?q=x1")
    with django_assert_max_num_queries(4):
        text = client.get("/suggestions/?q=stone").content.decode()
    assert "Stoneware bowl" in text
    assert 'role="option"' in text
    assert "Bottega Argilla" in client.get("/suggestions/?q=botte").content.decode()
    assert 'href="/c/ceramics/"' in client.get("/suggestions/?q=cera").content.decode()
    assert client.get("/suggestions/?q=s").content.decode().strip() == ""


def test_the_tree_adds_up_counts_along_its_branches() -> None:
    parent = make_category("home", name="Home")
    child = make_category("lamps", name="Lamps", parent=parent)
    forget()
    assert tree().counts({str(child.pk): 3, str(parent.pk): 1, "999999": 5}) == {parent.pk: 4, child.pk: 3}
    assert [branch.slug for branch in tree().matching("lam", 5)] == ["lamps"]
    assert Category.objects.count() == 2
