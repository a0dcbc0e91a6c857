"""Choose the delivery terms."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from orders import queries
from orders.models import Checkout
from orders.operations._checkouts import locked, unlock
from trade.incoterms import common


@entry
def choose_incoterm(*, actor: Actor, checkout: Checkout, incoterm: str, now: datetime) -> Checkout:
    """
    Choose one of the terms that the seller offers for everything in this checkout. A price lock is taken off.

    Whether the term is possible for the chosen way is seen when the price is locked again; if not, the most inclusive
    possible one is taken.

    :raises NotAllowed: if the actor may not place orders.
    :raises CheckoutPlaced: if the checkout has become an order.
    :raises InvalidInput: if the seller does not offer it, or nothing is shipped.
    """
    checkout = locked(actor, checkout)
    offered = common([variant.listing.terms for variant, _quantity in queries.items_of(checkout)])
    if not checkout.is_carried or incoterm not in offered:
        raise InvalidInput(fields={"incoterm": [_("Choose one of the terms the seller offers.")]})
    checkout.wanted_incoterm = incoterm
    unlock(checkout)
    checkout.save()
    return checkout
