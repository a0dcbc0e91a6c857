"""Nobody reads or moves what is not theirs: every page and endpoint, every kind of stranger."""

import json
from typing import Any

import pytest
from django.urls import URLPattern, reverse

from accounts.actor import Actor
from orders import urls as page_urls
from orders.api import urls as api_urls
from orders.models import Order, OrderMove
from tests.accounts.factories import actor_for, sign_in
from tests.orders.factories import (
    SYSTEM,
    make_accepted_order,
    make_buyer,
    make_funded_order,
    make_locked_checkout,
    rates,
)
from tests.sellers.factories import make_seller
from tests.sellers.files import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

# Pages that belong to whoever asks: no id in the address.
# These name nothing: each shows the reader their own.
LISTS = {"purchases", "sales", "insights"}
OWN_PAGES = {"cart", "cart_add", "cart_add_many", "checkout_start"} | LISTS
# A paper is checked by anybody who holds it, and carriers sign what they send: tested with the papers and tracking.
FOR_ALL = {"verify_paper", "carrier_webhook"}
OWN_ENDPOINTS = {"cart", "cart_lines", "checkouts", "orders", "listing_reviews", "insights"}
BUYER_ONLY = {"pay_order", "paying", "review"}
SELLER_ONLY = {"ship"}
READ_ONLY_FOR_VIEWERS = {"order", "paying"}


def pages() -> list[str]:
    names = [str(pattern.name) for pattern in page_urls.urlpatterns if isinstance(pattern, URLPattern)]
    return [name for name in names if name not in FOR_ALL]


def endpoints() -> list[str]:
    return [str(pattern.name) for pattern in api_urls.urlpatterns if isinstance(pattern, URLPattern)]


class Things:
    """One of each that an address can name."""

    def __init__(self) -> None:
        self.checkout = make_locked_checkout()
        self.order = make_accepted_order()
        from orders import operations
        from orders.models import CartLine
        from tests.orders.factories import variant_of

        buyer = actor_for(self.order.organisation)
        listing = self.order.lines.get().listing
        self.listing = listing.public_id
        from django.utils import timezone

        now = timezone.now()
        operations.add_to_cart(actor=buyer, variant=variant_of(listing).public_id, quantity=1, now=now)
        self.line = CartLine.objects.get().public_id
        papers = operations.prepare_papers_by_event(actor=SYSTEM, order=self.order, rates=rates(now), now=now)
        self.paper = papers[0].public_id
        self.review = operations.review_order(
            actor=buyer, order=self.order, listing=self.listing, rating=5, now=now
        ).public_id

        self.shipment = self.order.shipments.get().pk
        self.bill = operations.record_customs_bill(
            actor=Actor(user=None, platform="staff"),
            order=self.order,
            bill={"number": "ATC 1", "billed_on": now.date(), "currency": "EUR", "duty": "1.00"},
            paper=upload(),
            now=now,
        ).public_id

    def page(self, name: str) -> str:
        if name == "cart_line":
            return reverse("orders:cart_line", args=[self.line])
        if name.startswith("checkout") or name == "pay":
            return reverse(f"orders:{name}", args=[self.checkout.public_id])
        if name == "review":
            return reverse("orders:review", args=[self.order.public_id, self.listing])
        if name == "reply":
            return reverse("orders:reply", args=[self.order.public_id, self.review])
        if name == "paper_file":
            return reverse("orders:paper_file", args=[self.paper, "pdf"])
        if name == "customs_paper":
            return reverse("orders:customs_paper", args=[self.order.public_id, self.bill])
        if name == "add_event":
            return reverse("orders:add_event", args=[self.order.public_id, self.shipment])
        if name in ("issue_paper", "authority_paper"):
            return reverse(f"orders:{name}", args=[self.order.public_id, "packing_list"])
        return reverse(f"orders:{name}", args=[self.order.public_id])

    def endpoint(self, name: str) -> str:
        if name == "cart_line":
            return reverse("orders_api:cart_line", args=[self.line])
        if name.startswith("checkout"):
            return reverse(f"orders_api:{name}", args=[self.checkout.public_id])
        if name == "reply":
            return reverse("orders_api:reply", args=[self.review])
        if name == "paper_file":
            return reverse("orders_api:paper_file", args=[self.paper, "pdf"])
        if name == "events":
            return reverse("orders_api:events", args=[self.order.public_id, self.shipment])
        return reverse(f"orders_api:{name}", args=[self.order.public_id])


@pytest.fixture
def things() -> Things:
    return Things()


