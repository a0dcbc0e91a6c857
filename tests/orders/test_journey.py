"""An order's whole way over HTTP, with a real payment provider process behind the payment page."""

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from marketplace.kernel.events.delivery import consume
from marketplace.kernel.models import EventDelivery
from orders import operations
from orders.models import Cart, CartLine, Checkout, Order
from orders.rules import Status
from payments.models import Payment
from payments.operations.check_payment import check_payment
from sellers.models import Listing
from tests.accounts.factories import actor_for, sign_in
from tests.orders.factories import GERMAN_ADDRESS, SYSTEM, bring_papers, make_buyer, make_locked_checkout, variant_of
from tests.payments.conftest import sandbox, sandbox_process  # noqa: F401
from tests.sellers.factories import make_listing, make_seller
from trade.operations import answer_shipping_quote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def follow_events() -> None:
    """Let everything that follows from what happened happen, as the relay and the workers do."""
    for _round in range(6):
        waiting = EventDelivery.objects.filter(done_at=None).exclude(handler__startswith="payments.reactions.send_")
        ids = list(waiting.order_by("pk").values_list("pk", flat=True))
        if not ids:
            return
        for delivery_id in ids:
            consume(delivery_id)


def browser_of(organisation: Any) -> Client:
    client = Client()
    sign_in(client, actor_for(organisation).user, organisation)
    return client


def told(organisation: Any) -> str:
    return " | ".join(Notification.objects.filter(organisation=organisation).values_list("title", flat=True))


def paid_at_the_provider(order: Order, sandbox: Any, card: str = "4242424242424242") -> Payment:  # noqa: F811
    payment = Payment.objects.get(pk=order.escrow.payment_id)
    sandbox.control.pay(payment.provider_session_id, card)
    check_payment(payment=payment, now=timezone.now())
    follow_events()
    payment.refresh_from_db()
    return payment


def test_from_the_pay_button_to_an_accepted_order(sandbox: Any) -> None:  # noqa: F811
    checkout = make_locked_checkout(quantity=4)
    buyer, seller = checkout.organisation, checkout.seller
    shopper, maker = browser_of(buyer), browser_of(seller)
    address = reverse("orders:pay", args=[checkout.public_id])
    sent = shopper.post(address, {"idempotency_token": "one-press"})
    again = shopper.post(address, {"idempotency_token": "one-press"})
    order = Order.objects.get()
    assert sent.url.startswith(sandbox.url)
    assert again.url == sent.url
    assert Payment.objects.count() == 1
    paying = reverse("orders:paying", args=[order.public_id])
    assert b"Waiting for the payment" in shopper.get(paying).content
    paid_at_the_provider(order, sandbox)
    order.refresh_from_db()
    assert order.status == Status.FUNDED
    assert b"Your order is paid" in shopper.get(paying).content
    assert "is paid" in told(seller)
    assert "We hold your payment" in told(buyer)
    details = {
        "carrier": "DHL Express",
        "tracking_number": "JD0146",
        "expected_date": (timezone.now() + timedelta(days=3)).date().isoformat(),
    }
    bring_papers(order)
    maker.post(reverse("orders:ship", args=[order.public_id]), details)
    follow_events()
    assert "is on its way" in told(buyer)
    shopper.post(reverse("orders:accept", args=[order.public_id]))
    follow_events()
    order.refresh_from_db()
    assert order.status == Status.ACCEPTED
    assert "is accepted" in told(seller)
    listing = order.lines.get().listing
    shopper.post(reverse("orders:review", args=[order.public_id, listing.public_id]), {"rating": "4", "text": "Good"})
    follow_events()
    listing = Listing.objects.get(pk=listing.pk)
    assert (listing.rating_average, listing.rating_count) == (4, 1)
    assert "reviewed order" in told(seller)


def test_a_refused_card_loses_nothing_and_the_order_can_be_paid_again(sandbox: Any) -> None:  # noqa: F811
    checkout = make_locked_checkout()
    shopper = browser_of(checkout.organisation)
    first = shopper.post(reverse("orders:pay", args=[checkout.public_id]))
    order = Order.objects.get()
    payment = paid_at_the_provider(order, sandbox, card="4000000000009995")
    order.refresh_from_db()
    assert order.status == Status.AWAITING_PAYMENT
    assert not payment.is_paid
    again = shopper.post(reverse("orders:pay_order", args=[order.public_id]))
    assert again.url == first.url
    paid_at_the_provider(order, sandbox)
    order.refresh_from_db()
    assert order.status == Status.FUNDED


def test_a_provider_that_is_away_leaves_an_order_that_can_be_paid(sandbox: Any, settings: Any) -> None:  # noqa: F811
    checkout = make_locked_checkout()
    shopper = browser_of(checkout.organisation)
    right = settings.STRIPE_API_BASE
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    page = shopper.post(reverse("orders:pay", args=[checkout.public_id]), follow=True)
    order = Order.objects.get()
    assert order.status == Status.AWAITING_PAYMENT
    assert b"Your order is kept" in page.content
    settings.STRIPE_API_BASE = right
    assert shopper.post(reverse("orders:pay_order", args=[order.public_id])).url.startswith(sandbox.url)


