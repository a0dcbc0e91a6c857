"""The checkout's row, for the operations that change one."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound, Refusal
from orders import queries
from orders.clearance import Cleared, check_cleared, clear
from orders.lines import NotDelivered, Purchase
from orders.models import Checkout
from sellers.lots import Journey
from sellers.models import Variant


class CheckoutPlaced(Refusal):
    """The checkout has become an order. Facts: `order` (public id)."""

    code = "checkout_placed"
    title = _("Already ordered")
    message = _("This checkout has already become an order.")


class LinesRefused(Refusal):
    """
    At least one line cannot be bought as it is. `fields` holds the reason by variant; nothing was changed.
    """

    code = "lines_refused"
    title = _("Something in your cart has changed")
    message = _("At least one line cannot be bought as it is. Change or remove it to go on.")


def locked(actor: Actor, checkout: Checkout) -> Checkout:
    """
    Return the checkout's row, locked and fresh.

    :raises NotAllowed: if the actor may not place orders.
    :raises NotFound: if it is not the actor's organisation's.
    :raises CheckoutPlaced: if it has become an order.
    """
    actor.must("orders.place")
    found = (
        queries.checkouts_of(actor)
        .select_for_update(of=("self",))
        .select_related("organisation", "seller__seller_profile", "shipping_request")
        .select_related("shipping_quote__service__carrier")
        .filter(pk=checkout.pk)
        .first()
    )
    if found is None:
        raise NotFound
    if found.state == Checkout.State.PLACED:
        raise CheckoutPlaced
    return found


def unlock(checkout: Checkout) -> None:
    """Take the lock off: what follows must be priced again. The old lines stay, to say what changed."""
    checkout.state = Checkout.State.OPEN
    checkout.locked_at = checkout.locked_until = None


def checked_purchase(items: list[tuple[Variant, int]], *, buyer_id: int | None, on: date) -> Purchase:
    """
    Return the lines as they are bought together, unless one cannot be bought.

    :raises LinesRefused: with a reason for each line that cannot.
    """
    purchase = queries.purchase_of(items, buyer_id=buyer_id, on=on)
    reasons = {
        variant.public_id: [problem.detail]
        for variant, quantity in items
        if (problem := purchase.problem(variant, quantity)) is not None
    }
    if reasons:
        raise LinesRefused(fields=reasons)
    return purchase


def journey(days: int | None, lead_days: int, now: datetime) -> Journey:
    """Return the way of an order that is ready after `lead_days` and then at most `days` under way."""
    return Journey(leaves_on=now.date() + timedelta(days=lead_days), days=days or 0)


def destination_of(checkout: Checkout) -> str:
    """Return where it goes: the address's country; for services the buyer's own."""
    if checkout.is_carried:
        return str(checkout.address.get("country", ""))
    return checkout.organisation.country


def check_rules(checkout: Checkout, country: str, titles: dict[int, str], on: date) -> dict[int, Cleared]:
    """
    Ask the rules about everything in the checkout on its way to a country.

    :raises NotAllowedThere: naming the line that may not go there.
    """
    cleared = clear(titles, country, on)
    check_cleared(cleared.values())
    return cleared


def check_destination(checkout: Checkout, country: str) -> None:
    """
    Refuse a country that the seller does not ship to.

    :raises NotDelivered: naming the country.
    """
    if checkout.is_carried and not checkout.seller.seller_profile.delivers_to(country):
        raise NotDelivered(
            seller=checkout.seller.name,
            country=country,
            fields={"country": [_("%(seller)s does not ship here.") % {"seller": checkout.seller.name}]},
        )
