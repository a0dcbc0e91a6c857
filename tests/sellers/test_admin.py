"""Moderation in admin: the queue, the review page, decisions with a reason."""

import pytest
from django.test import Client
from django.utils import timezone

from sellers import operations
from sellers.models import Listing, ModerationDecision
from tests.accounts.factories import actor_for, make_user, sign_in
from tests.sellers.factories import make_listing, make_seller

pytestmark = pytest.mark.django_db(transaction=True)

QUEUE = "/admin/sellers/listing/"


@pytest.fixture
def staff_client(client: Client) -> Client:
    sign_in(client, make_user(is_staff=True, is_superuser=True))
    return client


def test_what_waits_stands_first_and_the_review_page_shows_it(staff_client: Client) -> None:
    waiting = make_listing(make_seller(status="submitted"), title="Waiting bowl", status="in_review", picture=True)
    make_listing(title="Newer live bowl")
    page = staff_client.get(QUEUE).content.decode()
    assert page.index("Waiting bowl") < page.index("Newer live bowl")
    assert "Newer live bowl" not in staff_client.get(QUEUE + "?queue=waiting").content.decode()
    review = staff_client.get(f"{QUEUE}{waiting.pk}/change/").content.decode()
    assert "Your decision" in review and "First listing of a new seller" in review and "Since 1931." in review
    assert waiting.pictures.get().small in review


def test_a_decision_needs_a_reason_and_goes_through_the_operation(staff_client: Client) -> None:
    listing = make_listing(status="in_review", picture=True)
    url = f"{QUEUE}{listing.pk}/decide/"
    staff_client.post(url, {"decision": "approve", "version": listing.version, "reason": " "})
    assert not ModerationDecision.objects.exists()
    staff_client.post(url, {"decision": "approve", "version": listing.version, "reason": "Clear pictures."})
    decision = ModerationDecision.objects.get()
    assert (decision.decision, decision.reason) == ("approved", "Clear pictures.")
    assert Listing.objects.get().status == "live"


def test_what_changed_since_it_was_looked_at_is_not_decided(staff_client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="in_review", picture=True)
    operations.withdraw_listing(actor=actor_for(seller), listing=listing, now=timezone.now())
    operations.submit_listing(actor=actor_for(seller), listing=listing, now=timezone.now())
    answer = staff_client.post(
        f"{QUEUE}{listing.pk}/decide/",
        {"decision": "approve", "version": listing.version, "reason": "Old."},
        follow=True,
    )
    assert b"saved elsewhere" in answer.content
    assert Listing.objects.get().status == "in_review"


def test_a_changed_listing_shows_old_beside_new(staff_client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, title="Old title", picture=True)
    operations.edit_listing(
        actor=actor_for(seller), listing=listing, content={"title": "New title"}, now=timezone.now()
    )
    operations.submit_listing(actor=actor_for(seller), listing=listing, now=timezone.now())
    review = staff_client.get(f"{QUEUE}{listing.pk}/change/").content.decode()
    assert "What the seller wants to change" in review and "Old title" in review and "New title" in review
    staff_client.post(
        f"{QUEUE}{listing.pk}/decide/", {"decision": "reject", "version": listing.version + 1, "reason": "Say more."}
    )
    listing.refresh_from_db()
    assert listing.title == "Old title" and ModerationDecision.objects.get().decision == "rejected"


def test_several_are_decided_through_the_reason_page(staff_client: Client) -> None:
    one, two = (make_listing(status="in_review", picture=True) for _ in range(2))
    live = make_listing()
    data = {"action": "reject_chosen", "_selected_action": [one.pk, two.pk, live.pk]}
    assert b"as the seller will read it" in staff_client.post(QUEUE, data).content
    staff_client.post(QUEUE, {**data, "reason": ""})
    assert not ModerationDecision.objects.exists()
    staff_client.post(QUEUE, {**data, "reason": "Blurred pictures."})
    assert ModerationDecision.objects.count() == 2
    assert set(Listing.objects.values_list("status", flat=True)) == {"rejected", "live"}


def test_a_page_is_opened_with_a_reason(staff_client: Client) -> None:
    profile = make_seller(status="submitted").seller_profile
    url = "/admin/sellers/sellerprofile/"
    staff_client.post(url, {"action": "approve_chosen", "_selected_action": [profile.pk], "reason": "Known firm."})
    profile.refresh_from_db()
    assert (profile.status, profile.status_reason) == ("approved", "Known firm.")


def test_members_of_the_public_and_sellers_have_no_way_in(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="in_review", picture=True)
    url = f"{QUEUE}{listing.pk}/decide/"
    data = {"decision": "approve", "version": listing.version, "reason": "Mine."}
    assert client.post(url, data).status_code == 302
    sign_in(client, actor_for(seller).user, seller)
    assert client.post(url, data).status_code in (302, 403)
    assert Listing.objects.get().status == "in_review"


def test_tables_open(staff_client: Client) -> None:
    make_listing(picture=True)
    for table in ("sellerprofile", "category", "stockhold", "moderationdecision"):
        assert staff_client.get(f"/admin/sellers/{table}/").status_code == 200, table
