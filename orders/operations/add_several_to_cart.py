"""Put several variants in the cart at once: out of a table of quantities, or what was ordered before."""

from collections.abc import Mapping
from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound, Refusal
from orders import queries
from orders.clearance import check_cleared, clear
from orders.lines import may_wait
from orders.models import Cart, CartLine, Order
from orders.operations._carts import check_may_edit, own_cart
from orders.operations._checkouts import LinesRefused
from orders.operations.add_to_cart import MOST_LINES, CartFull
from orders.rules import Party
from sellers.models import Variant


@entry
def add_several_to_cart(
    *, actor: Actor, token: str = "", quantities: Mapping[str, int], now: datetime, ship_to: str = ""
) -> list[CartLine]:
    """
    Add each quantity of a variant (public id) to the actor's cart; what is in it already is added up. All or none.

    :raises NotFound: if one of them is not, or never was, on sale.
    :raises NotAllowed: if the actor's role may not buy.
    :raises LinesRefused: with the reason by variant, if any could not be bought so.
    :raises NotAllowedThere: if rules keep one from going to `ship_to`.
    :raises CartFull: if there are too many lines.
    """
    check_may_edit(actor)
    chosen = queries.variants_to_buy(quantities)
    cart = own_cart(actor, token)
    lines, refused = _put(cart, actor, token, {each: quantities[each.public_id] for each in chosen}, now)
    if refused:
        raise LinesRefused(fields={variant.public_id: [problem.detail] for variant, problem in refused.items()})
    if ship_to:
        titles = {variant.listing_id: variant.listing.title for variant in chosen}
        check_cleared(clear(titles, ship_to, now.date()).values())
    return lines


@entry
def reorder(*, actor: Actor, order: Order, now: datetime) -> tuple[list[CartLine], list[str]]:
    """
    Put what an order was about in the buyer's cart again, at today's prices, the same variants and quantities.

    Returns the lines and, for what cannot be bought any more or not so, a sentence each.

    :raises NotFound: if the actor's organisation is not the buyer.
    :raises NotAllowed: if the actor's role may not buy.
    """
    if queries.party_of(actor, order) is not Party.BUYER:
        raise NotFound
    check_may_edit(actor)
    wanted = dict(order.lines.values_list("variant_id", "quantity"))
    chosen = {each: wanted[each.pk] for each in queries.variants_read().filter(pk__in=wanted).order_by("pk")}
    lines, refused = _put(own_cart(actor, ""), actor, "", chosen, now)
    return lines, [problem.detail for problem in refused.values()]


def _put(
    cart: Cart, actor: Actor, token: str, wanted: Mapping[Variant, int], now: datetime
) -> tuple[list[CartLine], dict[Variant, Refusal]]:
    there = {line.variant_id: line for line in queries.cart_lines(actor, token)}
    sums = {
        variant: quantity + (there[variant.pk].quantity if variant.pk in there else 0)
        for variant, quantity in wanted.items()
    }
    named = {variant.pk for variant in wanted}
    beside = [(line.variant, line.quantity) for line in there.values() if line.variant_id not in named]
    purchase = queries.purchase_of([*sums.items(), *beside], buyer_id=actor.organisation_id, on=now.date())
    refused = {
        variant: problem
        for variant, quantity in sums.items()
        if (problem := purchase.problem(variant, quantity)) is not None and not may_wait(problem, variant)
    }
    bought = {variant: quantity for variant, quantity in sums.items() if variant not in refused}
    if len(there.keys() | {variant.pk for variant in bought}) > MOST_LINES:
        raise CartFull(most=MOST_LINES)
    lines = []
    for variant, quantity in bought.items():
        price = purchase.price(variant, quantity)
        line = there.get(variant.pk) or CartLine(cart=cart, variant=variant)
        line.quantity = quantity
        line.seen_unit_price = price.unit_price if price is not None else None
        line.seen_currency = variant.listing.currency
        line.save()
        lines.append(line)
    Cart.objects.filter(pk=cart.pk).update(updated_at=now)
    return lines, refused
