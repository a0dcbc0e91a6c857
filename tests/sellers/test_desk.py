"""The desk: what needs the seller today with its list and its time, what a month brought, and the shelf."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buyers.models import ListingInterest
from buyers.operations import send_message, start_conversation
from marketplace.kernel.refusals import NotFound
from sellers import queries
from sellers.models import Listing, StockHold, Variant
from tests.accounts.factories import actor_for, make_member, make_organisation, sign_in
from tests.accounts.test_holds import held
from tests.orders.factories import make_buyer, make_funded_order
from tests.sellers.factories import make_evidence, make_listing, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def desk(client: Client, seller: Any) -> Any:
    sign_in(client, make_member(seller), seller)
    return client.get("/sell/")


def cards(page: Any) -> dict[str, Any]:
    return {card.url: card for card in page.context["cards"]}


def sold(variant: Variant, quantity: int, *, days_ago: int, state: str = "committed") -> None:
    now = timezone.now()
    hold = StockHold.objects.create(
        variant=variant, listing=variant.listing, quantity=quantity, reference=f"o-{variant.pk}-{quantity}-{days_ago}",
        state=state, expires_at=now,
    )  # fmt: skip
    StockHold.objects.filter(pk=hold.pk).update(created_at=now - timedelta(days=days_ago))


def test_a_new_seller_sees_the_next_step_and_no_empty_charts(client: Client) -> None:
    page = desk(client, make_seller(status="draft"))
    text = page.content.decode()
    assert {card.kind for card in page.context["cards"]} <= {"info"} and page.context["panels"] == []
    assert "Describe your company" in text and "chart" not in text and "Nothing waits for you" not in text


def test_what_is_lost_first_stands_first_and_each_card_leads_to_its_list(client: Client) -> None:
    now = timezone.now()
    seller = make_seller("Argilla", country="CL", currency="USD")
    listing = make_listing(seller, stock=500)
    make_listing(seller, kind=Listing.Kind.PERISHABLE_LOT, stock=900)
    make_listing(seller, kind=Listing.Kind.PERISHABLE_LOT, stock=0)
    make_listing(seller, status="rejected")
    make_evidence(listing, expires_on=now.date() + timedelta(days=9))
    make_evidence(listing, document="fcc", expires_on=now.date() + timedelta(days=200))
    make_evidence(listing, document="bis", state="needs_more", reason="Unreadable.")
    order = make_funded_order(buyer=make_buyer(), listing=listing, now=now)
    buyer = actor_for(make_organisation())
    asked = start_conversation(actor=buyer, listing=listing, body="Do you ship in May?", now=now - timedelta(hours=3))
    page = desk(client, seller)
    found = cards(page)
    kinds = [card.kind for card in page.context["cards"]]
    assert kinds == sorted(kinds, key=["danger", "warning", "success", "info", "neutral"].index)
    assert found["/orders/sales/?status=funded"].due_at == order.ship_by_at
    assert found["/messages/?show=unanswered"].since_at == now - timedelta(hours=3)
    assert found["/sell/at-risk/"].count == 1 and found["/sell/listings/?status=rejected"].count == 1
    documents = [card for card in page.context["cards"] if "document" in str(card.label)]
    assert [(card.count, card.icon) for card in documents] == [(1, "file-x"), (1, "file-clock")]
    for url in found:
        assert client.get(url).status_code == 200, url
    assert "Do you ship in May?" in client.get("/messages/?show=unanswered").content.decode()
    # Answered, and nobody waits any more.
    send_message(actor=actor_for(seller), conversation=asked, body="Yes.", now=now)
    assert "/messages/?show=unanswered" not in cards(client.get("/sell/"))


def test_an_order_past_its_day_is_counted_once_and_first(client: Client) -> None:
    seller = make_seller("Argilla", country="CL", currency="USD")
    order = make_funded_order(buyer=make_buyer(), listing=make_listing(seller, stock=500), now=timezone.now())
    type(order).objects.filter(pk=order.pk).update(ship_by_at=timezone.now() - timedelta(hours=1))
    page = desk(client, seller)
    assert str(page.context["cards"][0].label) == "Past the day to ship"
    assert "/orders/sales/?status=funded" not in cards(page)


def test_a_month_shows_sales_the_way_to_an_order_and_money_to_come(client: Client) -> None:
    seller = make_seller("Argilla", country="CL", currency="USD")
    listing = make_listing(seller, stock=500)
    make_funded_order(buyer=make_buyer(), listing=listing, now=timezone.now())
    ListingInterest.objects.create(
        listing=listing, organisation=seller, day=timezone.now().date(), ship_to="DE", views=40
    )
    page = desk(client, seller)
    sales, money = page.context["panels"]
    assert [step["count"] for step in sales.context["funnel"]] == [40, 0, 1]
    assert [row.country for row in sales.context["destinations"]] == ["DE"]
    assert 'data-chart="desk-chart"' in page.content.decode() and "Show as table" in page.content.decode()
    assert [balance.currency for balance in money.context["balances"]] == ["USD"]


def test_the_desk_costs_as_many_queries_for_many_as_for_one(client: Client) -> None:
    seller = make_seller()

    def stock_up(times: int) -> None:
        for number in range(times):
            make_listing(seller, stock=number, status="live")
            make_listing(seller, status="rejected")
            make_evidence(organisation=seller, expires_on=timezone.now().date())

    def queries_needed() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/sell/")
        return len(captured)

    stock_up(1)
    desk(client, seller)
    one = queries_needed()
    stock_up(7)
    assert queries_needed() == one
    # Rooms above add cards and panels of their own; each is to stay within a handful.
    assert one < 55


def test_the_stock_page_says_what_ends_first(client: Client) -> None:
    now, seller = timezone.now(), make_seller()
    rows = {name: make_listing(seller, title=name, stock=stock).variants.get() for name, stock in
            (("fast", 40), ("slow", 40), ("never", 7), ("gone", 0))}  # fmt: skip
    sold(rows["fast"], 56, days_ago=3)
    sold(rows["slow"], 4, days_ago=20)
    sold(rows["fast"], 900, days_ago=40)
    sold(rows["fast"], 3, days_ago=1, state="held")
    sold(rows["slow"], 5, days_ago=1, state="released")
    make_listing(seller, status="draft", title="not on sale")
    make_listing(seller, kind=Listing.Kind.MADE_TO_ORDER, title="not counted")
    actor = actor_for(seller)
    found = {row.variant.listing.title: row for row in queries.stock_rows(queries.stock_of(actor, now=now))}
    assert list(found) == ["fast", "slow", "gone", "never"]
    fast = found["fast"]
    # 56 in four weeks is 14 a week and 2 a day: 40 last 20 days.
    assert (fast.sold_a_week, fast.days_left, fast.reserved, fast.state) == (14.0, 20, 3, "fine")
    assert (found["never"].days_left, found["gone"].state, found["slow"].reserved) == (None, "out", 0)
    sign_in(client, make_member(seller), seller)
    low = client.get("/sell/stock/?show=low").content.decode()
    assert "gone" in low and ">fast<" not in low
    assert "No stock fits" in client.get("/sell/stock/?q=zebra").content.decode()


def test_counting_in_a_row_sets_stock_and_refuses_in_that_row(client: Client) -> None:
    seller = make_seller()
    variant = make_listing(seller, stock=5).variants.get()
    address = f"/sell/stock/{variant.public_id}/"
    sign_in(client, make_member(seller), seller)
    row = client.post(address, {"stock": "77"}, headers={"HX-Request": "true"})
    assert row.status_code == 200 and "Counted" in row.content.decode() and "<html" not in row.content.decode()
    for wrong in ("-1", "x", "", "1e5"):
        refused = client.post(address, {"stock": wrong}, headers={"HX-Request": "true"})
        assert refused.status_code == 422 and "whole number" in refused.content.decode()
        assert client.post(address, {"stock": wrong}).status_code == 422
    variant.refresh_from_db()
    assert variant.stock_available == 77
    assert client.post(address, {"stock": "3", "next": "//evil.example/"})["Location"] == "/sell/stock/"
    other = make_seller()
    with pytest.raises(NotFound):
        queries.stock_variant(actor_for(other), variant.public_id)
    sign_in(client, make_member(other), other)
    assert client.post(address, {"stock": "1"}).status_code == 404


def test_the_stock_page_costs_as_many_queries_for_fifty_as_for_one(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    seller = make_seller()
    for number in range(20):
        make_listing(seller, stock=number)
    sign_in(client, make_member(seller), seller)
    client.get("/sell/stock/")
    with django_assert_max_num_queries(12):
        assert client.get("/sell/stock/").content.decode().count('name="stock"') == 20


def test_a_hold_stands_first_on_the_desk_with_the_way_to_its_reasons(client: Client) -> None:
    seller = make_seller()
    make_listing(seller)
    sign_in(client, make_member(seller), seller)
    assert "hold stands" not in client.get("/sell/").content.decode()
    hold = held(seller)
    page = client.get("/sell/").content.decode()
    assert "hold stands" in page and f"/organisation/holds/{hold.public_id}/" in page