def test_paid_in_the_last_second_after_the_order_lapsed_goes_back(sandbox: Any) -> None:  # noqa: F811
    checkout = make_locked_checkout()
    shopper = browser_of(checkout.organisation)
    shopper.post(reverse("orders:pay", args=[checkout.public_id]))
    order = Order.objects.get()
    payment = Payment.objects.get(pk=order.escrow.payment_id)
    sandbox.control.pay(payment.provider_session_id)
    operations.lapse_order(actor=SYSTEM, order=order, reason="Not paid in time", now=order.pay_by_at)
    check_payment(payment=payment, now=timezone.now())
    follow_events()
    order.refresh_from_db()
    assert order.status == Status.REFUNDED
    assert order.escrow.refunds.get().amount_minor == order.total_minor
    page = shopper.get(reverse("orders:paying", args=[order.public_id])).content
    assert b"The whole amount goes back to your card" in page


def test_the_whole_way_over_the_api(sandbox: Any) -> None:  # noqa: F811
    listing = make_listing(make_seller(country="CL", currency="USD"), moq=2, stock=20)
    program = browser_of(make_buyer())

    def send(method: str, name: str, body: Any = None, *ids: str, **headers: str) -> Any:
        address = reverse(f"orders_api:{name}", args=ids)
        given = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(program, method)(address, headers=headers, **given)

    too_few = send("post", "cart_lines", {"variant": variant_of(listing).public_id, "quantity": 1})
    assert (too_few.status_code, too_few.json()["code"]) == (422, "below_minimum")
    cart = send("post", "cart_lines", {"variant": variant_of(listing).public_id, "quantity": 3})
    assert cart.status_code == 201
    group = cart.json()["groups"][0]
    assert group["can_check_out"] is True
    started = send("post", "checkouts", {"group": group["key"]})
    checkout_id = started.json()["id"]
    assert started.headers["Location"].endswith(checkout_id)
    assert send("post", "orders", {"checkout": checkout_id}).json()["code"] == "checkout_not_locked"
    assert send("post", "checkout_lock", None, checkout_id).json()["code"] == "address_missing"
    assert send("put", "checkout_address", {**GERMAN_ADDRESS, "city": ""}, checkout_id).status_code == 422
    assert send("put", "checkout_address", GERMAN_ADDRESS, checkout_id).status_code == 200
    assert send("post", "checkout_lock", None, checkout_id).json()["code"] == "shipping_missing"
    asked = send("post", "checkout_quotes", None, checkout_id)
    assert asked.status_code == 202
    checkout = Checkout.objects.get(public_id=checkout_id)
    for quote in checkout.shipping_request.quotes.all():
        answer_shipping_quote(quote_id=quote.pk, now=timezone.now())
    offers = program.get(asked.headers["Location"]).json()["quotes"]
    offer = next(each for each in offers if each["state"] == "answered")
    assert send("put", "checkout_shipping", {"quote": offer["id"]}, checkout_id).status_code == 200
    locked = send("post", "checkout_lock", None, checkout_id).json()
    assert locked["state"] == "locked"
    placed = send("post", "orders", {"checkout": checkout_id}, **{"Idempotency-Key": "k-1"})
    assert placed.status_code == 201, placed.content
    assert placed.json()["checkout_url"].startswith(sandbox.url)
    assert placed.json()["money"]["total"] == locked["amounts"]["total"]
    replay = send("post", "orders", {"checkout": checkout_id}, **{"Idempotency-Key": "k-1"})
    assert replay.headers["Idempotent-Replayed"] == "true"
    assert replay.json() == placed.json()
    other = send("post", "orders", {"checkout": "chk_other"}, **{"Idempotency-Key": "k-1"})
    assert other.json()["code"] == "idempotency_key_reused"
    assert Order.objects.count() == 1
    assert not CartLine.objects.exists()
    order_id = placed.json()["id"]
    assert send("get", "orders").json()["results"][0]["id"] == order_id
    detail = send("get", "order", None, order_id).json()
    assert [move["to_status"] for move in detail["moves"]] == ["awaiting_payment"]
    assert send("post", "accept", None, order_id).json()["code"] == "move_refused"
    assert send("post", "cancel", {"reason": "Wrong size"}, order_id).json()["status"] == "cancelled"
    assert send("get", "orders").json()["results"][0]["status"] == "cancelled"


def test_a_visitors_cart_comes_along_at_sign_in(django_capture_on_commit_callbacks: Any) -> None:
    listing = make_listing(make_seller(), stock=50)
    other = make_listing(make_seller(), stock=50)
    buyer = make_buyer()
    actor = actor_for(buyer)
    now = timezone.now()
    operations.add_to_cart(actor=actor, variant=variant_of(listing).public_id, quantity=5, now=now)
    client = Client()
    for each, quantity in ((listing, 2), (other, 7)):
        added = {"variant": variant_of(each).public_id, "quantity": quantity}
        client.post(reverse("orders:cart_add"), added)
    assert Cart.objects.count() == 2
    EmailAddress.objects.create(user=actor.user, email=actor.user.email, verified=True, primary=True)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_login"), {"login": actor.user.email, "password": "correct horse battery"})
    assert "cart" not in client.session
    lines = CartLine.objects.filter(cart__user=actor.user, cart__organisation=buyer)
    assert {line.variant.listing_id: line.quantity for line in lines} == {listing.pk: 5, other.pk: 7}
    assert Cart.objects.count() == 1


def test_two_visitors_never_share_a_cart() -> None:
    listing = make_listing(make_seller())
    one, two = Client(), Client()
    one.post(reverse("orders:cart_add"), {"variant": variant_of(listing).public_id, "quantity": "1"})
    assert b"Your cart is empty" in two.get(reverse("orders:cart")).content
    line = CartLine.objects.get()
    answer = two.post(reverse("orders:cart_line", args=[line.public_id]), {"remove": "1"})
    assert answer.status_code == 404
    assert CartLine.objects.filter(pk=line.pk).exists()
