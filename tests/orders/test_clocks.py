"""What is due happens at its second, not one before, and once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from orders import operations
from orders.models import Order
from orders.operations._moves import MoveRefused
from orders.operations.lock_checkout import lock_checkout
from orders.operations.place_order import CheckoutLapsed
from orders.rules import Status
from orders.tasks import accept_due_orders, lapse_orders
from payments.models import Escrow, Payment
from payments.operations import fund_escrow
from sellers.models import StockHold
from tests.accounts.factories import actor_for
from tests.orders.factories import (
    SYSTEM,
    make_delivered_order,
    make_funded_order,
    make_locked_checkout,
    make_order,
    make_shipped_order,
    rates,
    variant_of,
)
from tests.sellers.factories import make_listing, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
SECOND = timedelta(seconds=1)


def test_a_locked_price_stands_to_its_last_second() -> None:
    checkout = make_locked_checkout()
    actor = actor_for(checkout.organisation)
    with pytest.raises(CheckoutLapsed):
        operations.place_order(actor=actor, checkout=checkout, now=checkout.locked_until)
    assert not Order.objects.exists()
    assert not Escrow.objects.exists()
    assert not StockHold.objects.exists()
    assert operations.place_order(actor=actor, checkout=checkout, now=checkout.locked_until - SECOND).pk


def test_locking_again_while_the_lock_stands_changes_nothing() -> None:
    checkout = make_locked_checkout(price="10.00")
    checkout.items.get().variant.tiers.update(unit_price="99.00")
    actor = actor_for(checkout.organisation)
    again = lock_checkout(actor=actor, checkout=checkout, rates=rates(), now=checkout.locked_until - SECOND)
    assert again.amounts == checkout.amounts
    later = lock_checkout(actor=actor, checkout=checkout, rates=rates(), now=checkout.locked_until)
    assert later.amounts["goods"] > checkout.amounts["goods"]
    assert {change["what"] for change in later.changes} >= {"unit_price", "goods", "total"}


def test_an_unpaid_order_lapses_at_its_second_and_gives_its_stock_back() -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"), stock=9)
    order = make_order(listing=listing, quantity=4)
    with time_machine.travel(order.pay_by_at - SECOND, tick=False):
        assert lapse_orders() == 0
    order.refresh_from_db()
    assert order.status == Status.AWAITING_PAYMENT
    with time_machine.travel(order.pay_by_at, tick=False):
        assert lapse_orders() == 1
        assert lapse_orders() == 0
    order.refresh_from_db()
    assert order.status == Status.CANCELLED
    assert variant_of(listing).stock_available == 9


def test_the_clock_accepts_at_its_second_and_pays_the_seller() -> None:
    order = make_delivered_order()
    with time_machine.travel(order.auto_accept_at - SECOND, tick=False):
        assert accept_due_orders() == 0
    with time_machine.travel(order.auto_accept_at, tick=False):
        assert accept_due_orders() == 1
        assert accept_due_orders() == 0
    order.refresh_from_db()
    order.escrow.refresh_from_db()
    assert order.status == Status.ACCEPTED
    assert order.escrow.status == "released"
    assert order.moves.last().party == "system"


def test_the_clock_accepts_what_nobody_said_arrived() -> None:
    order = make_shipped_order()
    due = order.shipments.get().expected_date + timedelta(days=14)
    assert order.auto_accept_at.date() == due
    with time_machine.travel(order.auto_accept_at, tick=False):
        assert accept_due_orders() == 1


def test_a_paid_order_never_lapses_even_if_the_message_comes_late() -> None:
    order = make_order()
    with transaction.atomic():
        pay_escrow(order)
    with time_machine.travel(order.pay_by_at + SECOND, tick=False):
        assert lapse_orders() == 0
    operations.fund_order(actor=SYSTEM, order=order, now=order.pay_by_at + SECOND)
    order.refresh_from_db()
    assert order.status == Status.FUNDED


def test_money_that_comes_after_the_order_lapsed_goes_back_and_the_order_says_so() -> None:
    order = make_order()
    operations.lapse_order(actor=SYSTEM, order=order, reason="Not paid in time", now=order.pay_by_at)
    with transaction.atomic():
        pay_escrow(order)
    refund = order.escrow.refunds.get()
    assert refund.amount_minor == order.total_minor
    assert operations.note_late_payment(actor=SYSTEM, order=order, now=timezone.now())
    assert not operations.note_late_payment(actor=SYSTEM, order=order, now=timezone.now())
    order.refresh_from_db()
    assert order.status == Status.REFUNDED
    assert "lapsed" in order.moves.last().reason


def test_goods_sold_while_the_payment_was_under_way_are_refunded() -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"), stock=4)
    order = make_order(listing=listing, quantity=4)
    # What cannot happen while the sweep runs: the hold ran out first and somebody else bought.
    StockHold.objects.filter(reference=order.public_id).update(state=StockHold.State.RELEASED)
    with transaction.atomic():
        pay_escrow(order)
    operations.fund_order(actor=SYSTEM, order=order, now=timezone.now())
    order.refresh_from_db()
    order.escrow.refresh_from_db()
    assert order.status == Status.REFUNDED
    assert order.escrow.status == "refunded"
    assert variant_of(listing).stock_available == 0


def test_buyer_takes_the_money_back_once_the_seller_missed_the_day() -> None:
    order = make_funded_order()
    actor = actor_for(order.organisation)
    with pytest.raises(MoveRefused):
        operations.refund_order(actor=actor, order=order, reason="", now=order.ship_by_at - SECOND)
    operations.refund_order(actor=actor, order=order, reason="", now=order.ship_by_at)
    order.refresh_from_db()
    assert order.status == Status.REFUNDED


def pay_escrow(order: Order) -> None:
    """The money arrives, however late."""
    now = timezone.now()
    payment = Payment.objects.select_for_update().get(pk=order.escrow.payment_id)
    if payment.status == Payment.Status.CREATED:
        Payment.objects.filter(pk=payment.pk).update(status=Payment.Status.AWAITING)
    payment.status, payment.succeeded_at = Payment.Status.SUCCEEDED, now
    payment.save(update_fields=["status", "succeeded_at"])
    fund_escrow(escrow=order.escrow, now=now)
