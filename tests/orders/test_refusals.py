"""Every no is said for its reason and leaves nothing behind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound, Refusal
from orders import operations
from orders.cards import order_cards
from orders.lines import BelowMinimum, NotDelivered, NotOnSale, OwnListing
from orders.models import Cart, CartLine, Checkout, Order, OrderMove
from orders.operations._checkouts import CheckoutPlaced, LinesRefused
from orders.operations.place_order import CheckoutNotLocked
from orders.operations.review_order import NotYetFulfilled
from orders.operations.start_checkout import DoesNotBuy, SeveralSellers
from payments.models import Escrow, Payment
from sellers.models import Listing, StockHold
from sellers.operations import InsufficientStock
from tests.accounts.factories import actor_for, make_organisation, make_user, sign_in
from tests.orders.factories import (
    GERMAN_ADDRESS,
    make_accepted_order,
    make_buyer,
    make_checkout,
    make_funded_order,
    make_locked_checkout,
    make_order,
    rates,
    variant_of,
)
from tests.sellers.factories import make_listing, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def rows() -> tuple[int, ...]:
    models = (Order, OrderMove, Escrow, Payment, StockHold, Event)
    return tuple(model._default_manager.count() for model in models)


def place(checkout: Checkout, actor: Actor | None = None) -> Order:
    return operations.place_order(
        actor=actor or actor_for(checkout.organisation), checkout=checkout, now=timezone.now()
    )


def sell_out(checkout: Checkout) -> None:
    checkout.items.get().variant.__class__.objects.filter(pk=checkout.items.get().variant_id).update(stock_available=1)


def pause(checkout: Checkout) -> None:
    Listing.objects.filter(pk=checkout.items.get().variant.listing_id).update(status="paused")


def suspend_seller(checkout: Checkout) -> None:
    Organisation.objects.filter(pk=checkout.seller_id).update(status="suspended")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [(sell_out, InsufficientStock), (pause, NotOnSale), (suspend_seller, NotOnSale)],
)
def test_place_order_refuses_and_leaves_nothing(spoil: Callable[[Checkout], None], reason: type[Refusal]) -> None:
    checkout = make_locked_checkout(quantity=5)
    spoil(checkout)
    before = rows()
    with pytest.raises(reason):
        place(checkout)
    assert rows() == before
    checkout.refresh_from_db()
    assert checkout.state == "locked"


def test_place_order_needs_a_lock_a_role_and_ones_own_checkout() -> None:
    checkout = make_checkout()
    before = rows()
    with pytest.raises(CheckoutNotLocked):
        place(checkout)
    locked = make_locked_checkout()
    with pytest.raises(NotAllowed):
        place(locked, actor_for(locked.organisation, "viewer"))
    with pytest.raises(NotFound):
        place(locked, actor_for(make_buyer()))
    assert rows() == before


def test_a_failure_at_any_statement_of_place_order_leaves_nothing() -> None:
    """All or nothing at each boundary: the connection breaks at the first, second, third... statement."""
    checkout = make_locked_checkout(quantity=3)
    actor = actor_for(checkout.organisation)
    variant = checkout.items.get().variant
    before, stock = rows(), variant.stock_available

    class Broken(Exception):
        pass

    for boundary in range(1, 200):
        statements = 0

        def cut(execute: Any, sql: str, params: Any, many: bool, context: Any, last: int = boundary) -> Any:
            nonlocal statements
            if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                statements += 1
                if statements == last:
                    raise Broken
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(cut):
                place(checkout, actor)
        except Broken:
            assert rows() == before, boundary
            variant.refresh_from_db()
            assert variant.stock_available == stock, boundary
            continue
        break
    assert boundary > 15
    assert Order.objects.count() == 1


def test_a_placed_checkout_can_no_longer_be_changed() -> None:
    order = make_order()
    actor, now = actor_for(order.organisation), timezone.now()
    for change in (
        lambda: operations.set_checkout_address(actor=actor, checkout=order.checkout, address=GERMAN_ADDRESS, now=now),
        lambda: operations.lock_checkout(actor=actor, checkout=order.checkout, rates=rates(), now=now),
        lambda: operations.choose_shipping(actor=actor, checkout=order.checkout, quote="shq_x", now=now),
    ):
        with pytest.raises(CheckoutPlaced):
            change()


def test_start_checkout_refuses_what_cannot_be_bought_together_or_at_all() -> None:
    buyer = make_buyer()
    actor, now = actor_for(buyer), timezone.now()
    one, two = make_listing(make_seller(), moq=3), make_listing(make_seller())

    def start(items: Any, who: Actor = actor) -> Checkout:
        return operations.start_checkout(actor=who, items=items, currency="EUR", rates=rates(), now=now)

    with pytest.raises(SeveralSellers):
        start([(variant_of(one), 3), (variant_of(two), 1)])
    with pytest.raises(LinesRefused) as refused:
        start([(variant_of(one), 2)])
    assert "minimum order" in str(refused.value.fields)
    with pytest.raises(InvalidInput):
        start([])
    seller_only = make_organisation(sells=True, buys=False)
    with pytest.raises(DoesNotBuy):
        start([(variant_of(two), 1)], actor_for(seller_only))
    assert not Checkout.objects.exists()


def test_a_seller_that_does_not_ship_there_is_said_at_the_address() -> None:
    listing = make_listing(make_seller(ships_to=["FR", "IT"]))
    checkout = make_checkout(listing=listing)
    with pytest.raises(NotDelivered) as refused:
        operations.set_checkout_address(
            actor=actor_for(checkout.organisation), checkout=checkout, address=GERMAN_ADDRESS, now=timezone.now()
        )
    assert "country" in refused.value.fields
    checkout.refresh_from_db()
    assert checkout.address == {}


def test_add_to_cart_refuses_own_listings_too_few_and_what_was_never_on_sale() -> None:
    seller = make_seller()
    own, draft = make_listing(seller, moq=2), make_listing(make_seller(), status="draft")
    now = timezone.now()

    def add(actor: Actor, listing: Listing, quantity: int = 2, token: str = "") -> CartLine:
        return operations.add_to_cart(
            actor=actor, token=token, variant=variant_of(listing).public_id, quantity=quantity, now=now
        )

    with pytest.raises(OwnListing):
        add(actor_for(seller), own)
    with pytest.raises(BelowMinimum):
        add(actor_for(make_buyer()), own, 1)
    with pytest.raises(NotFound):
        add(actor_for(make_buyer()), draft)
    with pytest.raises(NotAllowed):
        add(actor_for(make_buyer(), "viewer"), own)
    with pytest.raises(NotFound):
        add(Actor.anonymous(), own)
    assert not Cart.objects.exists()
    assert add(Actor.anonymous(), own, token="visitor-token").quantity == 2


def test_reviews_only_from_buyers_of_what_was_accepted() -> None:
    order = make_funded_order()
    listing = order.lines.get().listing.public_id
    now = timezone.now()
    buyer = actor_for(order.organisation)
    with pytest.raises(NotYetFulfilled):
        operations.review_order(actor=buyer, order=order, listing=listing, rating=5, now=now)
    done = make_accepted_order()
    buyer, listing = actor_for(done.organisation), done.lines.get().listing.public_id
    with pytest.raises(NotAllowed):
        operations.review_order(actor=actor_for(done.seller), order=done, listing=listing, rating=5, now=now)
    with pytest.raises(NotFound):
        operations.review_order(actor=buyer, order=done, listing="lst_other", rating=5, now=now)
    for rating in (0, 6, -1):
        with pytest.raises(InvalidInput):
            operations.review_order(actor=buyer, order=done, listing=listing, rating=rating, now=now)
    with pytest.raises(InvalidInput):
        operations.review_order(actor=buyer, order=done, listing=listing, rating=5, text="x" * 20_000, now=now)
    first = operations.review_order(actor=buyer, order=done, listing=listing, rating=2, now=now)
    assert operations.review_order(actor=buyer, order=done, listing=listing, rating=5, now=now) == first


def test_the_desk_counts_what_needs_the_seller() -> None:
    order = make_funded_order()
    cards = {str(card.label): card.count for card in order_cards(actor_for(order.seller))}
    assert cards["Paid, to be shipped"] == 1
    assert cards["Past the day to ship"] == 0
    assert all(card.count == 0 for card in order_cards(actor_for(make_seller())))


def test_admin_shows_orders_and_changes_none(client: Any) -> None:
    order = make_accepted_order()
    sign_in(client, make_user(is_staff=True, is_superuser=True))
    assert order.number in client.get(reverse("admin:orders_order_changelist")).content.decode()
    page = client.get(reverse("admin:orders_order_change", args=[order.pk]))
    assert page.status_code == 200
    assert order.escrow.public_id in page.content.decode()
    assert client.post(reverse("admin:orders_order_change", args=[order.pk]), {"status": "funded"}).status_code == 403
    assert client.get(reverse("admin:orders_order_add")).status_code == 403
