"""Every read of ordering, each scoped to who asks: what is missing and what is somebody else's look the same."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from orders.lines import Purchase
from orders.models import CarrierMessage, Cart, CartLine, Checkout, Order, OrderLine, OrderMove, Review, Shipment
from orders.rules import OPEN, Party, Status
from sellers import queries as sellers
from sellers.models import Listing, ListingPicture, Variant

_PICTURES = ListingPicture.objects.filter(is_shown=True).order_by("position", "pk")


def variants_read() -> QuerySet[Variant]:
    """Variants with everything `orders.lines` looks at: listing, seller, profile, tiers, lots; and the pictures."""
    return Variant.objects.select_related("listing__organisation__seller_profile", "picture").prefetch_related(
        "tiers", sellers.open_lots(), Prefetch("listing__pictures", queryset=_PICTURES, to_attr="shown_pictures")
    )


def wished(variant: Variant, wishes: Mapping[str, Any]) -> Variant:
    """Return the variant as one line asks for it: two lines of it would share one object otherwise."""
    if wishes:
        variant = copy(variant)
        variant.wishes = wishes
    return variant


def variant_to_buy(public_id: str) -> Variant:
    """
    Return a variant that was ever offered to buyers.

    :raises NotFound: if there is none, or its listing was never on sale.
    """
    variant = variants_read().filter(public_id=public_id, listing__status__in=["live", "paused", "archived"]).first()
    if variant is None:
        raise NotFound
    return variant


def variants_to_buy(public_ids: Iterable[str]) -> list[Variant]:
    """
    Return variants that were ever offered to buyers, by public id.

    :raises NotFound: if there is one that was not.
    """
    wanted = set(public_ids)
    found = list(
        variants_read()
        .filter(public_id__in=wanted, listing__status__in=["live", "paused", "archived"])
        .order_by("listing_id", "position", "pk")
    )
    if len(found) < len(wanted):
        raise NotFound
    return found


def purchase_of(items: Iterable[tuple[Variant, int]], *, buyer_id: int | None, on: date) -> Purchase:
    """Return these lines as one buyer buys them together, with the price lists given to that buyer."""
    lines = list(items)
    totals: dict[int, int] = {}
    for variant, quantity in lines:
        totals[variant.listing_id] = totals.get(variant.listing_id, 0) + quantity
    of = {variant.organisation_id for variant, _quantity in lines}
    given = sellers.prices_given_to(buyer_id, on=on, sellers=of, listings=totals) if of else []
    return Purchase(buyer_id, totals, given)


def purchase_of_cart(lines: Iterable[CartLine], *, buyer_id: int | None, on: date) -> Purchase:
    """Return a cart's lines as they are bought together."""
    return purchase_of([(line.variant, line.quantity) for line in lines], buyer_id=buyer_id, on=on)


# -- carts


def _cart_filter(actor: Actor, token: str) -> Q | None:
    if actor.user_id is not None:
        return Q(cart__user_id=actor.user_id, cart__organisation_id=actor.organisation_id)
    return Q(cart__token=token) if token else None


def cart_lines(actor: Actor, token: str = "") -> list[CartLine]:
    """Return the lines of the actor's cart (a visitor's by token), with all that `orders.lines` looks at."""
    whose = _cart_filter(actor, token)
    if whose is None:
        return []
    lines = list(
        CartLine.objects.filter(whose)
        .order_by("added_at", "pk")
        .prefetch_related(Prefetch("variant", queryset=variants_read()))
    )
    for line in lines:
        line.variant = wished(line.variant, line.wishes)
    return lines


def cart_count(actor: Actor, token: str = "") -> int:
    """How many lines are in the actor's cart."""
    whose = _cart_filter(actor, token)
    return 0 if whose is None else CartLine.objects.filter(whose).count()


def has_cart_to_merge(actor: Actor) -> bool:
    """Tell whether the person has a cart from before they had an organisation."""
    return actor.organisation_id is not None and (
        Cart.objects.filter(user=actor.user, organisation=None, lines__isnull=False).exists()
    )


# -- checkouts


def checkouts_of(actor: Actor) -> QuerySet[Checkout]:
    """The checkouts of the actor's organisation."""
    if actor.organisation_id is None:
        return Checkout.objects.none()
    return Checkout.objects.filter(organisation_id=actor.organisation_id)


def checkout_of(actor: Actor, public_id: str) -> Checkout:
    """
    Return one checkout of the actor's organisation, with its parties and shipping.

    :raises SignInNeeded: if nobody is signed in.
    :raises NotAllowed: if the actor's role may not place orders.
    :raises NotFound: if there is none, or it is another organisation's.
    """
    actor.must("orders.place")
    checkout = (
        checkouts_of(actor)
        .select_related(
            "organisation", "seller__seller_profile", "shipping_request", "shipping_quote__service__carrier"
        )
        .filter(public_id=public_id)
        .first()
    )
    if checkout is None:
        raise NotFound
    return checkout


