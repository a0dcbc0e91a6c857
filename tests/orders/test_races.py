"""Races that must have one winner, each beside a control that shows the race is real."""

import sys
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actor import Actor
from orders import operations
from orders.models import Checkout, CheckoutLine, CustomsBill, Order
from payments.models import Escrow, LedgerEntry, Refund
from sellers.models import StockHold, Variant
from sellers.operations import InsufficientStock
from tests.accounts.factories import actor_for
from tests.orders.factories import make_accepted_order, make_buyer, make_locked_checkout
from tests.sellers.factories import make_listing, make_seller

pytestmark = pytest.mark.django_db(transaction=True)

BUYERS = 64


def at_once(work: Callable[[int], Any], workers: int = BUYERS) -> list[Any]:
    """Run `work(number)` in that many threads, each with its own connection, all let go together."""
    gate = threading.Barrier(workers)
    results: list[Any] = [None] * workers

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            results[number] = work(number)
        except Exception as failure:
            results[number] = failure
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


def checkouts_for_many(
    stock: int, buyers: int = BUYERS, name: str = "Obst und Mehr GmbH"
) -> list[tuple[Actor, Checkout]]:
    """A locked checkout of one unit of the same listing for each of so many organisations of that name."""
    # In the buyers' currency: a promised rate that they share would let them pass one by one, and hide the race.
    listing = make_listing(make_seller(country="CL", currency="EUR"), stock=stock)
    first = make_locked_checkout(buyer=make_buyer(name=name), listing=listing, quantity=1)
    item = first.items.get()
    made = [(actor_for(first.organisation), first)]
    for _number in range(buyers - 1):
        buyer = make_buyer(name=name)
        actor = actor_for(buyer)
        copy = Checkout.objects.get(pk=first.pk)
        copy.pk, copy.public_id, copy.organisation, copy.started_by = None, "", buyer, actor.user
        copy.save(force_insert=True)
        CheckoutLine.objects.create(checkout=copy, organisation=buyer, variant_id=item.variant_id, quantity=1)
        made.append((actor, copy))
    return made


def test_one_checkout_placed_by_64_clicks_is_one_order() -> None:
    checkout = make_locked_checkout(stock=500)
    actor = actor_for(checkout.organisation)
    now = timezone.now()
    results = at_once(lambda _number: operations.place_order(actor=actor, checkout=checkout, now=now))
    assert {getattr(result, "pk", result) for result in results} == {Order.objects.get().pk}
    assert Escrow.objects.count() == 1
    assert StockHold.objects.count() == 1


def test_control_without_the_row_lock_the_same_clicks_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The unique checkout of an order still holds; but clicks that waited politely before now crash into it."""
    checkout = make_locked_checkout(stock=500)
    actor = actor_for(checkout.organisation)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    now = timezone.now()
    results = at_once(lambda _number: operations.place_order(actor=actor, checkout=checkout, now=now))
    collisions = [result for result in results if isinstance(result, IntegrityError)]
    assert collisions
    assert Order.objects.count() == 1


def test_the_last_unit_is_sold_once_to_64_buyers() -> None:
    made = checkouts_for_many(stock=1)
    now = timezone.now()
    results = at_once(lambda number: operations.place_order(actor=made[number][0], checkout=made[number][1], now=now))
    sold = [result for result in results if isinstance(result, Order)]
    refused = [result for result in results if isinstance(result, InsufficientStock)]
    assert (len(sold), len(refused)) == (1, BUYERS - 1), [r for r in results if r not in sold and r not in refused]
    assert Order.objects.count() == Escrow.objects.count() == StockHold.objects.count() == 1
    assert Variant.objects.get(pk=made[0][1].items.get().variant_id).stock_available == 0


def test_control_reading_stock_first_oversells_the_last_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    made = checkouts_for_many(stock=1)
    with connection.cursor() as cursor:
        # The constraint is the last line of defence; it is taken away to see the race itself.
        cursor.execute("ALTER TABLE sellers_variant DROP CONSTRAINT sellers_variant_stock_is_not_negative")

    together = threading.Barrier(BUYERS)

    def naive(*, lines: list[tuple[int, int]], reference: str, **_rest: object) -> None:
        for variant_id, quantity in lines:
            variant = Variant.objects.get(pk=variant_id)
            if variant.stock_available < quantity:
                raise InsufficientStock(title="", variant="", wanted=quantity, available=variant.stock_available)
            # Buyers get here at different times, by how long screening took; each has read the same.
            together.wait(timeout=60)
            variant.stock_available -= quantity
            variant.save(update_fields=["stock_available"])

    monkeypatch.setattr(sys.modules["orders.operations.place_order"], "hold_stock", naive)
    now = timezone.now()
    try:
        at_once(lambda number: operations.place_order(actor=made[number][0], checkout=made[number][1], now=now))
        assert Order.objects.count() > 1
    finally:
        Variant.objects.filter(stock_available__lt=0).update(stock_available=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE sellers_variant ADD CONSTRAINT sellers_variant_stock_is_not_negative "
                "CHECK (stock_available >= 0)"
            )


def _shared_bill() -> tuple[Order, dict[str, Any]]:
    """An accepted order under DDP, and a bill of it that is a little lower than what was collected."""
    seller = make_seller(country="CN", currency="USD")
    order = make_accepted_order(
        listing=make_listing(seller, hs_code="610910", origin_country="CN", price="20.00"), quantity=10
    )
    order.refresh_from_db()
    assert order.incoterm == "DDP" and order.customs_minor > 100
    duty = Decimal(order.customs_minor - 100).scaleb(-2)
    return order, {"number": "ATC 1", "billed_on": timezone.now().date(), "currency": "EUR", "duty": duty}


def test_a_customs_bill_sent_by_16_clicks_moves_its_difference_once() -> None:
    order, bill = _shared_bill()
    staff, now = Actor(user=None, platform="staff"), timezone.now()
    results = at_once(
        lambda _number: operations.record_customs_bill(actor=staff, order=order, bill=bill, now=now), workers=16
    )
    assert [result for result in results if not isinstance(result, CustomsBill)] == []
    assert len({result.pk for result in results}) == CustomsBill.objects.count() == 1
    # Back to the buyer, or kept by the platform where the charges were guaranteed.
    moved = LedgerEntry.objects.filter(kind__in=["customs.returned", "customs.guaranteed"])
    assert moved.count() == 1
    assert Refund.objects.count() == (order.promise != "guaranteed")


def test_control_without_the_row_lock_each_click_is_a_bill(monkeypatch: pytest.MonkeyPatch) -> None:
    order, bill = _shared_bill()
    staff, now, together = Actor(user=None, platform="staff"), timezone.now(), threading.Barrier(16)

    def reckoned(order: Order) -> int | None:
        # Each has looked for an earlier bill and found none.
        together.wait(timeout=60)
        return order.customs_minor

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    monkeypatch.setattr(sys.modules["orders.operations.record_customs_bill"], "reckoned_minor", reckoned)
    at_once(lambda _number: operations.record_customs_bill(actor=staff, order=order, bill=bill, now=now), workers=16)
    assert CustomsBill.objects.count() > 1
