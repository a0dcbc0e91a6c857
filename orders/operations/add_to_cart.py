"""Put something in the cart."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal
from orders import queries
from orders.clearance import check_cleared, clear
from orders.lines import problem_with
from orders.models import Cart, CartLine
from orders.operations._carts import check_may_edit, own_cart
from sellers.pricing import unit_price

MOST_LINES = 200


class CartFull(Refusal):
    """A cart has a last line."""

    code = "cart_full"
    title = _("The cart is full")
    message = _("A cart takes at most %(most)s lines. Check out or take something out first.")


@entry
def add_to_cart(
    *, actor: Actor, token: str = "", variant: str, quantity: int, now: datetime, ship_to: str = ""
) -> CartLine:
    """
    Add `quantity` of the variant (public id) to the actor's cart; what is in it already is added up.

    `token` is a visitor's, kept in the session. `ship_to` is the country the reader has set, if any.

    :raises NotFound: if there is no such variant on sale.
    :raises NotAllowed: if the actor's role may not buy.
    :raises NotOnSale, OwnListing, BelowMinimum, AboveStock, QuantityTooLarge: if the line could not be bought.
    :raises NotAllowedThere: if rules keep it from going to `ship_to`.
    :raises CartFull: if there are too many lines.
    """
    check_may_edit(actor)
    chosen = queries.variant_to_buy(variant)
    cart = own_cart(actor, token)
    line = CartLine.objects.filter(cart=cart, variant=chosen).first()
    wanted = quantity + (line.quantity if line else 0)
    if (problem := problem_with(chosen, wanted, buyer_id=actor.organisation_id)) is not None:
        raise problem
    if ship_to:
        check_cleared(clear({chosen.listing_id: chosen.listing.title}, ship_to, now.date()).values())
    if line is None:
        if CartLine.objects.filter(cart=cart).count() >= MOST_LINES:
            raise CartFull(most=MOST_LINES)
        line = CartLine(cart=cart, variant=chosen)
    line.quantity = wanted
    line.seen_unit_price = unit_price(chosen.tiers.all(), wanted)
    line.seen_currency = chosen.listing.currency
    line.save()
    Cart.objects.filter(pk=cart.pk).update(updated_at=now)
    return line
