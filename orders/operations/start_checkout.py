"""Begin to buy what is in the cart from one seller."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotAllowed, Refusal
from orders.models import Checkout, CheckoutLine
from orders.operations._checkouts import checked_purchase
from sellers.kinds import wishes_key
from sellers.models import Variant
from trade.fx import RateTable


class SeveralSellers(Refusal):
    """One checkout buys from one seller, out of one country."""

    code = "several_sellers"
    status = 422
    title = _("One seller at a time")
    message = _("One checkout takes goods of one seller that ship from one country.")


class DoesNotBuy(NotAllowed):
    """The organisation has not said that it buys."""

    code = "does_not_buy"
    title = _("Your organisation only sells")
    message = _("Switch buying on in your organisation's settings to place orders.")


@entry
def start_checkout(
    *, actor: Actor, items: Sequence[tuple[Variant, int]], currency: str, rates: RateTable, now: datetime
) -> Checkout:
    """
    Start a checkout of `items` (variant as read by `queries.variants_read`, quantity), charged in `currency`.

    Nothing is held or locked yet; the cart stays as it is.

    :raises NotAllowed: if the actor may not place orders; DoesNotBuy if the organisation does not buy.
    :raises SeveralSellers: if the items are not of one seller and one country.
    :raises LinesRefused: if a line cannot be bought as it is, with the reason by variant.
    :raises RateUnknown, RateStale: if the currency cannot be charged.
    """
    actor.must("orders.place")
    organisation = actor.must_act_for_an_organisation()
    if not organisation.buys:
        raise DoesNotBuy
    if not items:
        raise InvalidInput(fields={"items": [_("There is nothing to buy.")]})
    rates.rate_of(currency)
    purchase = checked_purchase(list(items), buyer_id=organisation.pk, on=now.date())
    described = [purchase.item(variant, quantity) for variant, quantity in items]
    origins = {
        (variant.organisation_id, item.is_carried, item.ships_from if item.is_carried else "")
        for (variant, _quantity), item in zip(items, described, strict=True)
    }
    if len(origins) > 1:
        raise SeveralSellers
    seller = items[0][0].listing.organisation
    checkout = Checkout.objects.create(
        organisation=organisation,
        seller=seller,
        started_by=actor.user,
        currency=currency,
        ships_from=described[0].ships_from,
        is_carried=described[0].is_carried,
        started_at=now,
    )
    CheckoutLine.objects.bulk_create(
        CheckoutLine(
            checkout=checkout,
            organisation=organisation,
            variant=variant,
            quantity=quantity,
            wishes=dict(variant.wishes),
            wishes_key=wishes_key(variant.wishes),
        )
        for variant, quantity in items
    )
    return checkout
