"""Many listings at once, as cards show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marketplace.kernel.money import Money
from sellers.models import Listing, ListingPicture, PriceTier
from sellers.pricing import Tier, unit_price


@dataclass
class ListingCard:
    """
    What a card needs of a listing, in the listing's own currency; names are those of the `c-listing-card` component.

    Whoever shows it may add what depends on the reader: converted prices with `approx`, `landed_unit`, `landed`,
    `route`.
    """

    listing_id: int
    public_id: str
    url: str
    title: str
    summary: str
    kind: str
    category_id: int | None
    picture: ListingPicture | None
    tiers: list[Tier]
    currency: str
    price_from: Money
    price_to: Money
    moq: int
    unit: str
    lead_time_days: int | None
    in_stock: bool
    hs_code: str
    origin_country: str
    ships_from_country: str
    weight_g: int | None
    size_mm: tuple[int, int, int] | None
    seller_id: int
    seller_name: str
    seller_country: str
    seller_url: str
    rating: Decimal | None
    rating_count: int
    ships_to: list[str]
    approx: bool = False
    landed_unit: Money | None = None
    landed: Any = None
    route: dict[str, Any] | None = None

    def price_for(self, quantity: int) -> Decimal:
        """Return what one unit costs when `quantity` are bought, in the listing's currency."""
        return unit_price(self.tiers, quantity)


def cards(ids: Iterable[int], *, only_on_sale: bool = True) -> list[ListingCard]:
    """
    Return the cards of the listings with these primary keys, in this order, in four queries however many they are.

    Listings that are gone from sale meanwhile are left out, unless `only_on_sale` is False.
    """
    wanted = list(dict.fromkeys(ids))
    listings = Listing.objects.on_sale() if only_on_sale else Listing.objects.all()
    found = {
        listing.pk: listing
        for listing in listings.filter(pk__in=wanted)
        .select_related("organisation", "organisation__seller_profile")
        .prefetch_related("variants")
        .defer("description", "attributes")
    }
    tiers: dict[int, list[Tier]] = {}
    for listing_id, quantity, price in (
        PriceTier.objects.filter(listing_id__in=found, variant__is_default=True)
        .order_by("listing_id", "min_quantity")
        .values_list("listing_id", "min_quantity", "unit_price")
    ):
        tiers.setdefault(listing_id, []).append(Tier(quantity, price))
    covers = {
        picture.listing_id: picture
        for picture in ListingPicture.objects.filter(listing_id__in=found, is_shown=True)
        .order_by("listing_id", "position", "id")
        .distinct("listing_id")
    }
    return [
        _card(found[pk], tiers[pk], covers.get(pk))
        for pk in wanted
        # Without a price there is nothing to show a buyer; a draft may have none.
        if pk in found and pk in tiers
    ]


def _card(listing: Listing, tiers: list[Tier], cover: ListingPicture | None) -> ListingCard:
    prices = [tier.unit_price for tier in tiers]
    seller = listing.organisation
    return ListingCard(
        listing_id=listing.pk,
        public_id=listing.public_id,
        url=listing.get_absolute_url(),
        title=listing.title,
        summary=listing.summary,
        kind=listing.kind,
        category_id=listing.category_id,
        picture=cover,
        tiers=tiers,
        currency=listing.currency,
        price_from=Money(min(prices), listing.currency),
        price_to=Money(max(prices), listing.currency),
        moq=listing.moq,
        unit=listing.unit_label,
        lead_time_days=listing.lead_time_days,
        in_stock=any(variant.has(listing.moq) for variant in listing.variants.all()),
        hs_code=listing.hs_code,
        origin_country=listing.origin_country,
        ships_from_country=listing.ships_from_country,
        weight_g=listing.weight_g,
        size_mm=listing.size_mm,
        seller_id=seller.pk,
        seller_name=seller.name,
        seller_country=seller.country,
        seller_url=seller.seller_profile.get_absolute_url(),
        rating=listing.rating_average,
        rating_count=listing.rating_count,
        ships_to=seller.seller_profile.ships_to,
    )
