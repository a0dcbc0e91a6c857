"""Put several variants in the cart at once: out of a table of quantities, or what was ordered before."""

from collections.abc import Mapping, Sequence
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
from sellers.kinds import wishes_key
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
    lines, refused = _put(cart, actor, token, [(each, quantities[each.public_id]) for each in chosen], now)
    if refused:
        raise LinesRefused(fields={variant.public_id: [problem.detail] for variant, problem in refused})
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
    ordered = list(order.lines.values_list("variant_id", "quantity", "wishes"))
    read = {each.pk: each for each in queries.variants_read().filter(pk__in={pk for pk, _quantity, _wishes in ordered})}
    wanted = [(queries.wished(read[pk], wishes.get("data", {})), quantity) for pk, quantity, wishes in ordered]
    lines, refused = _put(own_cart(actor, ""), actor, "", wanted, now)
    return lines, [problem.detail for _variant, problem in refused]


def _put(
    cart: Cart, actor: Actor, token: str, wanted: Sequence[tuple[Variant, int]], now: datetime
) -> tuple[list[CartLine], list[tuple[Variant, Refusal]]]:
    """Put what can be bought in the cart; the same thing asked for in another way is another line."""
    there = {(line.variant_id, line.wishes_key): line for line in queries.cart_lines(actor, token)}
    sums: dict[tuple[int, str], tuple[Variant, int]] = {
        key: (line.variant, line.quantity) for key, line in there.items()
    }
    asked = []
    for variant, quantity in wanted:
        key = (variant.pk, wishes_key(variant.wishes))
        sums[key] = (variant, quantity + (sums[key][1] if key in sums else 0))
        asked.append(key)
    if len(sums) > MOST_LINES:
        raise CartFull(most=MOST_LINES)
    purchase = queries.purchase_of(sums.values(), buyer_id=actor.organisation_id, on=now.date())
    lines: list[CartLine] = []
    refused: list[tuple[Variant, Refusal]] = []
    for key in dict.fromkeys(asked):
        variant, quantity = sums[key]
        problem = purchase.problem(variant, quantity)
        if problem is not None and not may_wait(problem, variant):
            refused.append((variant, problem))
            continue
        line = there.get(key) or CartLine(cart=cart, variant=variant, wishes=dict(variant.wishes), wishes_key=key[1])
        line.quantity = quantity
        line.seen_unit_price = purchase.item(variant, quantity).unit_price
        line.seen_currency = variant.listing.currency
        line.save()
        lines.append(line)
    Cart.objects.filter(pk=cart.pk).update(updated_at=now)
    return lines, refused
