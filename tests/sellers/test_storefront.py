"""A storefront: its tabs and figures, where it stands and stood, and how its seller's word is measured."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actor import Actor
from buyers.models import Conversation, Message
from marketplace.kernel.refusals import InvalidInput, NotAllowed
from sellers import tasks
from sellers.models import FormerSlug, SellerProfile, SellerStanding
from sellers.operations import MovedTooOften, move_storefront
from sellers.operations.measure_sellers import measure_sellers
from tests.accounts.factories import actor_for, make_member, make_organisation, sign_in
from tests.orders.factories import make_accepted_order, make_buyer
from tests.sellers.factories import make_category, make_listing, make_seller

pytestmark = pytest.mark.django_db


def ask(seller: Any, *, hours_ago: float, answered_after_minutes: float | None) -> Conversation:
    now = timezone.now()
    buyer = actor_for(make_organisation())
    at = now - timedelta(hours=hours_ago)
    talk = Conversation.objects.create(
        organisation=buyer.organisation, seller=seller, subject="Bowls", created_at=at, last_message_at=at
    )
    assert buyer.organisation is not None and buyer.user is not None
    Message.objects.create(
        conversation=talk, organisation=buyer.organisation, author=buyer.user, body="How many?", created_at=at
    )
    if answered_after_minutes is not None:
        person = make_member(seller)
        for more in (0, 600):
            Message.objects.create(
                conversation=talk, organisation=seller, author=person, body="Ten.",
                created_at=at + timedelta(minutes=answered_after_minutes + more),
            )  # fmt: skip
    return talk


def standing(seller: Any) -> SellerStanding:
    tasks.measure_sellers()
    return SellerStanding.objects.get(organisation=seller)


def test_answering_is_measured_as_the_median_wait_of_the_last_90_days_and_silence_counts(client: Client) -> None:
    seller = make_seller()
    for minutes in (10, 20, 30, 40, 3_000):
        ask(seller, hours_ago=240, answered_after_minutes=minutes)
    ask(seller, hours_ago=240, answered_after_minutes=None)
    # Too old, and too fresh to be called unanswered.
    ask(seller, hours_ago=24 * 91, answered_after_minutes=5)
    ask(seller, hours_ago=2, answered_after_minutes=None)
    found = standing(seller)
    assert (found.enquiries, found.replies, found.reply_minutes) == (6, 5, 30)
    assert (found.answers_within, found.answered_percent) == (30, 83)
    page = client.get(seller.seller_profile.get_absolute_url()).content.decode()
    assert "30 minutes" in page and "83 % answered" in page


def test_too_few_cases_are_not_made_a_figure_of(client: Client) -> None:
    seller = make_seller()
    ask(seller, hours_ago=240, answered_after_minutes=1)
    assert standing(seller).answers_within is None
    page = client.get(seller.seller_profile.get_absolute_url()).content.decode()
    assert page.count("Too few to say yet") == 3


@pytest.mark.usefixtures("reference_data")
def test_shipping_and_markets_come_from_orders_and_the_first_order_from_listings() -> None:
    seller = make_seller(country="CL", currency="USD")
    listing = make_listing(seller, stock=500, moq=5, tiers=[(1, "12"), (5, "10"), (50, "8")], lead_time_days=3)
    order = make_accepted_order(buyer=make_buyer(), listing=listing, now=timezone.now())
    found = standing(seller)
    assert (found.shipments_due, found.shipped_on_time, found.orders) == (1, 1, 1)
    assert found.markets == ["DE"]
    assert found.smallest_order == ["50.00", listing.currency] and (found.fewest_days, found.most_days) == (3, 3)
    # Once shipped late, it says so; measured again, the row is the same one.
    assert order.shipped_at is not None
    type(order).objects.filter(pk=order.pk).update(ship_by_at=order.shipped_at - timedelta(days=1))
    assert standing(seller).shipped_on_time == 0


def test_measuring_many_sellers_costs_what_one_does(django_assert_num_queries: Any) -> None:
    sellers = [make_seller() for _ in range(4)]
    for seller in sellers:
        make_listing(seller)
    now = timezone.now()
    with django_assert_num_queries(8):
        measure_sellers(organisations=[sellers[0].pk], now=now)
    with django_assert_num_queries(8):
        measure_sellers(organisations=[seller.pk for seller in sellers], now=now)


def test_every_tab_has_an_address_and_a_moved_storefront_leads_to_its_new_one(client: Client) -> None:
    seller = make_seller("Bottega", slug="bottega", tagline="Bowls", story="We throw clay.", ships_to=["DE", "FR"])
    make_listing(seller, title="Celadon bowl")
    assert "We throw clay" in client.get("/s/bottega/about/").content.decode()
    assert "No reviews yet" in client.get("/s/bottega/reviews/").content.decode()
    assert client.get("/s/bottega/nothing/").status_code == 404
    actor, now = actor_for(seller), timezone.now()
    move_storefront(actor=actor, slug="casa-argilla", now=now)
    for path in ("", "about/", "reviews/"):
        answer = client.get(f"/s/bottega/{path}?q=bowl")
        assert (answer.status_code, answer["Location"]) == (301, f"/s/casa-argilla/{path}?q=bowl")
        assert client.get(f"/s/casa-argilla/{path}").status_code == 200
    # Back again: the present address never leads away from itself.
    move_storefront(actor=actor, slug="bottega", now=now)
    assert client.get("/s/bottega/").status_code == 200
    assert client.get("/s/casa-argilla/")["Location"] == "/s/bottega/"
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["casa-argilla"]


@pytest.mark.parametrize("slug", ["", "ab", "Über", "two--hyphens", "-start", "x" * 61, "a/b", "<b>", "taken", "once"])
def test_moving_refuses_what_is_no_address_or_somebody_elses(slug: str) -> None:
    seller, other = make_seller(slug="mine"), make_seller(slug="taken")
    FormerSlug.objects.create(profile=other.seller_profile, slug="once", left_at=timezone.now())
    with pytest.raises(InvalidInput) as refusal:
        move_storefront(actor=actor_for(seller), slug=slug, now=timezone.now())
    assert "slug" in refusal.value.fields
    assert SellerProfile.objects.get(organisation=seller).slug == "mine" and FormerSlug.objects.count() == 1


def test_moving_is_for_those_who_edit_and_not_for_every_month() -> None:
    seller = make_seller(slug="mine")
    viewer = Actor.for_member(make_member(seller, "viewer").memberships.get())
    now = timezone.now()
    with pytest.raises(NotAllowed):
        move_storefront(actor=viewer, slug="yours", now=now)
    for number in range(3):
        move_storefront(actor=actor_for(seller), slug=f"place-{number}", now=now + timedelta(days=number))
    with pytest.raises(MovedTooOften):
        move_storefront(actor=actor_for(seller), slug="place-3", now=now + timedelta(days=3))
    assert SellerProfile.objects.get(organisation=seller).slug == "place-2"
    move_storefront(actor=actor_for(seller), slug="place-3", now=now + timedelta(days=366))


def test_the_settings_page_moves_it_and_says_why_not(client: Client) -> None:
    seller = make_seller(slug="mine")
    sign_in(client, make_member(seller), seller)
    assert client.post("/sell/storefront/", {"slug": "x"}).status_code == 422
    assert client.post("/sell/storefront/", {"slug": "New-Place"}).status_code == 302
    page = client.get("/sell/storefront/").content.decode()
    assert "/s/new-place/" in page and "/s/mine/" in page


def test_the_owner_sees_what_buyers_see_and_categories_count(client: Client) -> None:
    seller = make_seller()
    bowls, lamps = make_category("bowls", name="Bowls"), make_category("lamps", name="Lamps")
    for _ in range(2):
        make_listing(seller, category=bowls)
    make_listing(seller, category=lamps, title="Paper lamp")
    url = seller.seller_profile.get_absolute_url()
    as_buyer = client.get(f"{url}?category=lamps").content.decode()
    sign_in(client, make_member(seller), seller)
    page = client.get(url)
    assert [(each.slug, count) for each, count in page.context["facts"].categories] == [("bowls", 2), ("lamps", 1)]
    assert "exactly as buyers see it" in page.content.decode()
    assert "Paper lamp" in as_buyer and 'content="noindex, follow"' in as_buyer
