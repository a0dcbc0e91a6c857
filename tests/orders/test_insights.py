"""How a seller's trade goes: figures that add up, compared with the time before, of nobody else's orders."""

from datetime import date, timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.actor import Actor
from buyers import interest
from buyers.models import InterestBatch, ListingInterest
from buyers.operations import count_views, send_message, start_conversation
from buyers.tasks import count_views as count_views_task
from marketplace.kernel.refusals import NotFound, SignInNeeded
from orders.insights import insights_of
from orders.models import Order
from orders.operations import refund_order
from sellers.models import Listing
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.orders.factories import make_buyer, make_funded_order
from tests.sellers.factories import make_listing, make_seller

pytestmark = pytest.mark.django_db


def _view(listing: Listing, views: int, ship_to: str = "DE", day: date | None = None) -> interest.View:
    return interest.View(listing.pk, listing.organisation_id, ship_to, day or timezone.now().date(), views)


def test_insights_add_up_what_was_sold_and_leave_out_what_was_not() -> None:
    now = timezone.now()
    listing = make_listing(make_seller(country="CL", currency="USD"), price="10.00", stock=40)
    seller = listing.organisation
    orders = [make_funded_order(listing=listing, quantity=5) for _each in range(3)]
    Order.objects.filter(pk=orders[1].pk).update(funded_at=now - timedelta(days=40))
    refund_order(actor=actor_for(seller), order=orders[2], reason="Lost on the way", now=now)
    other = make_funded_order(listing=make_listing(make_seller(country="CL", currency="USD")))

    found = insights_of(actor_for(seller), days=30, now=now)

    assert other.seller_id != seller.pk
    assert (found.now.orders, found.now.sales.amount) == (1, 50)
    assert (found.before.orders, found.before.sales.amount) == (1, 50)
    assert sum(column.sales.amount for column in found.columns) == 50
    assert sum(column.before.amount for column in found.columns) == 50
    assert len(found.columns) == 30
    assert found.columns[-1].start == found.until
    assert [(row.country, row.orders, row.share_percent) for row in found.countries] == [("DE", 1, 100)]
    assert [(row.listing.pk, row.orders, row.sales.amount) for row in found.listings] == [(listing.pk, 1, 50)]
    assert len(insights_of(actor_for(seller), days=365, now=now).columns) == 53


def test_insights_count_the_day_in_the_sellers_own_zone() -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"))
    listing.organisation.time_zone = "Pacific/Auckland"
    listing.organisation.save()
    order = make_funded_order(listing=listing, quantity=5)
    noon = timezone.now().replace(hour=13, minute=30)
    Order.objects.filter(pk=order.pk).update(funded_at=noon)

    found = insights_of(actor_for(listing.organisation), days=30, now=noon)

    assert found.until == (noon + timedelta(days=1)).date()
    assert found.columns[-1].sales.amount == order.seller_goods_minor / 100


def test_insights_say_what_runs_out_and_how_fast_questions_are_answered() -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"), stock=20)
    make_funded_order(listing=listing, quantity=10)
    now = timezone.now()
    buyer = actor_for(make_buyer())
    conversation = start_conversation(actor=buyer, listing=listing, body="Which size?", now=now - timedelta(hours=5))
    send_message(
        actor=actor_for(listing.organisation), conversation=conversation, body="All.", now=now - timedelta(hours=2)
    )

    found = insights_of(actor_for(listing.organisation), days=30, now=now)

    assert [(row.variant.listing_id, row.days_left) for row in found.running_out] == [(listing.pk, 30)]
    assert (found.now.enquiries, found.now.reply_hours) == (1, 3.0)


def test_count_views_adds_a_batch_once() -> None:
    listing = make_listing()
    batch = [_view(listing, 3), _view(listing, 2, "JP"), interest.View(10**9, 1, "DE", date(2026, 1, 1), 7)]

    added = [count_views(batch="one", views=batch, now=timezone.now()) for _again in range(2)]
    count_views(batch="two", views=[_view(listing, 4)], now=timezone.now())

    assert added == [5, 0]
    assert dict(ListingInterest.objects.values_list("ship_to", "views")) == {"DE": 7, "JP": 2}


def test_a_batch_that_was_begun_is_counted_before_anything_new(rf: RequestFactory) -> None:
    listing = make_listing()
    request = rf.get("/", headers={"user-agent": "Mozilla/5.0"})
    interest.note_view(request, listing, ship_to="DE", now=timezone.now())
    with pytest.raises(ZeroDivisionError), interest.gathered("first") as (name, views):
        count_views(batch=name, views=views, now=timezone.now())
        raise ZeroDivisionError  # the worker dies between the commit and the end of the batch
    interest.note_view(request, listing, ship_to="JP", now=timezone.now())

    counted = [count_views_task(), count_views_task()]

    assert counted == [0, 1]
    assert dict(ListingInterest.objects.values_list("ship_to", "views")) == {"DE": 1, "JP": 1}
    assert InterestBatch.objects.filter(key="first").exists()


def test_a_listing_is_looked_at_by_people_not_by_programs_or_its_owner(client: Client) -> None:
    listing = make_listing()
    url = listing.get_absolute_url()
    people = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux) Firefox/140"}
    for _again in range(2):
        client.get(url, **people)
    Client().get(url, HTTP_USER_AGENT="Googlebot/2.1")
    owner = Client()
    sign_in(owner, make_member(listing.organisation), listing.organisation)
    owner.get(url, **people)

    assert count_views_task() == 1


def test_insights_page_and_api_show_the_same(client: Client) -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"))
    order = make_funded_order(listing=listing, quantity=5)
    count_views(batch="page", views=[_view(listing, 40)], now=timezone.now())
    sign_in(client, make_member(listing.organisation), listing.organisation)

    page = client.get("/orders/insights/?days=90")
    answer = client.get("/api/v1/insights?days=90").json()
    sheet = client.get("/orders/insights/?days=90&format=csv")

    assert page.status_code == 200
    assert "2.5 % of looks" in page.content.decode()
    assert answer["now"] == {
        "sales": str(order.seller_goods_minor // 100) + ".00", "orders": 1, "buyers": 1, "views": 40, "enquiries": 0,
        "reply_hours": None, "on_time_percent": None,
    }  # fmt: skip
    assert answer["currency"] == "USD"
    assert sheet.content.decode().count("\n") == 14
    assert client.get("/api/v1/insights?days=7").status_code == 422


def test_insights_are_refused_to_who_may_not_see_orders_or_does_not_sell() -> None:
    with pytest.raises(NotFound):
        insights_of(actor_for(make_buyer()), days=30, now=timezone.now())
    with pytest.raises(SignInNeeded):
        insights_of(Actor.anonymous(), days=30, now=timezone.now())
