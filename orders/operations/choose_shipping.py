"""Choose how the goods travel."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from orders.models import Checkout
from orders.operations._checkouts import locked, unlock
from trade.models import ShippingQuote


@entry
def choose_shipping(*, actor: Actor, checkout: Checkout, quote: str, now: datetime) -> Checkout:
    """
    Choose one of the offers (public id) that were made for this checkout. A price lock is taken off.

    :raises NotAllowed: if the actor may not place orders.
    :raises CheckoutPlaced: if the checkout has become an order.
    :raises InvalidInput: if that is not an offer made for this checkout.
    """
    checkout = locked(actor, checkout)
    chosen = None
    if checkout.shipping_request_id is not None:
        chosen = ShippingQuote.objects.filter(
            request_id=checkout.shipping_request_id, public_id=quote, state=ShippingQuote.State.ANSWERED
        ).first()
    if chosen is None:
        raise InvalidInput(fields={"shipping_quote": [_("Choose one of the offers.")]})
    checkout.shipping_quote = chosen
    unlock(checkout)
    checkout.save()
    return checkout