def items_of(checkout: Checkout) -> list[tuple[Variant, int]]:
    """Return what the checkout is about, read afresh."""
    wanted = checkout.items.order_by("pk").prefetch_related(Prefetch("variant", queryset=variants_read()))
    return [(wished(line.variant, line.wishes), line.quantity) for line in wanted]


# -- orders


def purchases_of(actor: Actor) -> QuerySet[Order]:
    """The orders that the actor's organisation placed, newest first."""
    return _orders(actor, "organisation_id")


def sales_of(actor: Actor) -> QuerySet[Order]:
    """The orders that the actor's organisation received, newest first."""
    return _orders(actor, "seller_id")


def _orders(actor: Actor, side: str) -> QuerySet[Order]:
    actor.must("orders.view")
    if actor.organisation_id is None:
        return Order.objects.none()
    return (
        Order.objects.filter(**{side: actor.organisation_id})
        .select_related("organisation", "seller", "escrow")
        .prefetch_related("lines", "shipments")
        .order_by("-pk")
    )


def filtered(orders: QuerySet[Order], *, status: str = "", text: str = "") -> QuerySet[Order]:
    """
    Narrow a list of orders.

    :param status: a Status, `open` (somebody has to act) or '' for all.
    :param text: part of an order number, a purchase number, a company's name or a title.
    """
    if status == "open":
        orders = orders.filter(status__in=["awaiting_payment", "funded", "in_production", "shipped", "delivered"])
    elif status in {each.value for each in Status}:
        orders = orders.filter(status=status)
    if text := text.strip()[:80]:
        orders = orders.filter(
            Q(number__icontains=text)
            | Q(purchase_number__icontains=text)
            | Q(seller__name__icontains=text)
            | Q(organisation__name__icontains=text)
            | Q(pk__in=OrderLine.objects.filter(title__icontains=text).values("order_id"))
        )
    return orders


def counts_by_status(orders: QuerySet[Order]) -> dict[str, int]:
    """How many orders of a list stand in each state."""
    return dict(orders.order_by().values_list("status").annotate(Count("pk")))


def sales_counts(actor: Actor) -> dict[str, Any]:
    """How many of the seller's orders wait for what, and as `ship_by` when the next must leave, in one query."""
    waiting = Q(status__in=[Status.FUNDED, Status.IN_PRODUCTION])
    counts: dict[str, Any] = Order.objects.filter(seller_id=actor.organisation_id).aggregate(
        overdue=Count("pk", filter=waiting & Q(ship_by_at__lte=timezone.now())),
        to_ship=Count("pk", filter=waiting),
        awaiting_payment=Count("pk", filter=Q(status=Status.AWAITING_PAYMENT)),
        looked_at=Count("pk", filter=Q(status=Status.DELIVERED)),
        ship_by=Min("ship_by_at", filter=waiting & Q(ship_by_at__gt=timezone.now())),
        accept_by=Min("auto_accept_at", filter=Q(status=Status.DELIVERED)),
    )
    return counts


def order_of(actor: Actor, public_id: str) -> Order:
    """
    Return one order that the actor's organisation placed or received.

    :raises SignInNeeded: if nobody is signed in.
    :raises NotAllowed: if the actor may not see orders.
    :raises NotFound: if there is none, or the actor's organisation has no part in it.
    """
    actor.must("orders.view")
    order = None
    if actor.organisation_id is not None:
        order = (
            Order.objects.select_related("organisation", "seller", "escrow__payment", "placed_by", "checkout")
            .filter(Q(organisation_id=actor.organisation_id) | Q(seller_id=actor.organisation_id))
            .filter(public_id=public_id)
            .first()
        )
    if order is None:
        raise NotFound
    return order


def party_of(actor: Actor, order: Order) -> Party:
    """
    Return in what capacity the actor stands to the order.

    :raises NotFound: if in none.
    """
    if actor.user_id is None and actor.is_platform:
        return Party.SYSTEM
    if actor.is_platform:
        return Party.PLATFORM
    if actor.organisation_id is not None and actor.organisation_id == order.organisation_id:
        return Party.BUYER
    if actor.organisation_id is not None and actor.organisation_id == order.seller_id:
        return Party.SELLER
    raise NotFound


@dataclass(frozen=True)
class OrderHistory:
    """What belongs to one order's page."""

    lines: Sequence[OrderLine]
    moves: Sequence[OrderMove]
    shipments: Sequence[Shipment]
    reviews: Sequence[Review]


