"""A listing from the empty form through review to sale, and its later changes."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.models import Notification
from marketplace.kernel.models import Event, EventDelivery
from marketplace.kernel.refusals import InvalidInput, NotAllowed
from sellers import operations, queries
from sellers.models import Listing, ListingChange, ListingRevision, ModerationDecision, SellerProfile
from sellers.operations._listings import ListingChanged, ListingInReview, WrongListingStatus
from sellers.operations.submit_listing import CompanyNotDescribed
from sellers.reactions import tell_seller_listing_approved, tell_seller_listing_rejected
from tests.accounts.factories import actor_for, make_member, make_organisation, platform_actor, sign_in
from tests.sellers.factories import make_category, make_listing, make_picture, make_seller
from tests.sellers.files import upload

pytestmark = pytest.mark.django_db(transaction=True)


def form_data(**over: Any) -> dict[str, Any]:
    data = {
        "kind": "goods",
        "title": "Stoneware soup bowl, 16 cm, celadon glaze",
        "category": make_category("tableware", "Tableware").slug,
        "language": "en",
        "summary": "Stackable, oven-safe.",
        "description": "Thrown by hand in Faenza and fired twice. Safe in the dishwasher.",
        "currency": "EUR",
        "unit": "piece",
        "moq": "12",
        "stock": "240",
        "stock_was": "",
        "lead_time_days": "10",
        "sku": "BWL-16",
        "weight_kg": "0.65",
        "length_cm": "17",
        "width_cm": "17",
        "height_cm": "8,5",
        "origin_country": "IT",
        "ships_from_country": "IT",
        "hs_code": "6912.00",
        "tier_quantity": ["12", "60"],
        "tier_price": ["14,50", "12.25"],
        "do": "save",
    }
    return {**data, **over}


def test_a_new_seller_describes_lists_and_is_approved_and_told(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    organisation = make_organisation(name="Bottega Faenza", country="IT", currency="EUR", sells=False)
    seller = make_member(organisation)
    sign_in(client, seller, organisation)

    assert client.get("/sell/").headers["Location"] == "/sell/start/"
    assert client.post("/sell/start/").headers["Location"] == "/sell/onboarding/"
    answer = client.post("/sell/company/", {"tagline": "Stoneware from Faenza", "story": "We throw and glaze by hand."})
    assert answer.headers["Location"] == "/sell/listings/new/"

    answer = client.post("/sell/listings/new/", form_data(pictures=[upload(), upload(name="b.png")]))
    listing = Listing.objects.get()
    assert answer.headers["Location"] == f"/sell/listings/{listing.public_id}/"
    assert (listing.status, listing.weight_g, listing.height_mm, listing.hs_code) == ("draft", 650, 85, "691200")
    assert [(t.min_quantity, str(t.unit_price)) for t in listing.tiers.all()] == [(12, "14.5000"), (60, "12.2500")]
    assert listing.pictures.count() == 2
    assert client.get(f"/listing/{listing.slug}-{listing.public_id}/").status_code == 404

    answer = client.post(f"/sell/listings/{listing.public_id}/submit/")
    assert Listing.objects.get().status == "in_review"
    assert Event.objects.filter(name="sellers.listing.submitted").count() == 1

    decision = operations.approve_listing(
        actor=platform_actor(), listing=listing, reason="Clear pictures and origin.", now=timezone.now()
    )
    listing.refresh_from_db()
    assert listing.status == "live" and listing.published_at
    assert SellerProfile.objects.get().status == "approved"
    assert decision.reason == "Clear pictures and origin."
    assert ListingChange.objects.filter(listing_id=listing.pk).exists()
    assert queries.live_listing(listing.public_id).shown_pictures

    delivery = EventDelivery.objects.get(handler="sellers.reactions.tell_seller_listing_approved")
    tell_seller_listing_approved(delivery.event)
    note = Notification.objects.get(user=seller)
    assert "Stoneware soup bowl" in note.title and "Clear pictures" in note.body
    page = client.get(f"/s/{organisation.slug}/")
    assert b"Stoneware soup bowl" in page.content and b'"@type": "Organization"' in page.content


def test_submit_refuses_an_incomplete_listing_at_each_field_and_leaves_it_a_draft() -> None:
    seller = make_seller()
    actor = actor_for(seller)
    listing = operations.create_listing(actor=actor, content={"title": "A bowl"}, now=timezone.now())
    with pytest.raises(InvalidInput) as refusal:
        operations.submit_listing(actor=actor, listing=listing, now=timezone.now())
    assert set(refusal.value.fields) == {
        "category", "description", "tiers", "lead_time_days", "pictures", "hs_code", "weight_g", "length_mm",
        "width_mm", "height_mm",
    }  # fmt: skip
    listing.refresh_from_db()
    assert listing.status == "draft" and listing.submitted_at is None
    assert not Event.objects.filter(name="sellers.listing.submitted").exists()


def test_a_service_needs_no_picture_no_parcel_and_no_hs_code() -> None:
    actor = actor_for(make_seller())
    listing = operations.create_listing(
        actor=actor,
        content={
            "title": "Translation Spanish to Chinese",
            "kind": "service",
            "category": make_category("translation").slug,
            "description": "Contracts and manuals, by a sworn translator.",
            "lead_time_days": 3,
            "unit": "page",
            "hs_code": "490199",
            "weight_g": 20,
            "tiers": [{"min_quantity": 1, "unit_price": "28"}],
        },
        now=timezone.now(),
    )
    assert (listing.hs_code, listing.weight_g) == ("", None)
    operations.submit_listing(actor=actor, listing=listing, now=timezone.now())
    operations.approve_listing(actor=platform_actor(), listing=listing, reason="Good.", now=timezone.now())
    variant = queries.variant_for_purchase(listing.public_id)
    assert variant.tracks_stock is False


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"title": "x" * 1400}, "title"),
        ({"description": "y" * 80_000}, "description"),
        ({"summary": "s" * 2800}, "summary"),
        ({"description": "Write to me at anna@example.org for a discount"}, "description"),
        ({"title": "Bowls, call +39 051 123 4567"}, "title"),
        ({"tiers": [{"min_quantity": 1, "unit_price": "0"}]}, "tiers.0.unit_price"),
        ({"tiers": [{"min_quantity": 1, "unit_price": "NaN"}]}, "tiers.0.unit_price"),
        ({"tiers": [{"min_quantity": 1, "unit_price": p} for p in (5, 4)]}, "tiers.1.min_quantity"),
        ({"tiers": "all"}, "tiers"),
        ({"moq": 0}, "moq"),
        ({"moq": "1e400"}, "moq"),
        ({"stock": -1}, "stock"),
        ({"weight_g": -5}, "weight_g"),
        ({"hs_code": "12345"}, "hs_code"),
        ({"hs_code": "69٣٤12"}, "hs_code"),
        ({"origin_country": "XX"}, "origin_country"),
        ({"currency": "BTC"}, "currency"),
        ({"category": "no-such"}, "category"),
        ({"language": "tlh"}, "language"),
        ({"kind": "weapon"}, "kind"),
        ({"unit": "crowd"}, "unit"),
        ({"status": "live"}, "status"),
        ({"rating_average": "5"}, "rating_average"),
        ({"organisation": 1}, "organisation"),
        ({"lot": {"best_before_date": "2026-01-01", "harvest_date": "2026-02-01"}}, "best_before_date"),
        ({"lot": {"best_before_date": "soon"}}, "best_before_date"),
        ({"attributes": {"contact": "www.example.org"}}, "attributes"),
        ({"attributes": ["a"]}, "attributes"),
    ],
)  # fmt: skip
def test_create_refuses_bad_content_at_its_field_and_leaves_nothing(content: dict[str, Any], field: str) -> None:
    actor = actor_for(make_seller())
    with pytest.raises(InvalidInput) as refusal:
        operations.create_listing(actor=actor, content={"title": "A fine bowl", **content}, now=timezone.now())
    assert field in refusal.value.fields
    assert not Listing.objects.exists()
    assert not Event.objects.filter(name__startswith="sellers.listing").exists()


def test_the_form_shows_refusals_at_their_fields_and_keeps_what_was_typed(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    data = form_data(title="T" * 1400, tier_price=["0", "12.25"], weight_kg="heavy")
    answer = client.post("/sell/listings/new/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page and "Use at most 140 characters; this has 1400." in page
    assert "Enter a price above zero." in page and 'value="heavy"' in page and "T" * 1400 in page
    assert "<title>Error:" in page.replace("\n", "")
    assert not Listing.objects.exists()


def test_price_rows_are_added_and_removed_without_saving_and_without_javascript(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    page = client.post("/sell/listings/new/", form_data(tier_row="add")).content.decode()
    assert page.count('name="tier_quantity"') == 3 and 'value="Stoneware soup bowl' in page
    fragment = client.post("/sell/listings/new/", form_data(tier_row="0"), headers={"HX-Request": "true"})
    text = fragment.content.decode()
    assert text.count('name="tier_quantity"') == 1 and 'value="60"' in text and "<html" not in text
    assert not Listing.objects.exists()


def test_the_same_form_sent_twice_makes_one_listing(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    data = form_data(idempotency_token="once-only")
    first, second = client.post("/sell/listings/new/", data), client.post("/sell/listings/new/", data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Listing.objects.count() == 1


def test_price_and_stock_of_a_live_listing_change_at_once_and_its_text_waits() -> None:
    seller = make_seller()
    actor = actor_for(seller)
    listing = make_listing(seller, title="Old title", picture=True)
    before = ListingChange.objects.count()
    operations.edit_listing(
        actor=actor,
        listing=listing,
        content={"title": "New title", "stock": 7, "tiers": [{"min_quantity": 1, "unit_price": "11"}]},
        now=timezone.now(),
    )
    listing.refresh_from_db()
    assert listing.title == "Old title" and listing.status == "live"
    assert listing.variants.get().stock_available == 7
    assert str(listing.tiers.get().unit_price) == "11.0000"
    assert ListingChange.objects.count() > before
    revision = ListingRevision.objects.get()
    assert revision.content == {"title": "New title"} and revision.state == "draft"

    operations.submit_listing(actor=actor, listing=listing, now=timezone.now())
    with pytest.raises(ListingInReview):
        operations.edit_listing(actor=actor, listing=listing, content={"title": "Sneaky"}, now=timezone.now())
    operations.edit_listing(actor=actor, listing=listing, content={"stock": 9}, now=timezone.now())
    operations.approve_listing(actor=platform_actor(), listing=listing, reason="Fine.", now=timezone.now())
    listing.refresh_from_db()
    assert (listing.title, listing.slug, listing.status) == ("New title", "new-title", "live")
    assert ListingRevision.objects.get().state == "approved"


def test_a_rejected_change_leaves_the_old_version_on_sale_and_says_why(client: Client) -> None:
    seller = make_seller()
    member = make_member(seller)
    actor = actor_for(seller)
    listing = make_listing(seller, title="Old title", picture=True)
    operations.edit_listing(actor=actor, listing=listing, content={"title": "New title"}, now=timezone.now())
    operations.submit_listing(actor=actor, listing=listing, now=timezone.now())
    operations.reject_listing(
        actor=platform_actor(), listing=listing, reason="Say what it is made of.", now=timezone.now()
    )
    assert queries.live_listing(listing.public_id).title == "Old title"
    tell_seller_listing_rejected(Event.objects.get(name="sellers.listing.rejected"))
    assert "made of" in Notification.objects.get(user=member).body
    sign_in(client, member, seller)
    assert b"Say what it is made of." in client.get(f"/sell/listings/{listing.public_id}/").content
    assert b"Say what it is made of." in client.get("/sell/").content

    operations.edit_listing(actor=actor, listing=listing, content={"title": "Old title"}, now=timezone.now())
    assert queries.open_revision(listing) is None


def test_pictures_of_a_live_listing_wait_for_approval(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    seller = make_seller()
    actor = actor_for(seller)
    listing = make_listing(seller)
    old = make_picture(listing)
    new = operations.add_picture(actor=actor, listing=listing, upload=upload(), now=timezone.now())
    operations.order_pictures(actor=actor, listing=listing, pictures=[new.public_id], now=timezone.now())
    operations.remove_picture(actor=actor, listing=listing, picture=old.public_id, now=timezone.now())
    assert [p.pk for p in queries.live_listing(listing.public_id).shown_pictures] == [old.pk]
    operations.submit_listing(actor=actor, listing=listing, now=timezone.now())
    operations.approve_listing(actor=platform_actor(), listing=listing, reason="Fine.", now=timezone.now())
    assert [p.pk for p in queries.live_listing(listing.public_id).shown_pictures] == [new.pk]


def test_dropped_changes_take_their_pictures_with_them(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    seller = make_seller()
    actor = actor_for(seller)
    listing = make_listing(seller, picture=True)
    new = operations.add_picture(actor=actor, listing=listing, upload=upload(), now=timezone.now())
    assert default_storage.exists(new.name(480))
    operations.discard_changes(actor=actor, listing=listing, now=timezone.now())
    assert not default_storage.exists(new.name(480))
    assert listing.pictures.count() == 1 and queries.open_revision(listing) is None


def test_an_older_window_is_refused_and_keeps_what_was_typed(client: Client) -> None:
    seller = make_seller()
    actor = actor_for(seller)
    listing = make_listing(seller, status="draft")
    stale = listing.version
    operations.edit_listing(actor=actor, listing=listing, content={"title": "First save"}, now=timezone.now())
    with pytest.raises(ListingChanged):
        operations.edit_listing(
            actor=actor, listing=listing, content={"title": "Second"}, version=stale, now=timezone.now()
        )
    sign_in(client, make_member(seller), seller)
    answer = client.post(f"/sell/listings/{listing.public_id}/", form_data(title="Typed here", version=str(stale)))
    assert answer.status_code == 409 and b"Typed here" in answer.content
    assert Listing.objects.get().title == "First save"


def test_saving_an_open_page_does_not_undo_sales_made_meanwhile(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft", stock=100)
    listing.variants.update(stock_available=90)
    sign_in(client, make_member(seller), seller)
    client.post(f"/sell/listings/{listing.public_id}/", form_data(stock="100", stock_was="100"))
    assert listing.variants.get().stock_available == 90


def test_what_was_on_sale_keeps_its_kind_and_currency() -> None:
    seller = make_seller()
    listing = make_listing(seller, picture=True)
    for content in ({"currency": "USD"}, {"kind": "service"}):
        with pytest.raises(InvalidInput) as refusal:
            operations.edit_listing(actor=actor_for(seller), listing=listing, content=content, now=timezone.now())
        assert list(refusal.value.fields) == list(content)


def test_a_live_listing_cannot_be_made_incomplete() -> None:
    seller = make_seller()
    listing = make_listing(seller, picture=True)
    for content in ({"weight_g": ""}, {"tiers": []}, {"lead_time_days": ""}):
        with pytest.raises(InvalidInput):
            operations.edit_listing(actor=actor_for(seller), listing=listing, content=content, now=timezone.now())
    listing.refresh_from_db()
    assert listing.weight_g == 800 and listing.tiers.count() == 1


def test_a_listing_in_review_stands_still_until_taken_back() -> None:
    seller = make_seller()
    actor = actor_for(seller)
    listing = make_listing(seller, status="in_review", picture=True)
    with pytest.raises(ListingInReview):
        operations.edit_listing(actor=actor, listing=listing, content={"title": "Other"}, now=timezone.now())
    seen = listing.version
    operations.withdraw_listing(actor=actor, listing=listing, now=timezone.now())
    operations.edit_listing(actor=actor, listing=listing, content={"title": "Other"}, now=timezone.now())
    operations.submit_listing(actor=actor, listing=listing, now=timezone.now())
    with pytest.raises(ListingChanged):
        operations.approve_listing(
            actor=platform_actor(), listing=listing, reason="Ok.", version=seen, now=timezone.now()
        )
    assert not ModerationDecision.objects.exists()


def test_only_platform_staff_decide_and_only_with_a_reason() -> None:
    seller = make_seller()
    listing = make_listing(seller, status="in_review", picture=True)
    for decide in (operations.approve_listing, operations.reject_listing):
        with pytest.raises(NotAllowed):
            decide(actor=actor_for(seller), listing=listing, reason="Because.", now=timezone.now())
        with pytest.raises(InvalidInput):
            decide(actor=platform_actor(), listing=listing, reason="  ", now=timezone.now())
    listing.refresh_from_db()
    assert listing.status == "in_review" and not ModerationDecision.objects.exists()


def test_what_does_not_wait_cannot_be_decided() -> None:
    listing = make_listing(status="live", picture=True)
    with pytest.raises(WrongListingStatus):
        operations.approve_listing(actor=platform_actor(), listing=listing, reason="Again.", now=timezone.now())


def test_a_seller_who_has_not_described_the_company_cannot_submit() -> None:
    seller = make_seller(status="draft")
    listing = make_listing(seller, status="draft", picture=True)
    with pytest.raises(CompanyNotDescribed):
        operations.submit_listing(actor=actor_for(seller), listing=listing, now=timezone.now())


def test_pause_and_resume_take_it_off_and_back_once(client: Client) -> None:
    seller = make_seller()
    one, two, draft = make_listing(seller), make_listing(seller), make_listing(seller, status="draft")
    sign_in(client, make_member(seller), seller)
    ticked = [one.public_id, two.public_id, draft.public_id]
    answer = client.post("/sell/listings/", {"do": "pause", "listing": ticked}, follow=True)
    assert b"2 listings changed." in answer.content and draft.title.encode() in answer.content
    assert set(Listing.objects.values_list("status", flat=True)) == {"paused", "draft"}
    client.post("/sell/listings/", {"do": "resume", "listing": [one.public_id]})
    assert queries.live_listing(one.public_id)


def test_a_viewer_sees_and_changes_nothing(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, picture=True)
    sign_in(client, make_member(seller, "viewer"), seller)
    assert client.get(f"/sell/listings/{listing.public_id}/").status_code == 200
    for url in ("pause/", "archive/", "submit/", "", "pictures/"):
        answer = client.post(f"/sell/listings/{listing.public_id}/{url}", form_data(pictures=upload()))
        assert answer.status_code == 403, url
    listing.refresh_from_db()
    assert listing.status == "live" and listing.version == 1
