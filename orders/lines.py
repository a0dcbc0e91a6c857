"""
May this line be bought by this buyer? One answer for cart, checkout and order.

Pure on rows already read: no query is made here.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import Refusal
from orders.offers import Item
from sellers.kinds import price_adder, read_wishes, wish_lines, wishes_key
from sellers.models import Listing, Variant
from sellers.pricing import LARGEST_QUANTITY, unit_price


class NotOnSale(Refusal):
    """The listing was paused, withdrawn or its seller suspended."""

    code = "not_on_sale"
    title = _("Not on sale any more")
    message = _("“%(title)s” is not on sale at the moment. Take it out to go on.")


class OwnListing(Refusal):
    """An organisation cannot buy from itself."""

    code = "own_listing"
    title = _("This is your own listing")
    message = _("“%(title)s” is sold by your own organisation.")


class BelowMinimum(Refusal):
    """Fewer than the seller's minimum order. Facts: `moq`, `unit`."""

    code = "below_minimum"
    status = 422
    title = _("Below the minimum order")
    message = _("The minimum order of “%(title)s” is %(moq)s (sold by: %(unit)s).")


class AboveStock(Refusal):
    """More than is in stock. Facts: `available`."""

    code = "above_stock"
    title = _("Not enough in stock")
    message = _("Only %(available)s of “%(title)s” in stock.")


class OutOfStock(AboveStock):
    """Nothing is left."""

    message = _("“%(title)s” is sold out.")


class QuantityTooLarge(Refusal):
    """More than anybody can order at once."""

    code = "quantity_too_large"
    status = 422
    title = _("That is too many")
    message = _("Order at most %(most)s at once.")


class WishesMissing(Refusal):
    """It is made to order, or a service, and what the buyer has to say is missing or not offered any more."""

    code = "wishes_missing"
    status = 422
    title = _("Say how you want it")
    message = _("“%(title)s” is made as you ask. Open it, choose, and put it in your cart again.")


class NotDelivered(Refusal):
    """The seller does not ship to the country. Facts: `country`."""

    code = "not_delivered"
    title = _("Not shipped to this country")
    message = _("%(seller)s does not ship to this country.")


def problem_with(variant: Variant, quantity: int, *, buyer_id: int | None) -> Refusal | None:
    """
    Return why `quantity` of the variant cannot be bought by the organisation `buyer_id`, or None.

    Needs the variant's listing with its organisation and seller profile, and its tiers, read.
    """
    listing = variant.listing
    if not is_on_sale(listing) or not variant.tiers.all():
        return NotOnSale(title=listing.title)
    if buyer_id is not None and listing.organisation_id == buyer_id:
        return OwnListing(title=listing.title)
    if quantity > LARGEST_QUANTITY:
        return QuantityTooLarge(most=LARGEST_QUANTITY)
    if quantity < listing.moq:
        return BelowMinimum(title=listing.title, moq=listing.moq, unit=listing.unit)
    if not variant.has(quantity):
        if variant.stock_available < listing.moq:
            return OutOfStock(title=listing.title, available=variant.stock_available)
        return AboveStock(title=listing.title, available=variant.stock_available)
    return wishes_problem(variant)


def wishes_problem(variant: Variant) -> Refusal | None:
    """Return why what the buyer asks of the variant is not offered as it is asked, or None."""
    listing = variant.listing
    _clean, errors = read_wishes(
        listing.making_terms, listing.service_terms, variant.wishes, read_text=lambda text, _longest: text
    )
    return WishesMissing(title=listing.title, fields=errors) if errors else None


def is_on_sale(listing: Listing) -> bool:
    """The same as `Listing.objects.on_sale()`, for a listing already read with its seller."""
    profile = getattr(listing.organisation, "seller_profile", None)
    return (
        listing.status == Listing.Status.LIVE
        and not listing.is_held
        and listing.organisation.may_sell
        and profile is not None
        and profile.is_open
    )


def kept_wishes(variant: Variant) -> dict[str, Any]:
    """Return what the buyer asks of the variant as an order keeps it: data, text in words, adder, deposit agreed."""
    listing = variant.listing
    making, service = listing.making_terms, listing.service_terms
    if not variant.wishes and not making.get("deposit_percent"):
        return {}
    return {
        "data": dict(variant.wishes),
        "lines": [list(line) for line in wish_lines(making, service, variant.wishes)],
        "adder": str(price_adder(making, variant.wishes)),
        "deposit_percent": making.get("deposit_percent", 0),
    }


def item_of(variant: Variant, quantity: int) -> Item:
    """Return the variant as it is described and priced now."""
    listing = variant.listing
    return Item(
        variant_id=variant.pk,
        listing_id=listing.pk,
        variant=variant.public_id,
        listing=listing.public_id,
        title=listing.title,
        variant_label=variant.label,
        sku=variant.sku,
        unit=listing.unit,
        kind=listing.kind,
        hs_code=listing.hs_code,
        origin_country=listing.origin_country,
        ships_from=listing.ships_from_country or listing.organisation.country,
        weight_g=listing.weight_g,
        lead_time_days=listing.lead_time_days or 0,
        quantity=quantity,
        unit_price=unit_price(variant.tiers.all(), quantity) + price_adder(listing.making_terms, variant.wishes),
        currency=listing.currency,
        wishes=kept_wishes(variant),
        wishes_key=wishes_key(variant.wishes),
    )