def history_of(order: Order) -> OrderHistory:
    """Return the lines (with pictures), moves, shipments and reviews of an order."""
    pictures = Prefetch("listing__pictures", queryset=_PICTURES, to_attr="shown_pictures")
    lines = list(order.lines.select_related("listing", "variant__picture", "price_list").prefetch_related(pictures))
    taken = sellers.lots_taken_by(order.public_id) if any(line.kind == "perishable_lot" for line in lines) else {}
    for line in lines:
        line.lots_taken = taken.get(line.variant_id, [])  # type: ignore[attr-defined]
    return OrderHistory(
        lines=lines,
        moves=list(order.moves.select_related("user")),
        shipments=list(order.shipments.prefetch_related("events")),
        reviews=list(order.reviews.select_related("organisation", "listing")),
    )


def order_by_reference(reference: str) -> Order | None:
    """Return the order that payments calls `reference` (its public id), for the platform's own reactions."""
    return Order.objects.select_related("organisation", "seller", "escrow").filter(public_id=reference).first()


def unpaid_past(now: Any, limit: int) -> list[int]:
    """Primary keys of orders whose time to pay is over, the longest overdue first."""
    due = Order.objects.filter(status=Status.AWAITING_PAYMENT, pay_by_at__lte=now).order_by("pay_by_at")
    return list(due.values_list("pk", flat=True)[:limit])


def to_accept_by(now: Any, limit: int) -> list[int]:
    """Primary keys of orders that the clock accepts now, the longest overdue first."""
    due = Order.objects.filter(status__in=[Status.SHIPPED, Status.DELIVERED], auto_accept_at__lte=now)
    return list(due.order_by("auto_accept_at").values_list("pk", flat=True)[:limit])


def shipments_to_poll(now: datetime, limit: int) -> list[Shipment]:
    """Open shipments whose carrier is to be asked now, the longest due first."""
    due = Shipment.objects.filter(next_poll_at__lte=now, order__status__in=[Status.SHIPPED, Status.DELIVERED])
    return list(due.select_related("order").order_by("next_poll_at")[:limit])


def open_carrier_messages(now: datetime, limit: int) -> list[CarrierMessage]:
    """Messages not handled half a minute after they came, and not tried within the last minute."""
    waiting = CarrierMessage.objects.filter(outcome="", received_at__lt=now - timedelta(seconds=30)).filter(
        Q(tried_at=None) | Q(tried_at__lt=now - timedelta(minutes=1))
    )
    return list(waiting.order_by("received_at")[:limit])


# -- reviews


def reviews_of_listing(listing_id: int) -> QuerySet[Review]:
    """What buyers said about a listing, newest first."""
    return Review.objects.filter(listing_id=listing_id).select_related("organisation").order_by("-pk")


def rating_of_listing(listing_id: int) -> tuple[int, int]:
    """Return the sum and the number of a listing's ratings."""
    sums = Review.objects.filter(listing_id=listing_id).aggregate(total=Sum("rating"), count=Count("pk"))
    return sums["total"] or 0, sums["count"]


def ratings_by_stars(listing_id: int) -> dict[int, int]:
    """How many reviews of a listing gave each number of stars."""
    rows = Review.objects.filter(listing_id=listing_id).order_by().values_list("rating").annotate(Count("pk"))
    return dict.fromkeys(range(5, 0, -1), 0) | dict(rows)


def reviews_by_listing_id(public_id: str) -> QuerySet[Review]:
    """
    What buyers said about a listing (public id) that is or was on sale.

    :raises NotFound: if there is none.
    """
    listing = Listing.objects.filter(public_id=public_id, status__in=["live", "paused", "archived"]).first()
    if listing is None:
        raise NotFound
    return reviews_of_listing(listing.pk).select_related("listing")


def with_consignee() -> QuerySet[Order]:
    """Open orders whose goods go to somebody, oldest first."""
    return Order.objects.filter(status__in=OPEN, is_carried=True).order_by("pk")


def paid_and_waiting(organisation_id: int | None) -> list[Order]:
    """Orders of an organisation, on either side, whose money stands in escrow while they still wait for it."""
    waiting = Order.objects.filter(status=Status.AWAITING_PAYMENT, escrow__funded_at__isnull=False)
    return list(waiting.filter(Q(organisation_id=organisation_id) | Q(seller_id=organisation_id)).order_by("pk"))


def reviews_of_seller(organisation_id: int) -> QuerySet[Review]:
    """What buyers said about everything a seller sells or sold, newest first."""
    return (
        Review.objects.filter(listing__organisation=organisation_id)
        .select_related("organisation", "listing")
        .order_by("-pk")
    )
