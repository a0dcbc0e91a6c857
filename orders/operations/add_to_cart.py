"""Put something in the cart."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal
from orders import queries
from orders.clearance import check_cleared, clear
from orders.lines import may_wait
from orders.models import Cart, CartLine
from orders.operations._carts import check_may_edit, own_cart
from sellers.content import read_text
from sellers.kinds import read_wishes, wishes_key

MOST_LINES = 200


class CartFull(Refusal):
    """A cart has a last line."""

    code = "cart_full"
    title = _("The cart is full")
    message = _("A cart takes at most %(most)s lines. Check out or take something out first.")


@entry
def add_to_cart(
    *,
    actor: Actor,
    token: str = "",
    variant: str,
    quantity: int,
    now: datetime,
    ship_to: str = "",
    wishes: Mapping[str, Any] | None = None,
) -> CartLine:
    """
    Add `quantity` of the variant (public id) to the actor's cart; what is in it already is added up.

    `wishes` is what the buyer asks of something made to order or of a service (`sellers.kinds.read_wishes`); the same
    variant with other wishes is a line of its own.

    `token` is a visitor's, kept in the session. `ship_to` is the country the reader has set, if any.

    :raises NotFound: if there is no such variant on sale.
    :raises NotAllowed: if the actor's role may not buy.
    :raises NotOnSale, OwnListing, BelowMinimum, AboveStock, QuantityTooLarge: if the line could not be bought.
    :raises InvalidInput: with a reason at each wish that is missing or not offered.
    :raises NotAWholePack, LeadTimeOnRequest: if that quantity of it could not.
    :raises NotAllowedThere: if rules keep it from going to `ship_to`.
    :raises CartFull: if there are too many lines.
    """
    check_may_edit(actor)
    chosen = queries.variant_to_buy(variant)
    cart = own_cart(actor, token)
    listing = chosen.listing
    clean, errors = read_wishes(listing.making_terms, listing.service_terms, wishes, read_text=_checked)
    if errors:
        raise InvalidInput(fields=errors)
    chosen, key = queries.wished(chosen, clean), wishes_key(clean)
    line = CartLine.objects.filter(cart=cart, variant=chosen, wishes_key=key).first()
    wanted = quantity + (line.quantity if line else 0)
    beside = queries.cart_lines(actor, token) if chosen.listing.counts_variants_together else []
    purchase = queries.purchase_of(
        [(chosen, wanted), *((each.variant, each.quantity) for each in beside if line is None or each.pk != line.pk)],
        buyer_id=actor.organisation_id,
        on=now.date(),
    )
    # Where variants count together, the minimum is that of the whole cart, and the cart says so until it is reached.
    problem = purchase.problem(chosen, wanted)
    if problem is not None and not may_wait(problem, chosen):
        raise problem
    if ship_to:
        check_cleared(clear({chosen.listing_id: chosen.listing.title}, ship_to, now.date()).values())
    if line is None:
        if CartLine.objects.filter(cart=cart).count() >= MOST_LINES:
            raise CartFull(most=MOST_LINES)
        line = CartLine(cart=cart, variant=chosen, wishes=clean, wishes_key=key)
    line.quantity = wanted
    price = purchase.price(chosen, wanted)
    line.seen_unit_price = purchase.item(chosen, wanted).unit_price if price is not None else None
    line.seen_currency = chosen.listing.currency
    line.save()
    Cart.objects.filter(pk=cart.pk).update(updated_at=now)
    return line


def _checked(text: str, longest: int) -> str:
    return read_text("wishes", text, longest=longest)
