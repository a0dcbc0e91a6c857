"""Say where the goods go."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.addresses import check_address
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from orders import queries
from orders.models import Checkout
from orders.operations._checkouts import check_destination, check_rules, locked, unlock


@entry
def set_checkout_address(
    *,
    actor: Actor,
    checkout: Checkout,
    address: Mapping[str, str],
    purchase_number: str = "",
    buyer_note: str = "",
    now: datetime,
) -> Checkout:
    """
    Set the delivery address, checked against its country's own form, and the buyer's own reference and note.

    Another address takes the shipping choice and the price lock with it: both hold for one destination.

    :raises NotAllowed: if the actor may not place orders.
    :raises CheckoutPlaced: if the checkout has become an order.
    :raises InvalidInput: with each field that is missing or wrong.
    :raises NotDelivered: if the seller does not ship there.
    :raises NotAllowedThere: if rules keep a line from going there, naming it.
    """
    checkout = locked(actor, checkout)
    cleaned = check_address(address)
    if len(purchase_number) > 40:
        raise InvalidInput(fields={"purchase_number": [_("Use at most %(limit)s characters.") % {"limit": 40}]})
    if len(buyer_note) > 1000:
        raise InvalidInput(fields={"buyer_note": [_("Use at most %(limit)s characters.") % {"limit": 1000}]})
    check_destination(checkout, cleaned["country"])
    titles = {variant.listing_id: variant.listing.title for variant, _quantity in queries.items_of(checkout)}
    check_rules(checkout, cleaned["country"], titles, now.date())
    if checkout.address != cleaned:
        if _destination(checkout.address) != _destination(cleaned):
            checkout.shipping_request = checkout.shipping_quote = None
        checkout.address = cleaned
        unlock(checkout)
    checkout.purchase_number = " ".join(purchase_number.split())
    checkout.buyer_note = buyer_note.strip()
    checkout.save()
    return checkout


def _destination(address: Mapping[str, str]) -> tuple[str, str]:
    """What freight depends on."""
    return address.get("country", ""), address.get("postal_code", "")
