"""Carts, checkouts and orders for tests, made by the operations themselves."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation
from orders import operations, queries
from orders.models import Checkout, Order
from orders.paper_content import facts_of
from orders.paper_needs import open_papers
from sellers.models import Listing, Variant
from tests.accounts.factories import actor_for, make_organisation
from tests.payments.factories import fund
from tests.sellers.factories import make_listing, make_seller
from trade.fx import RateTable, current_rates
from trade.operations import answer_shipping_quote

GERMAN_ADDRESS = {
    "country": "DE",
    "recipient": "Ada Brandt",
    "company": "Brandt GmbH",
    "street_address": "Kaistraße 4",
    "city": "Hamburg",
    "postal_code": "20457",
}
SYSTEM = Actor.system("tests")


def rates(now: datetime | None = None) -> RateTable:
    """The embedded exchange rates."""
    return current_rates((now or timezone.now()).date())


#: A country whose duty and import rules are not kept.
PERUVIAN_ADDRESS = {
    "country": "PE",
    "recipient": "Rosa Quispe",
    "street_address": "Avenida Ejército 710",
    "district": "Yanahuara",
    "city": "Arequipa",
    "region": "Arequipa",
    "postal_code": "04013",
}


def make_buyer(country: str = "DE", currency: str = "EUR", **over: Any) -> Organisation:
    """An organisation that only buys."""
    return make_organisation(country=country, currency=currency, sells=False, buys=True, **over)


def variant_of(listing: Listing) -> Variant:
    """The listing's default variant, read as operations expect it."""
    return queries.variants_read().get(listing=listing, is_default=True)


def make_checkout(
    *,
    buyer: Organisation | None = None,
    listing: Listing | None = None,
    quantity: int = 5,
    currency: str = "EUR",
    now: datetime | None = None,
    actor: Actor | None = None,
    variant: Variant | None = None,
    **listing_over: Any,
) -> Checkout:
    """An open checkout of one listing; `variant` as a cart line holds it, with its wishes."""
    now = now or timezone.now()
    actor = actor or actor_for(buyer or make_buyer())
    listing = listing or make_listing(make_seller(country="CL", currency="USD"), **listing_over)
    return operations.start_checkout(
        actor=actor, items=[(variant or variant_of(listing), quantity)], currency=currency, rates=rates(now), now=now
    )


def make_addressed_checkout(
    *, now: datetime | None = None, address: dict[str, str] | None = None, **over: Any
) -> Checkout:
    """A checkout with address and a chosen shipping offer; its carriers have answered."""
    now = now or timezone.now()
    checkout = make_checkout(now=now, **over)
    actor = actor_for(checkout.organisation)
    operations.set_checkout_address(actor=actor, checkout=checkout, address=address or GERMAN_ADDRESS, now=now)
    checkout.refresh_from_db()
    request = operations.request_checkout_quotes(actor=actor, checkout=checkout, rates=rates(now), now=now)
    for quote in request.quotes.all():
        answer_shipping_quote(quote_id=quote.pk, now=now)
    offer = request.quotes.filter(state="answered").order_by("price_minor").first()
    assert offer is not None, [quote.reason for quote in request.quotes.all()]
    return operations.choose_shipping(actor=actor, checkout=checkout, quote=offer.public_id, now=now)


def make_locked_checkout(*, now: datetime | None = None, **over: Any) -> Checkout:
    """A checkout whose price is locked; `kind="service"` has no address and no shipping."""
    now = now or timezone.now()
    make = make_checkout if over.get("kind") == "service" else make_addressed_checkout
    checkout = make(now=now, **over)
    return operations.lock_checkout(
        actor=actor_for(checkout.organisation), checkout=checkout, rates=rates(now), now=now
    )


def make_order(*, now: datetime | None = None, **over: Any) -> Order:
    """A placed order that waits for its payment."""
    now = now or timezone.now()
    checkout = make_locked_checkout(now=now, **over)
    return operations.place_order(
        actor=actor_for(checkout.organisation),
        checkout=checkout,
        confirmed=[each["key"] for each in checkout.clearance["to_confirm"]],
        now=now,
    )


def pay(order: Order, now: datetime | None = None) -> Order:
    """Let the order's money arrive in escrow, as payments does it, and run what follows from it."""
    fund(order.escrow)
    return operations.fund_order(actor=SYSTEM, order=order, now=now or timezone.now())


def make_funded_order(**over: Any) -> Order:
    return pay(make_order(**over), over.get("now"))


def bring_papers(order: Order, now: datetime | None = None) -> Order:
    """Enter every paper of an authority that the order's goods need on their way."""
    now = now or timezone.now()
    for paper in open_papers(facts_of(order), on=now.date()):
        operations.keep_authority_paper(
            actor=actor_for(order.seller),
            order=order,
            kind=paper.kind,
            number="CL-2026-1",
            issued_date=now.date(),
            now=now,
        )
    return order


def make_shipped_order(*, now: datetime | None = None, **over: Any) -> Order:
    now = now or timezone.now()
    order = bring_papers(make_funded_order(now=now, **over), now)
    return operations.ship_order(
        actor=actor_for(order.seller),
        order=order,
        carrier="DHL Express",
        tracking_number=f"JD{order.number[-6:]}",
        expected_date=now.date() + timedelta(days=5),
        now=now,
    )


def make_delivered_order(*, now: datetime | None = None, **over: Any) -> Order:
    now = now or timezone.now()
    order = make_shipped_order(now=now, **over)
    return operations.mark_delivered(actor=actor_for(order.organisation), order=order, now=now)


def make_accepted_order(*, now: datetime | None = None, **over: Any) -> Order:
    order = make_delivered_order(now=now, **over)
    return operations.accept_order(actor=actor_for(order.organisation), order=order, now=now or timezone.now())
