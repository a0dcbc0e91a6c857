"""What cannot stand is refused at its field, by page, autosave and program alike, and nothing is half saved."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actor import Actor
from marketplace.kernel.refusals import InvalidInput
from sellers import operations
from sellers.models import Listing, ListingEdit
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.sellers.factories import make_listing

pytestmark = pytest.mark.django_db(transaction=True)

BAD: list[tuple[str, dict[str, Any], str]] = [
    ("price zero", {"tiers": [{"min_quantity": 1, "unit_price": "0"}]}, "tiers.0.unit_price"),
    ("price below zero", {"tiers": [{"min_quantity": 1, "unit_price": "-3"}]}, "tiers.0.unit_price"),
    ("price not a number", {"tiers": [{"min_quantity": 1, "unit_price": "NaN"}]}, "tiers.0.unit_price"),
    (
        "two prices for one quantity",
        {"tiers": [{"min_quantity": 1, "unit_price": "9"}, {"min_quantity": 1, "unit_price": "8"}]},
        "tiers.1.min_quantity",
    ),
    (
        "price that rises with the quantity",
        {"tiers": [{"min_quantity": 1, "unit_price": "9"}, {"min_quantity": 10, "unit_price": "12"}]},
        "tiers.1.unit_price",
    ),
    ("minimum of nothing", {"moq": 0}, "moq"),
    ("HS code of letters", {"hs_code": "AB1234"}, "hs_code"),
    ("HS code of four digits", {"hs_code": "6912"}, "hs_code"),
    ("a phone number in the text", {"description": "Call +49 170 1234567 for a better price."}, "description"),
    ("a mail address in the title", {"title": "Bowls, write to me@example.com"}, "title"),
    ("text without end", {"title": "x" * 141}, "title"),
    ("a country that is none", {"origin_country": "ZZ"}, "origin_country"),
    ("a category that is none", {"category": "no-such-thing"}, "category"),
    ("a field that is none", {"colour_of_money": "green"}, "colour_of_money"),
]


def as_it_is(listing: Listing) -> Any:
    row = Listing.objects.values().get(pk=listing.pk)
    return row, list(listing.tiers.order_by("min_quantity").values_list("min_quantity", "unit_price"))


@pytest.mark.parametrize(("what", "content", "field"), BAD, ids=[row[0].replace(" ", "_") for row in BAD])
def test_a_save_is_refused_at_its_field_and_an_autosave_keeps_the_rest(
    what: str, content: dict[str, Any], field: str
) -> None:
    listing = make_listing(status="draft", tiers=[(1, "10")], summary="Before.")
    actor: Actor = actor_for(listing.organisation)
    before = as_it_is(listing)
    with pytest.raises(InvalidInput) as refused:
        operations.edit_listing(
            actor=actor, listing=listing, content={"summary": "After.", **content}, now=timezone.now()
        )
    assert field in refused.value.fields and all(refused.value.fields[field]), refused.value.fields
    assert as_it_is(listing) == before and not ListingEdit.objects.exists()
    # The same while typing: what is wrong waits, what is right is saved.
    saved = operations.autosave_listing(
        actor=actor, listing=listing, content={"summary": "After.", **content}, typed={}, now=timezone.now()
    )
    listing.refresh_from_db()
    assert listing.summary == "After." and saved.refused == [name for name in content if name == field.split(".")[0]]
    assert as_it_is(listing)[1] == before[1]


def test_the_page_says_it_at_the_field_with_what_was_typed(client: Client) -> None:
    listing = make_listing(status="draft", tiers=[(1, "10")])
    seller = listing.organisation
    sign_in(client, make_member(seller), seller)
    answer = client.post(
        f"/sell/listings/{listing.public_id}/",
        {"title": "Bowl", "tier_quantity": ["1", "1", "50"], "tier_price": ["9", "5", "0"], "do": "save"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and 'id="tier-price-2-error"' in page and 'id="tier-quantity-1-error"' in page
    assert 'name="tier_price" value="0"' in page and listing.tiers.get().unit_price == 10
