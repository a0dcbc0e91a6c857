"""The table of states and moves: the code's, the database's and the operations' are one."""

import importlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.actor import Actor
from marketplace.kernel.events.registry import handlers_of
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import Refusal
from orders import operations
from orders.models import Order, OrderMove
from orders.rules import MOVES, Action, Party, Status, accept_by, may, ship_by
from tests.accounts.factories import actor_for, make_user
from tests.orders.factories import (
    SYSTEM,
    make_accepted_order,
    make_delivered_order,
    make_funded_order,
    make_order,
    make_shipped_order,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

MAKERS = {
    Status.AWAITING_PAYMENT: make_order,
    Status.FUNDED: make_funded_order,
    Status.SHIPPED: make_shipped_order,
    Status.DELIVERED: make_delivered_order,
    Status.ACCEPTED: make_accepted_order,
}


def order_in(status: Status) -> Order:
    if status in MAKERS:
        return MAKERS[status]()
    now = timezone.now()
    if status is Status.CLOSED:
        return operations.close_order(actor=SYSTEM, order=make_accepted_order(), now=now)
    if status is Status.CANCELLED:
        return operations.cancel_order(actor=SYSTEM, order=make_order(), now=now)
    order = make_funded_order()
    seller = actor_for(order.seller)
    if status is Status.IN_PRODUCTION:
        return operations.start_production(actor=seller, order=order, now=now)
    return operations.refund_order(actor=seller, order=order, reason="Broken", now=now)


def run(action: Action, actor: Actor, order: Order, now: datetime) -> Any:
    common = {"actor": actor, "order": order, "now": now}
    match action:
        case Action.FUND:
            return operations.fund_order(**common)
        case Action.CANCEL:
            return operations.cancel_order(**common)
        case Action.START_PRODUCTION:
            return operations.start_production(**common)
        case Action.SHIP:
            details = {"carrier": "DHL", "tracking_number": "JD014600", "expected_date": now.date()}
            return operations.ship_order(**common, **details)
        case Action.DELIVER | Action.HAND_OVER:
            return operations.mark_delivered(**common)
        case Action.ACCEPT:
            return operations.accept_order(**common)
        case Action.CLOSE:
            return operations.close_order(**common)
        case Action.REFUND:
            return operations.refund_order(**common, reason="Broken")
        case Action.RETURN_LATE_PAYMENT:
            return operations.note_late_payment(**common)


@pytest.mark.parametrize("status", list(Status))
def test_every_move_that_the_table_does_not_know_is_refused_and_leaves_nothing(status: Status) -> None:
    order = order_in(status)
    actors = {
        Party.BUYER: actor_for(order.organisation),
        Party.SELLER: actor_for(order.seller),
        Party.PLATFORM: Actor.for_staff(make_user(is_staff=True)),
        Party.SYSTEM: SYSTEM,
    }
    before = (OrderMove.objects.filter(order=order).count(), Event.objects.count())
    for action in Action:
        for party, actor in actors.items():
            now = timezone.now()
            if action is Action.HAND_OVER or may(
                action, party, status, carried=True, now=now, ship_by_at=order.ship_by_at
            ):
                continue
            try:
                run(action, actor, order, now)
            except Refusal as refusal:
                assert refusal.status in (403, 404, 409), (status, action, party, refusal)
            order.refresh_from_db()
            assert order.status == status, (status, action, party)
            assert (OrderMove.objects.filter(order=order).count(), Event.objects.count()) == before


def test_the_database_knows_the_same_pairs_as_the_table() -> None:
    guards = importlib.import_module("orders.migrations.0002_order_guards")
    assert set(guards.MOVES) == {(move.source.value, move.target.value) for move in MOVES}


def test_the_database_refuses_a_move_that_no_operation_makes() -> None:
    order = make_order()
    known = {(move.source, move.target) for move in MOVES}
    for target in Status:
        if target is Status.AWAITING_PAYMENT or (Status.AWAITING_PAYMENT, target) in known:
            continue
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(
                status=target, funded_at=timezone.now(), accepted_at=timezone.now()
            )


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE orders_ordermove SET reason = 'never happened'",
        "DELETE FROM orders_ordermove",
        "TRUNCATE orders_ordermove CASCADE",
        "UPDATE orders_order SET total_minor = total_minor - 1, goods_minor = goods_minor - 1",
        "UPDATE orders_order SET seller_net_minor = seller_net_minor + 1",
        "UPDATE orders_orderline SET quantity = 1",
        "DELETE FROM orders_order",
        "UPDATE orders_order SET status = 'invented'",
    ],
)
def test_the_database_refuses_to_rewrite_what_was_agreed(attack: str) -> None:
    make_order()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        # What the test itself wrote is settled first, so that the attack is all that is judged.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(attack)


def test_buyer_takes_money_back_only_from_the_day_the_seller_missed() -> None:
    due = NOW + timedelta(days=3)
    facts = {"carried": True, "ship_by_at": due}
    assert not may(Action.REFUND, Party.BUYER, Status.FUNDED, now=due - timedelta(seconds=1), **facts)
    assert may(Action.REFUND, Party.BUYER, Status.FUNDED, now=due, **facts)
    assert may(Action.REFUND, Party.SELLER, Status.FUNDED, now=NOW, **facts)
    assert not may(Action.REFUND, Party.SELLER, Status.SHIPPED, now=due, **facts)


def test_seller_says_delivered_only_from_the_expected_day() -> None:
    due = NOW + timedelta(days=3)
    for party, now, allowed in (
        (Party.SELLER, due - timedelta(seconds=1), False),
        (Party.SELLER, due, True),
        (Party.BUYER, NOW, True),
    ):
        assert may(Action.DELIVER, party, Status.SHIPPED, carried=True, now=now, expected_at=due) is allowed


def test_clocks() -> None:
    assert ship_by(NOW, 7) == NOW + timedelta(days=9)
    assert accept_by(delivered_at=NOW, expected_at=None, shipped_at=NOW) == NOW + timedelta(days=7)
    expected = NOW + timedelta(days=10)
    assert accept_by(delivered_at=None, expected_at=expected, shipped_at=NOW) == NOW + timedelta(days=24)
    assert accept_by(delivered_at=None, expected_at=NOW - timedelta(days=9), shipped_at=NOW) == NOW + timedelta(days=14)


def test_every_reaction_named_for_orders_exists() -> None:
    names = (
        "payments.escrow.funded", "payments.payment.failed", "payments.payment.expired", "payments.payout.paid",
        "payments.refund.requested", "orders.order.placed", "orders.order.funded", "orders.order.shipped",
        "orders.order.delivered", "orders.order.accepted", "orders.order.cancelled", "orders.order.refunded",
        "orders.review.written",
    )  # fmt: skip
    for name in names:
        own = [handler for handler in handlers_of(name) if handler.startswith("orders.")]
        assert own, name
        for handler in own:
            assert callable(import_string(handler))
