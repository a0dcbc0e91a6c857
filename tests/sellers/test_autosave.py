"""Typing is never lost: drafts save themselves, what cannot be stored is kept as typed, an older window is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sellers import operations
from sellers.models import Listing, ListingEdit, ListingRevision, UnsavedInput
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.sellers.factories import make_listing, make_seller

pytestmark = pytest.mark.django_db(transaction=True)
AUTOSAVE = "/sell/listings/autosave/"


def typed(listing: Listing | None = None, **over: Any) -> dict[str, Any]:
    """What the editor sends while one types."""
    stored = {"listing": listing.public_id, "version": listing.version} if listing is not None else {}
    return {"window": "window-1", **stored, **over}


def signed_in(client: Client, seller: Any) -> Any:
    member = make_member(seller)
    sign_in(client, member, seller)
    return member


def test_the_first_words_make_one_draft_however_often_they_are_sent(client: Client) -> None:
    seller = make_seller()
    signed_in(client, seller)
    answer = client.post(AUTOSAVE, typed(description="Thrown by"))
    draft = Listing.objects.get()
    assert answer.headers["HX-Replace-Url"] == f"/sell/listings/{draft.public_id}/"
    assert "Saved" in answer.content.decode() and f'value="{draft.public_id}"' in answer.content.decode()
    assert (draft.status, draft.description, draft.title) == ("draft", "Thrown by", "")
    # The answer was lost on the way: the same window asks again, then presses Save on its old page.
    client.post(AUTOSAVE, typed(title="A bowl", description="Thrown by hand"))
    client.post("/sell/listings/new/", typed(title="A stoneware bowl", description="Thrown by hand", do="save"))
    assert list(Listing.objects.values_list("title", "description")) == [("A stoneware bowl", "Thrown by hand")]
    assert client.get(f"/sell/listings/{draft.public_id}/").status_code == 200


def test_an_autosave_that_comes_after_the_draft_was_sent_begins_no_second_one(client: Client) -> None:
    seller = make_seller()
    signed_in(client, seller)
    client.post("/sell/listings/new/", typed(title="A stoneware bowl", do="save"))
    Listing.objects.update(status="in_review")
    said = client.post(AUTOSAVE, typed(title="A stoneware bow")).content.decode()
    assert Listing.objects.get().title == "A stoneware bowl"
    assert 'data-state="conflict"' in said


def test_a_field_that_cannot_stand_does_not_lose_the_others_and_is_shown_again(client: Client) -> None:
    seller = make_seller()
    draft, other = make_listing(seller, status="draft"), make_listing(seller)
    other.variants.update(sku="TAKEN")
    signed_in(client, seller)
    fields = {
        "title": "Celadon bowl", "moq": "a dozen", "lead_time_days": "12", "sku": "TAKEN", "weight_kg": "heavy",
        "tier_quantity": ["1", "1"], "tier_price": ["9.00", "8.00"], "best_before_date": "soon",
    }  # fmt: skip
    said = client.post(AUTOSAVE, typed(draft, **fields)).content.decode()
    draft.refresh_from_db()
    assert (draft.title, draft.lead_time_days, draft.moq) == ("Celadon bowl", 12, 1)
    assert draft.variants.get().sku == "" and draft.tiers.count() == 1
    assert "minimum order" in said and "price by quantity" in said and "SKU" in said
    kept = UnsavedInput.objects.get(listing=draft).fields
    assert kept["moq"] == "a dozen" and kept["tier_price"] == ["9.00", "8.00"] and kept["weight_kg"] == "heavy"
    page = client.get(f"/sell/listings/{draft.public_id}/").content.decode()
    for shown in ("a dozen", "heavy", 'value="TAKEN"', 'value="8.00"', "Typed, but not saved yet"):
        assert shown in page, shown
    # Another person of the company sees what is saved, not what a colleague is in the middle of typing.
    colleague = Client()
    sign_in(colleague, make_member(seller, "manager"), seller)
    assert "a dozen" not in colleague.get(f"/sell/listings/{draft.public_id}/").content.decode()
    client.post(f"/sell/listings/{draft.public_id}/unsaved/")
    assert not UnsavedInput.objects.exists()
    assert "a dozen" not in client.get(f"/sell/listings/{draft.public_id}/").content.decode()


def test_of_a_live_listing_words_go_to_the_proposal_and_prices_wait_for_save(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, price="10.00", stock=5, picture=True)
    signed_in(client, seller)
    fields = {
        "title": "Celadon bowl", "tier_quantity": ["1"], "tier_price": ["1.00"], "stock": "50", "stock_was": "5",
        "moq": "3",
    }  # fmt: skip
    said = client.post(AUTOSAVE, typed(listing, **fields)).content.decode()
    listing.refresh_from_db()
    revision = ListingRevision.objects.get(listing=listing)
    assert revision.content == {"title": "Celadon bowl"} and listing.title != "Celadon bowl"
    variant = listing.variants.get()
    assert (variant.stock_available, listing.moq, str(variant.tiers.get().unit_price)) == (5, 1, "10.0000")
    assert "only when you press Save" in said and "price by quantity" in said and "minimum order" in said
    page = client.get(f"/sell/listings/{listing.public_id}/").content.decode()
    assert 'value="1.00"' in page and 'value="50"' in page
    client.post(f"/sell/listings/{listing.public_id}/", typed(listing, **fields, do="save"))
    listing.refresh_from_db()
    assert (listing.variants.get().stock_available, listing.moq) == (50, 3)
    assert str(listing.tiers.get().unit_price) == "1.0000" and not UnsavedInput.objects.exists()


def test_while_changes_are_reviewed_words_are_kept_as_typed(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller)
    ListingRevision.objects.create(
        listing=listing, organisation=seller, state="in_review", content={"title": "Celadon bowl"}
    )
    signed_in(client, seller)
    said = client.post(AUTOSAVE, typed(listing, title="Jade bowl")).content.decode()
    assert ListingRevision.objects.get().content == {"title": "Celadon bowl"}
    assert UnsavedInput.objects.get().fields == {"title": "Jade bowl"} and "title" in said


def test_an_older_window_is_refused_and_compared_field_by_field(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft", title="Bowl", summary="For soup.", price="10.00")
    signed_in(client, seller)
    opened = typed(listing)
    client.post(AUTOSAVE, {**opened, "window": "other", "title": "Their bowl", "summary": "For soup.", "moq": "1"})
    stale = {**opened, "title": "My bowl", "summary": "For salad.", "moq": "1"}
    said = client.post(AUTOSAVE, stale).content.decode()
    assert 'data-state="conflict"' in said and Listing.objects.get().title == "Their bowl"
    answer = client.post(f"/sell/listings/{listing.public_id}/", {**stale, "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409
    for shown in ("My bowl", "Their bowl", "For salad.", "For soup."):
        assert shown in page
    assert 'name="keep.title"' in page and 'name="keep.moq"' not in page
    assert Listing.objects.get().title == "Their bowl"
    listing.refresh_from_db()
    chosen = {**stale, "version": listing.version, "keep.title": "saved", "keep.summary": "mine", "do": "save"}
    assert client.post(f"/sell/listings/{listing.public_id}/", chosen).status_code == 302
    assert Listing.objects.values_list("title", "summary").get() == ("Their bowl", "For salad.")


def test_a_page_that_still_speaks_of_a_new_listing_is_refused_like_any_other(client: Client) -> None:
    seller = make_seller()
    signed_in(client, seller)
    client.post(AUTOSAVE, typed(title="My bowl"))
    draft = Listing.objects.get()
    client.post(AUTOSAVE, {**typed(draft), "window": "other", "title": "Their bowl"})
    # The form of the page for new listings is boosted: it keeps that address, and sends the draft's name along.
    answer = client.post("/sell/listings/new/", {**typed(draft), "title": "My large bowl", "do": "save"})
    assert answer.status_code == 409 and "Their bowl" in answer.content.decode()
    stale = {**typed(draft), "title": "My large bowl", "do": "save"}
    boosted = client.post("/sell/listings/new/", stale, headers={"HX-Request": "true", "HX-Boosted": "true"})
    # HTMX swaps in no 409.
    assert boosted.status_code == 422 and 'name="keep.title"' in boosted.content.decode()
    # Nor does a page that never learned of its draft win over the other window.
    assert client.post("/sell/listings/new/", typed(title="My large bowl", do="save")).status_code == 409
    assert 'data-state="conflict"' in client.post(AUTOSAVE, typed(title="My large bowl")).content.decode()
    assert list(Listing.objects.values_list("title", flat=True)) == ["Their bowl"]


def test_one_window_never_overtakes_itself(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft")
    signed_in(client, seller)
    opened = typed(listing)
    client.post(AUTOSAVE, {**opened, "title": "Celadon bowl"})
    # The answer with the new version never came; the window still speaks of the old one.
    assert client.post(f"/sell/listings/{listing.public_id}/", {**opened, "title": "Jade bowl"}).status_code == 302
    assert Listing.objects.get().title == "Jade bowl"


def test_another_sellers_listing_cannot_be_autosaved(client: Client) -> None:
    theirs, mine = make_listing(status="draft", title="Theirs"), make_seller()
    signed_in(client, mine)
    assert client.post(AUTOSAVE, typed(theirs, title="Mine now")).status_code == 404
    assert client.post(AUTOSAVE, {"listing": "lst_0000000000000000", "title": "x"}).status_code == 404
    assert Listing.objects.get().title == "Theirs" and not UnsavedInput.objects.exists()
    sign_in(client, make_member(mine, "viewer"), mine)
    assert client.post(AUTOSAVE, typed(title="A bowl")).status_code == 403
    assert Listing.objects.count() == 1


def test_what_one_person_types_in_one_sitting_is_one_entry(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft", title="Bowl")
    actor, now = actor_for(seller), timezone.now()

    def save(title: str, *, after: timedelta, window: str = "w1") -> None:
        listing.refresh_from_db()
        operations.autosave_listing(
            actor=actor, listing=listing, content={"title": title}, typed={}, now=now + after, window=window,
        )  # fmt: skip

    save("Bowl, bl", after=timedelta(seconds=1))
    save("Bowl, blue", after=timedelta(minutes=9))
    assert [(e.before, e.after) for e in listing.edits.all()] == [({"title": "Bowl"}, {"title": "Bowl, blue"})]
    # Back as it was: there was no change.
    save("Bowl", after=timedelta(minutes=10))
    assert not ListingEdit.objects.exists()
    save("Bowl 1", after=timedelta(minutes=11))
    save("Bowl 2", after=timedelta(minutes=22))
    save("Bowl 3", after=timedelta(minutes=23), window="w2")
    assert [e.after["title"] for e in listing.edits.all()] == ["Bowl 3", "Bowl 2", "Bowl 1"]
