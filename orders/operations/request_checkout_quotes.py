"""Ask the carriers what it costs to bring a checkout's goods to its address."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Address
from marketplace.kernel.money import Money
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal
from orders import offers, queries
from orders.carts import cold_chain_of, parcels_of
from orders.models import Checkout
from orders.operations._checkouts import checked_purchase, locked, unlock
from orders.operations.lock_checkout import AddressMissing
from sellers.models import Variant
from sellers.prices import lot_left
from trade.fx import RateTable
from trade.models import ShippingQuoteRequest
from trade.operations import request_shipping_quotes


class NothingTravels(Refusal):
    """Services are not shipped."""

    code = "nothing_travels"
    title = _("Nothing is shipped")
    message = _("This is a service: there is nothing to ship.")


def request_checkout_quotes(
    *, actor: Actor, checkout: Checkout, rates: RateTable, now: datetime
) -> ShippingQuoteRequest:
    """
    Ask every suitable carrier service; the answers come in by themselves, within seconds.

    The choice made before, if any, and the price lock are taken off. Cooled goods go to services that cool, and must
    arrive before they are past their best.

    :raises NotAllowed: if the actor may not place orders.
    :raises CheckoutPlaced: if the checkout has become an order.
    :raises NothingTravels: if it is a service.
    :raises AddressMissing: if there is no address yet.
    :raises LinesRefused: if a line cannot be bought any more.
    :raises NothingShips: if there is no carrier to ask.
    """
    actor.must("orders.place")
    if not checkout.is_carried:
        raise NothingTravels
    if not checkout.address:
        raise AddressMissing
    items = queries.items_of(checkout)
    purchase = checked_purchase(items, buyer_id=checkout.organisation_id, on=now.date())
    described = [purchase.item(*each) for each in items]
    lines = offers.price_lines(described, currency=checkout.currency, rates=rates)
    # Lots that would come too late are not sent: only those count that are needed for the quantity.
    needed = min((item.needed_by for item in described if item.needed_by is not None), default=None)
    # The request has a life of its own in trade; tying it to the checkout is a second step that may be repeated.
    request = request_shipping_quotes(
        actor=actor,
        ship_from=checkout.ships_from,
        ship_to=checkout.address["country"],
        parcels=parcels_of(items),
        goods_value=Money(sum(line.total.amount for line in lines), checkout.currency),
        currency=checkout.currency,
        needs_cold_chain=cold_chain_of(items),
        latest_arrival=needed,
        best_before=_best_before(items, needed),
        lead_days=max((item.lead_time_days for item in described), default=0),
        places={"from": _place(_home_of(checkout)), "to": _place(checkout.address)},
        now=now,
    )
    _attach(actor=actor, checkout=checkout, request=request)
    return request


@entry
def _attach(*, actor: Actor, checkout: Checkout, request: ShippingQuoteRequest) -> Checkout:
    checkout = locked(actor, checkout)
    checkout.shipping_request = request
    checkout.shipping_quote = None
    unlock(checkout)
    checkout.save()
    return checkout


def _best_before(items: list[tuple[Variant, int]], needed: date | None) -> date | None:
    """The first best-before date among the lots that are still in time on the day the goods are needed by."""
    lots = [lot for variant, _quantity in items for lot in variant.lots.all() if lot.available]
    in_time = [lot.best_before_date for lot in lots if needed is not None and lot_left(lot).last_arrival >= needed]
    return min(in_time, default=None)


def _home_of(checkout: Checkout) -> dict[str, str]:
    """Where the seller hands over: the organisation's address in the country that the goods ship from, if any."""
    address = (
        Address.objects.filter(organisation_id=checkout.seller_id, country=checkout.ships_from)
        .order_by("-is_default", "pk")
        .values("postal_code", "city", "region")
        .first()
    )
    return {name: str(text) for name, text in address.items()} if address else {}


def _place(address: Mapping[str, str]) -> dict[str, str]:
    """What carriers need of an address to price a journey: nothing that says who lives there."""
    return {
        "postal_code": address.get("postal_code", ""),
        "city": address.get("city", ""),
        "state": address.get("region", ""),
    }
