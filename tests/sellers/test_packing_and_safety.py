"""Cartons, responsible persons and codes that do not fit: kept by field, shown to buyers, used where they count."""

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.kernel.refusals import InvalidInput, NotFound
from orders.carts import parcels_of
from orders.queries import variants_read
from sellers import operations, queries
from sellers.hs_fit import fit_of, hs_warning
from sellers.models import Category, SafetyContact
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.sellers.factories import make_category, make_listing, make_seller
from trade.packing import Carton, Parcel, in_cartons

PERSON = {"name": "Rhein Compliance GmbH", "address": "Kaistraße 4, 50667 Köln, DE", "email": "gpsr@rhein.example"}


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, [(1, 500)]), (11, [(11, 500)]), (12, [(1, 6400)]), (30, [(2, 6400), (6, 500)]), (36, [(3, 6400)])],
)
def test_full_cartons_travel_closed_and_the_rest_singly(count: int, expected: list[tuple[int, int]]) -> None:
    pieces = Parcel(500, 200, 200, 100, count, dangerous="battery", max_c=20)
    found = in_cartons(pieces, Carton(12, 6400, 600, 400, 250))
    assert [(each.count, each.weight_g) for each in found] == expected
    # What the goods are does not change with their box.
    assert {(each.dangerous, each.max_c) for each in found} == {("battery", 20)}
    assert in_cartons(pieces, None) == (pieces,)


@pytest.mark.django_db(transaction=True)
def test_cartons_change_at_once_and_carry_the_order(client: Client) -> None:
    seller = make_seller()
    bowl = make_listing(seller, picture=True)
    sign_in(client, make_member(seller), seller)
    at = f"/sell/listings/{bowl.public_id}/packing/"
    sent = {"do": "packaging", "units_per_carton": "12", "units_per_inner": "4", "carton_weight_kg": "many"}
    answer = client.post(at, sent)
    assert answer.status_code == 422 and 'href="#id_carton_weight_kg"' in answer.content.decode()
    size = {"carton_length_cm": "60", "carton_width_cm": "40", "carton_height_cm": "25"}
    assert client.post(at, {**sent, **size, "carton_weight_kg": "10,2"}).status_code == 302
    variant = variants_read().get(listing=bowl)
    assert [(each.count, each.weight_g) for each in parcels_of([(variant, 30)])] == [(2, 10200), (6, 800)]
    # A carton of which not all is known carries nothing.
    operations.edit_listing(
        actor=actor_for(seller), listing=bowl, content={"carton_height_mm": None}, now=timezone.now()
    )
    variant = variants_read().get(listing=bowl)
    assert [(each.count, each.weight_g) for each in parcels_of([(variant, 30)])] == [(30, 800)]


@pytest.mark.django_db(transaction=True)
def test_a_listings_own_safety_contact_stands_before_the_companys(client: Client) -> None:
    seller = make_seller()
    bowl, kettle = make_listing(seller), make_listing(seller)
    sign_in(client, make_member(seller), seller)
    at = f"/sell/listings/{bowl.public_id}/packing/"
    answer = client.post(at, {**PERSON, "do": "safety", "market": "EU", "scope": "all", "email": "by pigeon"})
    assert answer.status_code == 422 and "by pigeon" in answer.content.decode() and not SafetyContact.objects.exists()
    assert client.post(at, {**PERSON, "do": "safety", "market": "EU", "scope": "all"}).status_code == 302
    own = {**PERSON, "name": "Keramik Sicherheit", "do": "safety", "market": "EU", "scope": "listing"}
    assert client.post(at, own).status_code == 302
    assert queries.safety_contacts(bowl)["EU"].name == "Keramik Sicherheit"
    assert queries.safety_contacts(kettle)["EU"].name == PERSON["name"]
    client.logout()
    page = client.get(bowl.get_absolute_url()).content.decode()
    assert "Keramik Sicherheit" in page and PERSON["address"] in page and PERSON["name"] not in page
    sign_in(client, make_member(seller), seller)
    client.post(at, {"do": "remove", "market": "EU", "scope": "listing"})
    assert queries.safety_contacts(bowl)["EU"].name == PERSON["name"]
    with pytest.raises(NotFound):
        operations.set_safety_contact(
            actor=actor_for(make_seller()), listing=bowl, market="EU", contact=PERSON, now=timezone.now()
        )
    with pytest.raises(InvalidInput) as refused:
        operations.set_safety_contact(
            actor=actor_for(seller), listing=None, market="US", contact=PERSON, now=timezone.now()
        )
    assert list(refused.value.fields) == ["market"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("category", "code", "warned", "refused"),
    [
        ("tableware", "691200", False, False),
        ("tableware", "481940", True, False),
        ("tableware", "080810", True, True),
        ("rugs", "570110", False, False),
        ("rugs", "630260", False, False),
        ("rugs", "520811", True, True),
        ("fresh-fruit", "940161", True, True),
        ("lessons", "", False, False),
    ],
)
def test_a_code_that_does_not_fit_is_warned_of_and_nonsense_refused(
    category: str, code: str, warned: bool, refused: bool
) -> None:
    operations.load_categories()
    leaf = Category.objects.get(slug=category)
    assert bool(hs_warning(code, leaf)) == warned
    seller = make_seller()
    kind = "goods" if code else "service"
    listing = make_listing(seller, status="draft", category=leaf, kind=kind, hs_code=code, picture=True)
    if not refused:
        operations.submit_listing(actor=actor_for(seller), listing=listing, now=timezone.now())
        return
    with pytest.raises(InvalidInput) as refusal:
        operations.submit_listing(actor=actor_for(seller), listing=listing, now=timezone.now())
    assert "Chapter" in str(refusal.value.fields["hs_code"][0])
    listing.refresh_from_db()
    assert listing.status == "draft"


@pytest.mark.django_db(transaction=True)
def test_categories_of_an_operators_own_are_not_judged() -> None:
    assert fit_of(make_category("own-branch")) is None and hs_warning("010121", make_category("own-branch")) == ""


def test_every_branch_of_the_table_says_what_fits() -> None:
    from sellers.hs_fit import _table

    for slug, fit in _table().items():
        assert fit.fitting and not fit.fitting & fit.impossible, slug
