"""Let the people of the demo world trade: every step is the real operation, at a time in the past."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import structlog
from django.db.models import Max

from accounts.actor import Actor
from accounts.addresses import check_address
from accounts.models import Notification
from buyers.models import Conversation
from buyers.operations import send_message, start_conversation
from demo.catalogue.terms import usual_wishes
from demo.journeys import tell_way
from demo.organisations import BY_SLUG
from demo.papers import customs_scan
from demo.people import Cast, address_of
from demo.stories import SALES, TALKS, Sale
from demo.till import connect_sellers, open_page, open_till, pay, pay_out, settle_payouts
from marketplace.kernel.events.delivery import consume
from marketplace.kernel.models import EventDelivery
from marketplace.kernel.money import exponent, from_minor
from marketplace.kernel.refusals import InvalidInput, Refusal
from orders import operations, queries
from orders.models import Checkout, Order
from orders.paper_content import facts_of
from orders.paper_needs import open_papers
from payments.models import Payout
from payments.sandbox.client import SandboxControl
from sellers.models import Listing
from trade.fx import RateTable, current_rates
from trade.models import ExchangeRate, ShippingQuote
from trade.operations import answer_shipping_quote

Say = Callable[[str], object]
log = structlog.get_logger(__name__)
# Sold something and never finished the payout set-up: the money waits, and the desk says so.
WITHOUT_ACCOUNT = frozenset({"plateria-luna"})
CARRIERS = {"CL": "DHL Express", "JP": "Japan Post", "DE": "DHL Express", "TR": "UPS", "VN": "EMS"}


class NoShipping(Exception):
    """No carrier takes this journey; the sale is left out."""


def trade_all(*, cast: Cast, now: datetime, say: Say) -> None:
    """Make every sale of the story, with ledger money if the provider's sandbox answers."""
    control = open_till()
    if control is None:
        say("No Stripe sandbox answers: the world has no orders, everything else is there.")
        return
    with control:
        sellers = sorted({sale.seller for sale in SALES} - WITHOUT_ACCOUNT)
        connected = connect_sellers(control, cast, sellers, now=now - timedelta(days=100))
        say(f"Opened payout accounts of {connected} sellers.")
        ends: Counter[str] = Counter()
        for sale in sorted(SALES, key=lambda each: -each.days_ago):
            try:
                ends[_sell(control, cast, sale, now)] += 1
            except (Refusal, NoShipping) as refusal:
                say(f"Left out: {sale.buyer} buying “{sale.title}” ({refusal} {getattr(refusal, 'fields', '') or ''}).")
        say(
            f"Made {ends.total()} orders: "
            + ", ".join(f"{count} {status}" for status, count in sorted(ends.items()))
            + "."
        )
        _arrive(say)


def talk_all(*, cast: Cast, now: datetime) -> int:
    """Hold every conversation of the story. Returns how many there are."""
    for talk in TALKS:
        listing = _listing(talk.seller, talk.title)
        conversation: Conversation | None = None
        for at, body in enumerate(talk.messages):
            moment = min(now, now - timedelta(hours=talk.hours_ago) + timedelta(hours=at * 5, minutes=at * 13))
            if conversation is None:
                conversation = start_conversation(actor=cast.actor(talk.buyer), listing=listing, body=body, now=moment)
            else:
                writer = talk.buyer if at % 2 == 0 else talk.seller
                send_message(actor=cast.actor(writer), conversation=conversation, body=body, now=moment)
    return len(TALKS)


def deliver_events(*, now: datetime) -> tuple[int, int]:
    """Run every open reaction, oldest first, until none is left that can succeed. Returns how many ran and failed."""
    done, failed = 0, set[int]()
    while True:
        delivery = (
            EventDelivery.objects.filter(done_at=None)
            .exclude(pk__in=failed)
            .select_related("event")
            .order_by("pk")
            .first()
        )
        if delivery is None:
            return done, len(failed)
        newest = Notification.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        try:
            consume(delivery.pk)
            done += 1
        except Exception as failure:
            # It stays open, due again in a moment: the running system's sweep takes it from here.
            log.warning("demo_delivery_failed", delivery=delivery.pk, handler=delivery.handler, failure=str(failure))
            failed.add(delivery.pk)
        # People were told when it happened, and have read what is older than two days.
        at = min(delivery.event.occurred_at, now)
        Notification.objects.filter(pk__gt=newest).update(
            created_at=at, read_at=at + timedelta(hours=3) if now - at > timedelta(days=2) else None
        )


def _listing(seller: str, title: str) -> Listing:
    return Listing.objects.on_sale().filter(organisation__slug=seller, title__icontains=title).order_by("pk")[0]


