"""
May this line be bought by this buyer, and at what price? One answer for cart, checkout and order.

Pure on rows already read: no query is made here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import Refusal
from orders.offers import Item
from sellers.kinds import price_adder, read_wishes, wish_lines, wishes_key
from sellers.lots import needed_arrival
from sellers.models import Listing, Variant
from sellers.prices import GivenPrices, Price, lot_left, price_of
from sellers.pricing import LARGEST_QUANTITY


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


class NotAWholePack(Refusal):
    """It is sold in packs. Facts: `step`, `less` and `more`, the nearest quantities that are whole packs."""

    code = "not_a_whole_pack"
    status = 422
    title = _("Sold in packs")
    message = _("“%(title)s” is sold in packs of %(step)s. Order %(nearest)s.")


class LeadTimeOnRequest(Refusal):
    """For so many the seller names the delivery date on request. Facts: `most`, what can be ordered without asking."""

    code = "lead_time_on_request"
    status = 422
    title = _("Ask for the delivery date")
    message = _(
        "For more than %(most)s of “%(title)s” the seller names the delivery date on request. Ask the seller, or order "
        "fewer."
    )


@dataclass(frozen=True)
class Purchase:
    """
    Lines that one buyer buys together: their sums by listing, which decide where variants count together and by when
    they are ready, and the price lists that the buyer was given.
    """

    buyer_id: int | None
    totals: Mapping[int, int]
    given: Sequence[GivenPrices] = ()

    def counted(self, variant: Variant, quantity: int) -> int:
        """The quantity that decides about tier and minimum: of the line, or of all the listing's variants together."""
        if not variant.listing.counts_variants_together:
            return quantity
        return max(self.totals.get(variant.listing_id, 0), quantity)

    def price(self, variant: Variant, quantity: int) -> Price | None:
        """What a line costs this buyer; None without a price."""
        return price_of(variant, quantity, counted=self.counted(variant, quantity), given=self.given)

    def lead_days(self, variant: Variant, quantity: int) -> int | None:
        """In how many days everything bought of the listing is ready; None if the seller has to be asked."""
        return variant.listing.lead_days(max(self.totals.get(variant.listing_id, 0), quantity))

    def problem(self, variant: Variant, quantity: int) -> Refusal | None:
        """
        Return why `quantity` of the variant cannot be bought, or None.

        Needs the variant's listing with its organisation and seller profile, its tiers and its lots, read.
        """
        listing = variant.listing
        if not is_on_sale(listing) or not variant.is_active or not variant.tiers.all():
            return NotOnSale(title=title_of(variant))
        if self.buyer_id is not None and listing.organisation_id == self.buyer_id:
            return OwnListing(title=listing.title)
        if quantity > LARGEST_QUANTITY:
            return QuantityTooLarge(most=LARGEST_QUANTITY)
        return self._wrong_quantity(variant, quantity) or _short_of_stock(variant, quantity) or wishes_problem(variant)

    def _wrong_quantity(self, variant: Variant, quantity: int) -> Refusal | None:
        listing = variant.listing
        if listing.counts_variants_together and self.counted(variant, quantity) < listing.moq:
            return BelowMinimum(title=listing.title, moq=listing.moq, unit=listing.unit)
        least = (variant.moq or 1) if listing.counts_variants_together else variant.minimum
        if quantity < least:
            return BelowMinimum(title=title_of(variant), moq=least, unit=listing.unit)
        if quantity % variant.step:
            more = -(-quantity // variant.step) * variant.step
            less = more - variant.step
            nearest = str(more) if less < least else _("%(less)s or %(more)s") % {"less": less, "more": more}
            return NotAWholePack(title=title_of(variant), step=variant.step, less=less, more=more, nearest=nearest)
        if listing.lead_times and self.lead_days(variant, quantity) is None:
            return LeadTimeOnRequest(title=listing.title, most=listing.lead_times[-1][0])
        return None

    def item(self, variant: Variant, quantity: int) -> Item:
        """
        Return the variant as it is described and priced for this buyer now.

        :raises ValueError: if it has no price.
        """
        price = self.price(variant, quantity)
        if price is None:
            raise ValueError("no price tiers")
        listing, lots = variant.listing, tuple(lot_left(lot) for lot in variant.lots.all())
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
            weight_g=variant.packed_weight_g,
            lead_time_days=self.lead_days(variant, quantity) or 0,
            quantity=quantity,
            unit_price=price.unit_price + price_adder(listing.making_terms, variant.wishes),
            currency=listing.currency,
            price_list_id=price.price_list.pk if price.price_list is not None else None,
            needed_by=needed_arrival(lots, quantity),
            wishes=kept_wishes(variant),
            wishes_key=wishes_key(variant.wishes),
        )


def may_wait(problem: Refusal, variant: Variant) -> bool:
    """Whether a line may stand in a cart all the same: other variants may still bring the sum to the minimum."""
    return (
        isinstance(problem, BelowMinimum)
        and variant.listing.counts_variants_together
        and problem.facts["moq"] == variant.listing.moq
    )


def title_of(variant: Variant) -> str:
    """Name a variant where its listing's title alone would not say which."""
    return f"{variant.listing.title} ({variant.label})" if variant.label else variant.listing.title


def _short_of_stock(variant: Variant, quantity: int) -> Refusal | None:
    if variant.has(quantity):
        return None
    kind = OutOfStock if variant.stock_available < (variant.moq or 1) or not variant.stock_available else AboveStock
    if not variant.listing.counts_variants_together and variant.stock_available < variant.minimum:
        kind = OutOfStock
    return kind(title=title_of(variant), available=variant.stock_available)


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
