"""Bind buyer and seller to a locked checkout."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.fields import new_public_id
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound, Refusal
from orders import offers, queries, rules
from orders.clearance import check_confirmed, frozen
from orders.lines import NotOnSale
from orders.models import CartLine, Checkout, Order, OrderLine, OrderMove
from orders.offers import Amounts
from orders.operations._checkouts import check_rules, destination_of, journey
from orders.rules import Party, Status
from payments.operations import open_escrow
from payments.shares import COMMISSION, SELLER
from sellers.lots import Journey
from sellers.models import Listing
from sellers.operations import hold_stock
from trade.operations import use_fx_quotes
from trade.operations.check_names import must_be_clear, screened, subjects_of
from trade.queries.screening import Subject, consignee_subject

# The hold outlives the time to pay: the order lapses first and gives its stock back itself.
HOLD_MARGIN = timedelta(hours=1)


class CheckoutNotLocked(Refusal):
    """There is no price to agree to yet."""

    code = "checkout_not_locked"
    title = _("The price is not locked")
    message = _("Finish address and shipping first, then check the price and pay.")


class CheckoutLapsed(Refusal):
    """The locked price ran out. Facts: `lapsed_at`."""

    code = "checkout_lapsed"
    title = _("The price has lapsed")
    message = _("The price was locked for half an hour and that time is over. Get a new price to go on.")


def place_order(*, actor: Actor, checkout: Checkout, now: datetime, confirmed: Collection[str] = ()) -> Order:
    """
    Bind buyer and seller to the locked price, hold the stock and open the escrow.

    Placing the same checkout twice returns the first order. What was ordered leaves the buyer's cart. The buyer pays
    through `order.escrow.payment`; unpaid at `pay_by_at`, the order lapses. `confirmed` are the keys of what the
    checkout's `clearance` asks of the importer; they are kept with the order.

    :raises NotAllowed: if the actor may not commit their organisation.
    :raises NotFound: if the checkout is not the actor's organisation's.
    :raises CheckoutNotLocked: if there is no locked price yet.
    :raises CheckoutLapsed: if the locked price has run out.
    :raises FxQuoteExpired: if a promised exchange rate has run out.
    :raises NotOnSale: if the seller has taken a listing off sale since.
    :raises NotAllowedThere: if rules keep a line from its destination since, naming it.
    :raises NotConfirmed: if the buyer has not confirmed what the rules ask of the importer.
    :raises InsufficientStock: if any line can no longer be filled in full; LotsTooLate if not in time.
    :raises HeldForScreening: while a name of buyer, seller or consignee is being checked, or was confirmed.
    :raises ScreeningUnavailable: if names cannot be checked.
    """
    actor.must("orders.place")
    # What is somebody else's is not even looked at; the operation below says so.
    own = queries.checkouts_of(actor).filter(pk=checkout.pk).first()
    return screened(
        lambda: [] if own is None else parties_of(own),
        lambda: _place_order(actor=actor, checkout=checkout, confirmed=confirmed, now=now),
        now=now,
    )


def parties_of(deal: Checkout | Order) -> list[Subject]:
    """Who is held against the denied-party lists before a deal: buyer and seller as they are named now, consignee."""
    subjects = subjects_of(deal.organisation_id, deal.seller_id)
    consignee = consignee_subject(deal.organisation_id, deal.address)
    return [*subjects, consignee] if consignee is not None else subjects


@entry
def _place_order(*, actor: Actor, checkout: Checkout, confirmed: Collection[str], now: datetime) -> Order:
    # The row lock makes a double click wait here, then find the order below.
    parties = queries.checkouts_of(actor).select_related("organisation", "seller")
    locked = parties.select_for_update(of=("self",)).filter(pk=checkout.pk).order_by().first()
    if locked is None:
        raise NotFound
    if locked.state == Checkout.State.PLACED:
        return Order.objects.select_related("escrow__payment").get(checkout=locked)
    if locked.has_lapsed(now):
        raise CheckoutLapsed(lapsed_at=locked.locked_until)
    if not locked.is_locked(now):
        raise CheckoutNotLocked
    if promised := [used["quote"] for used in locked.fx.get("charged", ()) if "quote" in used]:
        use_fx_quotes(public_ids=promised, now=now)
    listing_ids = {line["listing_id"] for line in locked.lines}
    for title in Listing.objects.off_sale(listing_ids).values_list("title", flat=True)[:1]:
        raise NotOnSale(title=title)
    must_be_clear(subjects=parties_of(locked), now=now)
    destination = destination_of(locked)
    titles = {line["listing_id"]: line["title"] for line in locked.lines}
    cleared = check_rules(locked, destination, titles, now.date())
    said = check_confirmed(list(cleared.values()), confirmed)
    clearance = frozen(cleared, destination, now.date(), said)

    public_id = new_public_id("ord")
    pay_by_at = now + rules.PAY_WITHIN
    hold_stock(
        lines=[(line["variant_id"], line["quantity"]) for line in locked.lines],
        reference=public_id,
        expires_at=pay_by_at + HOLD_MARGIN,
        now=now,
        journey=journey_of(locked.shipping, lead_days_of(locked.lines), now) if locked.is_carried else None,
    )
    order = _create_order(locked, actor=actor, public_id=public_id, pay_by_at=pay_by_at, now=now, clearance=clearance)
    Checkout.objects.filter(pk=locked.pk).update(state=Checkout.State.PLACED)
    CartLine.objects.filter(
        cart__user=actor.user,
        cart__organisation=actor.organisation,
        variant_id__in=[line["variant_id"] for line in locked.lines],
        # The same thing wished otherwise stays.
        wishes_key__in=[line.get("wishes_key", "") for line in locked.lines],
    ).delete()
    events.record("orders.order.placed", subject=order, actor=actor, at=now, payload={"reference": order.public_id})
    return order


def _create_order(
    checkout: Checkout, *, actor: Actor, public_id: str, pay_by_at: datetime, now: datetime, clearance: dict[str, Any]
) -> Order:
    amounts = Amounts.from_json(checkout.amounts)
    number = _next_number(now)
    shares = offers.shares_of(amounts, checkout.seller)
    escrow = open_escrow(
        payer=checkout.organisation,
        payee=checkout.seller,
        currency=amounts.currency,
        amount_minor=amounts.total,
        shares=shares,
        reference=public_id,
        description=_description(number, checkout),
        expires_at=pay_by_at,
        now=now,
    )
    of = {share.purpose: share for share in shares}
    net = of[SELLER].payout_minor or 0
    order = Order.objects.create(
        public_id=public_id,
        number=number,
        checkout=checkout,
        organisation_id=checkout.organisation_id,
        seller_id=checkout.seller_id,
        placed_by=actor.user,
        escrow=escrow,
        ships_from=checkout.ships_from,
        is_carried=checkout.is_carried,
        currency=amounts.currency,
        goods_minor=amounts.goods,
        freight_minor=amounts.freight,
        insurance_minor=amounts.insurance,
        duty_minor=amounts.duty,
        tax_minor=amounts.tax,
        fees_minor=amounts.fees,
        guarantee_minor=amounts.guarantee,
        total_minor=amounts.total,
        commission_minor=of[COMMISSION].amount_minor if COMMISSION in of else 0,
        seller_currency=amounts.seller_currency,
        seller_goods_minor=amounts.seller_goods,
        seller_freight_minor=amounts.seller_freight,
        seller_insurance_minor=amounts.seller_insurance,
        seller_commission_minor=amounts.seller_goods + amounts.seller_freight + amounts.seller_insurance - net,
        seller_net_minor=net,
        incoterm=checkout.incoterm,
        landed=checkout.landed,
        fx=checkout.fx,
        address=checkout.address,
        shipping=checkout.shipping,
        clearance=clearance,
        lead_time_days=lead_days_of(checkout.lines),
        purchase_number=checkout.purchase_number,
        buyer_note=checkout.buyer_note,
        placed_at=now,
        pay_by_at=pay_by_at,
    )
    OrderLine.objects.bulk_create(
        OrderLine(order=order, organisation_id=order.organisation_id, position=place, **_line(line))
        for place, line in enumerate(checkout.lines, start=1)
    )
    OrderMove.objects.create(
        order=order,
        organisation_id=order.organisation_id,
        action="place",
        to_status=Status.AWAITING_PAYMENT,
        party=Party.BUYER,
        actor_label=actor.label[:200],
        user=actor.user,
        at=now,
    )
    return order


def _line(kept_line: dict[str, object]) -> dict[str, object]:
    kept = (
        "variant_id", "listing_id", "title", "variant_label", "sku", "unit", "kind", "hs_code", "origin_country",
        "quantity", "total_minor", "currency", "list_unit_price", "list_total_minor", "list_currency",
    )  # fmt: skip
    # A price locked before there were lists and wishes has none.
    later: dict[str, object] = {"price_list_id": None, "wishes": {}, "wishes_key": ""}
    return {name: kept_line[name] for name in kept} | {name: kept_line.get(name, none) for name, none in later.items()}


def lead_days_of(lines: Sequence[Mapping[str, Any]]) -> int:
    """In how many days everything locked is ready."""
    return max(line["lead_time_days"] for line in lines)


def journey_of(shipping: Mapping[str, Any], lead_days: int, now: datetime) -> Journey:
    """Return the way of goods by the service that a checkout or order keeps."""
    return journey(shipping.get("max_days"), lead_days, now)


def _description(number: str, checkout: Checkout) -> str:
    return f"{number}: {checkout.lines[0]['title']}"[:200]


def _next_number(now: datetime) -> str:
    """The human number: year and a running count. Gaps are harmless; two orders never share one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('orders_order_number')")
        (count,) = cursor.fetchone()
    return f"BW-{now:%y}-{count:06d}"