def _sell(control: SandboxControl, cast: Cast, sale: Sale, now: datetime) -> str:
    placed = now - timedelta(days=sale.days_ago)
    order = _place(cast, sale, placed, now)
    if sale.status == "awaiting_payment":
        open_page(cast, order, sale.buyer, now=placed)
        return sale.status
    if sale.status == "cancelled":
        operations.cancel_order(
            actor=cast.actor(sale.buyer),
            order=order,
            reason="Ordered twice by mistake",
            now=placed + timedelta(minutes=20),
        )
        return sale.status
    pay(control, cast, order, sale.buyer, now=placed + timedelta(minutes=4))
    operations.fund_order(actor=Actor.system("payments"), order=order, now=placed + timedelta(minutes=7))
    _carry_on(cast, sale, order, placed, now)
    return Order.objects.get(pk=order.pk).status


def _place(cast: Cast, sale: Sale, placed: datetime, now: datetime) -> Order:
    """Cart to order. The carriers' offers of that day are taken; where no rate of that day is known, today's."""
    listing = _listing(sale.seller, sale.title)
    plain = queries.variants_read().get(listing=listing, is_default=True)
    variant = queries.wished(plain, usual_wishes(plain.listing))
    buyer = cast.actor(sale.buyer)
    firm = BY_SLUG[sale.buyer]
    refused: Exception = NoShipping()
    for day in (placed, now, _last_rated(now)):
        rates = current_rates(day.date())
        try:
            checkout = operations.start_checkout(
                actor=buyer, items=[(variant, sale.quantity)], currency=firm.currency, rates=rates, now=placed
            )
            if listing.needs_parcel:
                checkout = operations.set_checkout_address(
                    actor=buyer,
                    checkout=checkout,
                    address=check_address(address_of(firm)),
                    buyer_note=sale.note,
                    now=placed,
                )
                checkout = _choose_shipping(cast, sale, checkout, rates, day, placed)
            checkout = operations.lock_checkout(actor=buyer, checkout=checkout, rates=rates, now=placed)
        except (Refusal, NoShipping) as refusal:
            if isinstance(refusal, InvalidInput):
                raise
            refused = refusal
            continue
        return operations.place_order(
            actor=buyer,
            checkout=checkout,
            # These buyers import for a living: what the rules ask of them, they have.
            confirmed=[each["key"] for each in checkout.clearance.get("to_confirm", ())],
            now=placed + timedelta(minutes=1),
        )
    raise refused


def _last_rated(now: datetime) -> datetime:
    """The last day with rates: a machine without a network, long after the release, has none of today."""
    last = ExchangeRate.objects.filter(date__lte=now.date()).aggregate(last=Max("date"))["last"]
    return now if last is None else now.replace(year=last.year, month=last.month, day=last.day)


def _choose_shipping(
    cast: Cast, sale: Sale, checkout: Checkout, rates: RateTable, day: datetime, placed: datetime
) -> Checkout:
    buyer = cast.actor(sale.buyer)
    request = operations.request_checkout_quotes(actor=buyer, checkout=checkout, rates=rates, now=day)
    answers = [answer_shipping_quote(quote_id=pk, now=day) for pk in request.quotes.values_list("pk", flat=True)]
    offers = [each for each in answers if each.state == ShippingQuote.State.ANSWERED and each.price_minor is not None]
    if not offers:
        raise NoShipping(", ".join(sorted({each.reason for each in answers})))
    # Not always the cheapest: every third buyer is in a hurry.
    offers.sort(key=lambda each: each.price_minor or 0)
    chosen = offers[1] if len(offers) > 1 and len(sale.title) % 3 == 0 else offers[0]
    return operations.choose_shipping(actor=buyer, checkout=checkout, quote=chosen.public_id, now=placed)


