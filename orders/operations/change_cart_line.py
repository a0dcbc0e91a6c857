"""Change how many of something is in the cart, or take it out."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound
from orders import queries
from orders.lines import may_wait
from orders.models import Cart, CartLine
from orders.operations._carts import check_may_edit, own_cart


@entry
def change_cart_line(*, actor: Actor, token: str = "", line: str, quantity: int, now: datetime) -> CartLine | None:
    """
    Set the quantity of a line (public id) of the actor's own cart; 0 takes it out and returns None.

    The price seen is brought up to date: changing a line is having looked at it.

    :raises NotFound: if the cart has no such line.
    :raises NotAllowed: if the actor's role may not buy.
    :raises NotOnSale, OwnListing, BelowMinimum, AboveStock, QuantityTooLarge: if the line could not be bought so.
    """
    check_may_edit(actor)
    cart = own_cart(actor, token)
    found = CartLine.objects.filter(cart=cart, public_id=line).first()
    if found is None:
        raise NotFound
    Cart.objects.filter(pk=cart.pk).update(updated_at=now)
    if quantity <= 0:
        found.delete()
        return None
    variant = queries.wished(queries.variants_read().get(pk=found.variant_id), found.wishes)
    beside = queries.cart_lines(actor, token) if variant.listing.counts_variants_together else []
    purchase = queries.purchase_of(
        [(variant, quantity), *((each.variant, each.quantity) for each in beside if each.pk != found.pk)],
        buyer_id=actor.organisation_id,
        on=now.date(),
    )
    problem = purchase.problem(variant, quantity)
    if problem is not None and not may_wait(problem, variant):
        raise problem
    found.quantity = quantity
    price = purchase.price(variant, quantity)
    found.seen_unit_price = purchase.item(variant, quantity).unit_price if price is not None else None
    found.seen_currency = variant.listing.currency
    found.save(update_fields=["quantity", "seen_unit_price", "seen_currency"])
    return found
