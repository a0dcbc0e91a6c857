"""An order's whole way from cart to payout, through the operations."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from orders import operations
from orders.models import OrderMove
from orders.rules import Status
from payments.models import EscrowShare, LedgerEntry, Posting
from sellers.models import StockHold
from tests.accounts.factories import actor_for
from tests.orders.factories import (
    SYSTEM,
    make_accepted_order,
    make_delivered_order,
    make_funded_order,
    make_locked_checkout,
    make_order,
    make_shipped_order,
    variant_of,
)
from tests.sellers.factories import make_listing, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_lock_checkout_freezes_a_price_whose_lines_sum_to_the_total() -> None:
    checkout = make_locked_checkout(quantity=7, price="12.35")
    amounts = checkout.amounts
    assert sum(line["total_minor"] for line in checkout.lines) == amounts["goods"]
    assert amounts["total"] == sum(amounts[part] for part in ("goods", "freight", "duty", "tax", "fees"))
    assert checkout.locked_until - checkout.locked_at == timedelta(minutes=30)
    assert checkout.incoterm == "DDP"
    # A rule for these goods is not confirmed, so the platform promises nothing.
    assert checkout.landed["promise"]["status"] == checkout.landed["status"] == "estimate"
    assert checkout.landed["rule_version"]
    assert checkout.fx["charged"][0]["source"]


def test_place_order_holds_stock_and_opens_an_escrow_of_the_same_amount() -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"), stock=9, price="10.00")
    order = make_order(listing=listing, quantity=4)
    assert order.status == Status.AWAITING_PAYMENT
    assert order.number.startswith("BW-")
    assert variant_of(listing).stock_available == 5
    assert StockHold.objects.get(reference=order.public_id).state == "held"
    assert order.escrow.amount_minor == order.total_minor
    shares = {share.purpose: share for share in EscrowShare.objects.filter(escrow=order.escrow)}
    assert sum(share.amount_minor for share in shares.values()) == order.total_minor
    assert shares["customs"].amount_minor == order.customs_minor > 0
    assert shares["commission"].amount_minor == order.commission_minor
    assert shares["seller"].payout_minor == order.seller_net_minor
    assert shares["seller"].payout_currency == "USD"


def test_the_seller_receives_the_listed_price_less_commission() -> None:
    order = make_order(quantity=4, price="10.00")
    assert order.seller_currency == "USD"
    assert order.seller_goods_minor == 40_00
    assert (
        order.seller_net_minor == order.seller_goods_minor + order.seller_freight_minor - order.seller_commission_minor
    )
    assert abs(order.seller_commission_minor - 2_00) <= 2


def test_placing_the_same_checkout_twice_returns_the_first_order() -> None:
    checkout = make_locked_checkout()
    actor = actor_for(checkout.organisation)
    first = operations.place_order(actor=actor, checkout=checkout, now=timezone.now())
    assert operations.place_order(actor=actor, checkout=checkout, now=timezone.now()) == first
    assert OrderMove.objects.filter(order=first).count() == 1


def test_a_paid_order_commits_its_stock_and_gives_the_seller_a_day_to_ship() -> None:
    order = make_funded_order(lead_time_days=7)
    assert order.status == Status.FUNDED
    assert StockHold.objects.get(reference=order.public_id).state == "committed"
    assert order.ship_by_at == order.funded_at + timedelta(days=9)


def test_the_whole_way_ends_with_a_ledger_that_sums_to_zero() -> None:
    order = make_accepted_order()
    order.refresh_from_db()
    order.escrow.refresh_from_db()
    assert order.status == Status.ACCEPTED
    assert order.escrow.status == "released"
    for row in Posting.objects.values("currency").annotate(total=Sum("amount_minor")):
        assert row["total"] == 0, row
    entries = LedgerEntry.objects.filter(reference=order.escrow.public_id)
    assert sorted(entries.values_list("kind", flat=True)) == ["escrow.released", "payment.received"]
    received = Posting.objects.get(entry__kind="payment.received", account__purpose="processor")
    assert received.amount_minor == order.total_minor
    available = Posting.objects.get(entry__kind="escrow.released", account__purpose="available")
    assert -available.amount_minor == order.seller_net_minor
    operations.close_order(actor=SYSTEM, order=order, now=timezone.now())
    assert [move.to_status for move in order.moves.all()] == [
        "awaiting_payment", "funded", "shipped", "delivered", "accepted", "closed",
    ]  # fmt: skip


def test_every_step_may_be_repeated_without_a_second_trace() -> None:
    order = make_shipped_order()
    seller, buyer, now = actor_for(order.seller), actor_for(order.organisation), timezone.now()
    operations.ship_order(
        actor=seller, order=order, carrier="Other", tracking_number="OTHER1", expected_date=now.date(), now=now
    )
    assert order.shipments.count() == 1
    for _round in range(2):
        operations.mark_delivered(actor=buyer, order=order, now=now)
        operations.accept_order(actor=buyer, order=order, now=now)
        operations.fund_order(actor=SYSTEM, order=order, now=now)
    assert order.moves.count() == 5
    assert LedgerEntry.objects.filter(kind="escrow.released", reference=order.escrow.public_id).count() == 1


def test_a_service_is_handed_over_without_carrier_or_customs() -> None:
    order = make_funded_order(kind="service", quantity=3, price="40.00")
    assert (order.freight_minor, order.customs_minor, order.incoterm, order.is_carried) == (0, 0, "", False)
    operations.mark_delivered(actor=actor_for(order.seller), order=order, now=timezone.now())
    order.refresh_from_db()
    assert order.status == Status.DELIVERED
    assert order.auto_accept_at is not None


def test_refund_before_shipping_gives_everything_back_and_the_stock_returns() -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"), stock=9)
    order = make_funded_order(listing=listing, quantity=4)
    operations.refund_order(actor=actor_for(order.seller), order=order, reason="Kiln broke", now=timezone.now())
    order.refresh_from_db()
    assert order.status == Status.REFUNDED
    assert variant_of(listing).stock_available == 9
    refund = order.escrow.refunds.get()
    assert refund.amount_minor == order.total_minor
    assert order.moves.last().reason == "Kiln broke"


def test_cancel_before_payment_releases_stock_and_closes_the_payment() -> None:
    listing = make_listing(make_seller(country="CL", currency="USD"), stock=9)
    order = make_order(listing=listing, quantity=4)
    operations.cancel_order(actor=actor_for(order.organisation), order=order, now=timezone.now())
    order.refresh_from_db()
    order.escrow.payment.refresh_from_db()
    assert order.status == Status.CANCELLED
    assert order.escrow.payment.status == "expired"
    assert variant_of(listing).stock_available == 9


def test_a_buyer_marks_delivery_and_has_a_week_to_look() -> None:
    now = timezone.now()
    order = make_delivered_order(now=now)
    assert order.auto_accept_at == now + timedelta(days=7)