def _prepare_papers(seller: Actor, order: Order, at: datetime) -> None:
    """Pack it, enter what authorities gave, and issue our own papers, all on the day before it leaves."""
    weight = sum((row.listing.weight_g or 500) * row.quantity for row in order.lines.select_related("listing"))
    boxes = max(1, -(-weight // 18_000))
    packages = [{"kind": "CT", "count": boxes, "gross_weight_g": -(-weight // boxes) + 400}]
    packages[0] |= {"length_cm": 60, "width_cm": 40, "height_cm": 40}
    operations.save_packing(actor=seller, order=order, packages=packages, marks=f"{order.number} 1-{boxes}", now=at)
    for place, paper in enumerate(open_papers(facts_of(order), on=at.date()), start=1):
        operations.keep_authority_paper(
            actor=seller,
            order=order,
            kind=paper.kind,
            number=f"{order.ships_from}-{at:%Y}-{order.pk:04d}{place}",
            issued_date=at.date(),
            now=at,
        )
    operations.prepare_papers(actor=seller, order=order, rates=current_rates(at.date()), now=at)


def _carry_on(cast: Cast, sale: Sale, order: Order, placed: datetime, now: datetime) -> None:
    """From paid to as far as the story goes."""
    seller, buyer = cast.actor(sale.seller), cast.actor(sale.buyer)
    if sale.status == "funded":
        return
    if sale.status == "refunded":
        operations.refund_order(
            actor=seller,
            order=order,
            reason="A kiln failed; we could not make the date.",
            now=placed + timedelta(days=3),
        )
        return
    if sale.status == "in_production":
        operations.start_production(actor=seller, order=order, now=placed + timedelta(hours=20))
        return
    # The whole journey fits between then and now, however long the story's days are.
    share = (now - placed) / 10
    shipped = placed + min(share * 3, timedelta(days=6))
    if order.is_carried:
        _prepare_papers(seller, order, shipped - timedelta(hours=2))
        operations.ship_order(
            actor=seller, order=order, carrier=CARRIERS.get(BY_SLUG[sale.seller].country, "DHL Express"),
            tracking_number=f"BW{order.number[-6:]}{len(sale.title):03d}{BY_SLUG[sale.seller].country}",
            expected_date=(shipped + timedelta(days=9)).date(), now=shipped,
        )  # fmt: skip
        if sale.status == "shipped":
            tell_way(order, until=now, held=sale.held)
            return
    delivered = shipped + min(share * 3, timedelta(days=8))
    if order.is_carried:
        tell_way(order, until=delivered, arrived=delivered)
    operations.mark_delivered(actor=buyer if order.is_carried else seller, order=order, now=delivered)
    if sale.status == "delivered":
        return
    accepted = delivered + min(share, timedelta(days=2))
    operations.accept_order(actor=buyer, order=order, now=accepted)
    _judge(cast, sale, order, accepted + timedelta(hours=5), now)
    if sale.customs is not None:
        _true_up(cast, sale, order, min(accepted + timedelta(days=3), now))
    if sale.status == "closed":
        pay_out(order, now=accepted + timedelta(minutes=5))


def _true_up(cast: Cast, sale: Sale, order: Order, moment: datetime) -> None:
    """The real customs bill comes: the seller enters it with its paper, `sale.customs` times what was collected."""
    order = Order.objects.get(pk=order.pk)
    if order.incoterm != "DDP" or not order.customs_minor:
        return
    assert sale.customs is not None
    share = Decimal(str(sale.customs))
    parts = {
        part: (from_minor(getattr(order, f"{part}_minor"), order.currency).amount * share).quantize(
            Decimal(1).scaleb(-exponent(order.currency))
        )
        for part in ("duty", "tax", "fees")
    }
    operations.record_customs_bill(
        actor=cast.actor(sale.seller),
        order=order,
        bill={
            "number": f"ATC 40-{order.number[-6:]}",
            "billed_on": max(order.placed_at.date(), moment.date() - timedelta(days=1)),
            "currency": order.currency,
            **parts,
        },
        paper=customs_scan(order.number),
        now=moment,
    )


def _judge(cast: Cast, sale: Sale, order: Order, moment: datetime, now: datetime) -> None:
    if not sale.rating:
        return
    line = order.lines.select_related("listing").first()
    assert line is not None
    review = operations.review_order(
        actor=cast.actor(sale.buyer), order=order, listing=line.listing.public_id, rating=sale.rating, text=sale.text,
        language=BY_SLUG[sale.buyer].language, now=min(moment, now),
    )  # fmt: skip
    if sale.reply:
        operations.reply_to_review(
            actor=cast.actor(sale.seller),
            review=review.public_id,
            text=sale.reply,
            now=min(moment + timedelta(days=1), now),
        )


def _arrive(say: Say) -> None:
    """Wait for the sandbox's bank, which takes two seconds where a real one takes two days, and close what is paid."""
    time.sleep(2.2)
    arrived = settle_payouts()
    for payout in Payout.objects.filter(status=Payout.Status.PAID).order_by("pk"):
        order = queries.order_by_reference(payout.reference)
        if order is not None and order.status == "accepted":
            operations.close_order(
                actor=Actor.system("payments"), order=order, now=payout.requested_at + timedelta(days=2, minutes=1)
            )
    say(f"{arrived} payouts have reached the sellers' banks.")
