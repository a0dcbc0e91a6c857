"""Every page of ordering, over HTTP, as its reader sees it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Address, Organisation
from orders.models import CartLine, Checkout, Order
from orders.rules import Status
from tests.accounts.factories import actor_for, make_organisation, sign_in
from tests.orders.factories import (
    GERMAN_ADDRESS,
    bring_papers,
    make_accepted_order,
    make_buyer,
    make_funded_order,
    make_locked_checkout,
    make_order,
    make_shipped_order,
    variant_of,
)
from tests.sellers.factories import make_listing, make_seller
from trade.operations import answer_shipping_quote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def enter(client: Any, organisation: Organisation, role: str = "owner") -> None:
    sign_in(client, actor_for(organisation, role).user, organisation)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_visitor_fills_a_cart_without_an_account(client: Any) -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"), moq=2, title="Blueberries in crates")
    variant = variant_of(listing)
    response = client.post(reverse("orders:cart_add"), {"variant": variant.public_id, "quantity": "3"}, follow=True)
    assert "Blueberries in crates" in text(response)
    assert "Sign in to check out" in text(response)


def test_pages_with_a_cart_can_be_read_in_arabic(client: Any) -> None:
    """Arabic plurals reckon with the number: a count must be a true number."""
    buyer = make_buyer()
    actor = actor_for(buyer)
    actor.user.language = "ar"
    actor.user.save()
    enter(client, buyer)
    client.post(reverse("orders:cart_add"), {"variant": variant_of(make_listing(make_seller())).public_id})
    for name in ("orders:cart", "orders:purchases"):
        response = client.get(reverse(name))
        assert response.status_code == 200
        assert 'dir="rtl"' in text(response)


@pytest.mark.parametrize("name", ["orders:cart", "orders:purchases", "orders:sales"])
def test_empty_pages_say_what_they_are_for(client: Any, name: str) -> None:
    enter(client, make_organisation())
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "empty" in text(response) or "No orders yet" in text(response)


def test_cart_refuses_at_the_line_with_the_reason(client: Any) -> None:
    buyer = make_buyer()
    enter(client, buyer)
    listing = make_listing(make_seller(), moq=4, stock=10)
    client.post(reverse("orders:cart_add"), {"variant": variant_of(listing).public_id, "quantity": "4"})
    line = CartLine.objects.get()
    for quantity, reason in (("2", "minimum order"), ("11", "Only 10 of"), ("-1", "whole number"), ("1e9", "whole")):
        response = client.post(reverse("orders:cart_line", args=[line.public_id]), {"quantity": quantity})
        assert response.status_code == 422
        assert reason in text(response), quantity
        line.refresh_from_db()
        assert line.quantity == 4


def test_another_address_stays_picked_when_it_is_refused(client: Any) -> None:
    """Sending the form a second time must not take the saved address instead of the one being written."""
    buyer = make_buyer()
    enter(client, buyer)
    Address.objects.create(organisation=buyer, is_default=True, **GERMAN_ADDRESS)
    client.post(reverse("orders:cart_add"), {"variant": variant_of(make_listing(make_seller())).public_id})
    group = client.get(reverse("orders:cart")).context["cart"].groups[0]
    url = client.post(reverse("orders:checkout_start"), {"group": group.key}).url
    assert client.get(url).context["chosen"].startswith("adr_")
    refused = client.post(url, {**GERMAN_ADDRESS, "saved": "", "postal_code": "x"})
    assert refused.status_code == 422
    assert refused.context["chosen"] == "new"


def test_checkout_over_http_from_cart_to_review(client: Any) -> None:
    buyer = make_buyer()
    enter(client, buyer)
    listing = make_listing(make_seller(country="CL", currency="USD"), stock=50)
    client.post(reverse("orders:cart_add"), {"variant": variant_of(listing).public_id, "quantity": "5"})
    page = client.get(reverse("orders:cart"))
    group = page.context["cart"].groups[0]
    assert group.landed is not None
    response = client.post(reverse("orders:checkout_start"), {"group": group.key})
    checkout = Checkout.objects.get()
    assert response.url == reverse("orders:checkout", args=[checkout.public_id])
    assert "Where should it go?" in text(client.get(response.url))
    # Another country has another form, without a script too.
    changed = client.post(response.url, {"country": "US", "change_country": "1", "recipient": "Ada"})
    assert "ZIP code" in text(changed)
    assert 'value="Ada"' in text(changed)
    bad = client.post(response.url, {**GERMAN_ADDRESS, "postal_code": "x"})
    assert bad.status_code == 422
    assert "There is a problem" in text(bad)
    sent = client.post(response.url, {**GERMAN_ADDRESS, "purchase_number": "PO-77"})
    assert sent.url == reverse("orders:checkout_shipping", args=[checkout.public_id])
    asked = client.get(sent.url, follow=True)
    assert "How should it travel?" in text(asked)
    checkout.refresh_from_db()
    for quote in checkout.shipping_request.quotes.all():
        answer_shipping_quote(quote_id=quote.pk, now=timezone.now())
    offer = checkout.shipping_request.quotes.filter(state="answered").first()
    none_chosen = client.post(sent.url, {})
    assert none_chosen.status_code == 422
    chosen = client.post(sent.url, {"shipping_quote": offer.public_id})
    assert chosen.url == reverse("orders:checkout_review", args=[checkout.public_id])
    review = client.get(chosen.url)
    assert review.status_code == 200
    assert "Duty and tax included (DDP)" in text(review)
    assert "You are charged in EUR" in text(review)
    assert "Order and pay" in text(review)


def test_a_lapsed_price_is_asked_for_again_with_its_changes_shown(client: Any) -> None:
    checkout = make_locked_checkout(now=timezone.now() - timedelta(minutes=31), price="10.00")
    enter(client, checkout.organisation)
    url = reverse("orders:checkout_review", args=[checkout.public_id])
    page = client.get(url)
    assert "Get a new price" in text(page)
    assert "Order and pay" not in text(page)
    pay = client.post(reverse("orders:pay", args=[checkout.public_id]), follow=True)
    assert "The price was locked for half an hour" in text(pay)
    assert not Order.objects.exists()
    checkout.items.get().variant.tiers.update(unit_price="11.00")
    again = client.post(url, follow=True)
    assert "Changed since the price you saw before" in text(again)
    assert "Order and pay" in text(again)


def test_order_pages_show_each_side_its_own_money(client: Any) -> None:
    order = make_funded_order(quantity=4, price="10.00")
    enter(client, order.organisation)
    page = text(client.get(reverse("orders:order", args=[order.public_id])))
    assert "What you pay" in page
    assert "Commission" not in page
    client.logout()
    enter(client, order.seller)
    page = text(client.get(reverse("orders:order", args=[order.public_id])))
    assert "What you receive" in page
    assert "Commission, 5 %" in page
    assert "Enter tracking and ship" in page


def test_the_life_of_an_order_over_http(client: Any) -> None:
    order = bring_papers(make_funded_order())
    enter(client, order.seller)
    ship = reverse("orders:ship", args=[order.public_id])
    assert client.get(ship).status_code == 200
    bad = client.post(ship, {"carrier": "DHL", "tracking_number": "12", "expected_date": "2020-01-01"})
    assert bad.status_code == 422
    assert "lies in the past" in text(bad)
    expected = (timezone.now() + timedelta(days=4)).date().isoformat()
    sent = client.post(ship, {"carrier": "DHL", "tracking_number": "JD 0146 000", "expected_date": expected})
    assert sent.status_code == 302
    order.refresh_from_db()
    assert order.status == Status.SHIPPED
    assert order.shipments.get().tracking_number == "JD0146000"
    client.logout()
    enter(client, order.organisation)
    url = reverse("orders:order", args=[order.public_id])
    assert "JD0146000" in text(client.get(url))
    client.post(reverse("orders:delivered", args=[order.public_id]))
    client.post(reverse("orders:accept", args=[order.public_id]))
    order.refresh_from_db()
    assert order.status == Status.ACCEPTED
    listing = order.lines.get().listing
    review = reverse("orders:review", args=[order.public_id, listing.public_id])
    assert client.get(review).status_code == 200
    assert client.post(review, {"rating": "5", "text": "Fresh & firm"}).status_code == 302
    assert "Fresh &amp; firm" in text(client.get(url))
    client.logout()
    enter(client, order.seller)
    written = order.reviews.get()
    client.post(reverse("orders:reply", args=[order.public_id, written.public_id]), {"reply": "Thank you"})
    assert "Thank you" in text(client.get(url))


def test_paying_page_waits_and_never_trusts_the_way_back(client: Any) -> None:
    order = make_order()
    enter(client, order.organisation)
    url = reverse("orders:paying", args=[order.public_id])
    page = client.get(url + "?session_id=cs_forged&status=paid")
    assert "Waiting for the payment" in text(page)
    order.refresh_from_db()
    assert order.status == Status.AWAITING_PAYMENT
    fragment = client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in text(fragment)
    assert 'hx-get="' in text(fragment)


def test_paying_page_thanks_once_the_money_is_there(client: Any) -> None:
    order = make_funded_order()
    enter(client, order.organisation)
    page = text(client.get(reverse("orders:paying", args=[order.public_id])))
    assert "Your order is paid" in page
    assert "hx-get" not in page.split("</header>")[-1].split('id="paying"')[1][:300]


def test_paying_page_says_why_a_card_was_refused_and_offers_another_try(client: Any) -> None:
    order = make_order()
    payment = order.escrow.payment
    payment.last_decline = "Your card has insufficient funds."
    payment.save(update_fields=["last_decline"])
    enter(client, order.organisation)
    page = text(client.get(reverse("orders:paying", args=[order.public_id])))
    assert "insufficient funds" in page
    assert "Pay again" in page


def test_lists_filter_and_search(client: Any) -> None:
    first = make_shipped_order()
    buyer = first.organisation
    second = make_order(buyer=buyer)
    enter(client, buyer)
    url = reverse("orders:purchases")
    assert first.number in text(client.get(url))
    assert second.number not in text(client.get(url + "?status=shipped"))
    assert first.number not in text(client.get(url + f"?q={second.number}"))
    assert "Nothing fits" in text(client.get(url + "?q=nothing-like-it"))


@pytest.mark.parametrize("name", ["orders:purchases", "orders:sales"])
def test_a_longer_list_asks_no_more_of_the_database(client: Any, name: str) -> None:
    buyer, seller = make_buyer(), make_seller(country="CL", currency="USD")
    enter(client, buyer if name == "orders:purchases" else seller)

    def queries_for_page() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name)).status_code == 200
        return len(asked)

    make_order(buyer=buyer, listing=make_listing(seller))
    queries_for_page()
    with_one = queries_for_page()
    for _more in range(3):
        make_order(buyer=buyer, listing=make_listing(seller))
    # Once more, so that what the page keeps for a while (menus, rates) is kept again.
    queries_for_page()
    assert queries_for_page() <= with_one


def test_csv_export_cannot_carry_a_formula(client: Any) -> None:
    listing = make_listing(make_seller(name="=HYPERLINK(1)", country="CL", currency="USD"), title="+cmd|calc")
    order = make_order(listing=listing)
    enter(client, order.organisation)
    response = client.get(reverse("orders:purchases") + "?format=csv")
    body = b"".join(response.streaming_content).decode()
    assert order.number in body
    assert "'=HYPERLINK(1)" in body
    assert "'+cmd" in body
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_reviews_stand_on_the_product_page(client: Any) -> None:
    order = make_accepted_order()
    listing = order.lines.get().listing
    enter(client, order.organisation)
    client.post(reverse("orders:review", args=[order.public_id, listing.public_id]), {"rating": "4", "text": "Good"})
    from orders.review_panel import review_panel

    panel = review_panel(client.get("/cart/").wsgi_request, listing)
    assert panel is not None
    assert panel.context["count"] == 1