BODIES: dict[str, dict[str, Any]] = {
    "cart_line": {"quantity": 2},
    "checkout_address": {"country": "DE", "recipient": "X", "street_address": "Y", "city": "Z", "postal_code": "10115"},
    "checkout_shipping": {"quote": "shq_x"},
    "ship": {"carrier": "DHL", "tracking_number": "JD014600", "expected_date": "2027-01-01"},
    "reviews": {"listing": "lst_x", "rating": 5},
    "reply": {"text": "Thanks"},
}


METHODS = ("get", "post", "put", "patch", "delete")
VIEWS = {pattern.name: pattern.callback.view_class for pattern in api_urls.urlpatterns}


def trace() -> tuple[int, list[tuple[int, str]]]:
    return OrderMove.objects.count(), list(Order.objects.order_by("pk").values_list("pk", "status"))


@pytest.mark.parametrize("stranger", ["buyer", "seller"])
def test_strangers_find_nothing_on_any_page(client: Any, things: Things, stranger: str) -> None:
    organisation = make_buyer() if stranger == "buyer" else make_seller()
    sign_in(client, actor_for(organisation).user, organisation)
    before = trace()
    for name in pages():
        if name in OWN_PAGES:
            continue
        for method in (client.get, client.post):
            response = method(things.page(name), {"quantity": "2", "reply": "x", "rating": "5"})
            assert response.status_code in (404, 405), (name, method.__name__, response.status_code)
    assert trace() == before


@pytest.mark.parametrize("stranger", ["buyer", "seller"])
def test_strangers_find_nothing_over_the_api(client: Any, things: Things, stranger: str) -> None:
    organisation = make_buyer() if stranger == "buyer" else make_seller()
    sign_in(client, actor_for(organisation).user, organisation)
    before = trace()
    for name in endpoints():
        if name in OWN_ENDPOINTS:
            continue
        for method in METHODS:
            if not hasattr(VIEWS[name], method):
                continue
            body = json.dumps(BODIES.get(name, {}))
            response = client.generic(method.upper(), things.endpoint(name), body, content_type="application/json")
            assert response.status_code == 404, (name, method, response.status_code, response.content)
    assert trace() == before


def test_nobody_signed_in_is_asked_to_sign_in(client: Any, things: Things) -> None:
    for name in pages():
        if name in OWN_PAGES - LISTS or name == "cart_line":
            continue
        address = reverse(f"orders:{name}") if name in OWN_PAGES else things.page(name)
        response = client.get(address)
        assert response.status_code in (302, 405), (name, response.status_code)
        if response.status_code == 302:
            assert response.url.startswith("/account/login/"), name
    for name in endpoints():
        if name in OWN_ENDPOINTS:
            continue
        for method in ("get", "post", "put", "patch", "delete"):
            response = getattr(client, method)(things.endpoint(name))
            assert response.status_code in (401, 405, 403), (name, method, response.status_code)
            assert response.status_code != 403 or method != "get"


def test_a_viewer_reads_and_changes_nothing(client: Any) -> None:
    order = make_funded_order()
    for side in (order.organisation, order.seller):
        sign_in(client, actor_for(side, "viewer").user, side)
        assert client.get(reverse("orders:order", args=[order.public_id])).status_code == 200
        before = trace()
        for name in ("start", "ship", "delivered", "accept", "cancel", "refund", "pay_order"):
            response = client.post(reverse(f"orders:{name}", args=[order.public_id]), {"reason": "x"})
            assert response.status_code in (302, 403, 404), (name, response.status_code)
        for name in ("start", "ship", "delivered", "accept", "cancel", "refund"):
            response = client.post(
                reverse(f"orders_api:{name}", args=[order.public_id]),
                json.dumps(BODIES.get(name, {"reason": "x"})),
                content_type="application/json",
            )
            assert response.status_code == 403 or (name in ("ship", "start")), (name, response.status_code)
        assert trace() == before
        client.logout()


def test_each_side_cannot_make_the_others_moves(client: Any) -> None:
    order = make_funded_order()
    sign_in(client, actor_for(order.organisation).user, order.organisation)
    assert client.post(reverse("orders:ship", args=[order.public_id])).status_code == 404
    response = client.post(
        reverse("orders_api:ship", args=[order.public_id]), json.dumps(BODIES["ship"]), content_type="application/json"
    )
    assert response.status_code == 403
    client.logout()
    sign_in(client, actor_for(order.seller).user, order.seller)
    for name in ("accept", "pay"):
        response = client.post(reverse(f"orders_api:{name}", args=[order.public_id]))
        assert response.status_code in (403, 404), (name, response.status_code)
    order.refresh_from_db()
    assert order.status == "funded"


def test_a_carts_token_of_somebody_else_opens_nothing(client: Any, things: Things) -> None:
    session = client.session
    session["cart"] = ""
    session.save()
    assert b"Your cart is empty" in client.get(reverse("orders:cart")).content
    assert client.post(things.page("cart_line"), {"quantity": "9"}).status_code == 404
