"""What an order would send on its way, as freight and customs see it: the same for cards, pages and sellers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from buyers.doors import Wanted
from sellers.lots import needed_arrival
from sellers.models import Listing, Lot, Variant
from sellers.packaging import carton_of
from sellers.prices import lot_left
from sellers.queries import ListingCard
from trade.dangerous import dangerous_of


@dataclass(frozen=True, slots=True)
class LotLimits:
    """What freight has to heed of perishable lots. `latest_arrival` is None where none of them is left."""

    needs_cold_chain: bool
    latest_arrival: date | None
    min_c: float | None = None
    max_c: float | None = None


NO_LOTS = LotLimits(needs_cold_chain=False, latest_arrival=None)


def limits_of(lots: Iterable[Lot], quantity: int) -> LotLimits:
    """Return what an order of `quantity` out of these open lots has to heed, in degrees that every lot keeps at."""
    lots = list(lots)
    return LotLimits(
        needs_cold_chain=any(lot.needs_cold_chain for lot in lots),
        latest_arrival=needed_arrival([lot_left(lot) for lot in lots], quantity),
        min_c=max((float(lot.storage_min_c) for lot in lots if lot.storage_min_c is not None), default=None),
        max_c=min((float(lot.storage_max_c) for lot in lots if lot.storage_max_c is not None), default=None),
    )


def wanted_of_listing(
    listing: Listing,
    *,
    variant: Variant | None,
    unit_price: Decimal,
    quantity: int,
    lots: Iterable[Lot],
    leaves_on: date,
) -> Wanted:
    """Return `quantity` units of a listing's variant; with None, as the listing itself says it is packed."""
    limits = limits_of(lots, quantity)
    return Wanted(
        is_service=listing.is_service,
        unit_price=unit_price,
        currency=listing.currency,
        quantity=quantity,
        hs_code=listing.hs_code,
        origin=listing.origin_country,
        ships_from=listing.ships_from_country,
        weight_g=variant.packed_weight_g if variant is not None else listing.weight_g,
        size_mm=variant.packed_size_mm if variant is not None else listing.size_mm,
        # A variant that weighs otherwise is not packed in the listing's cartons.
        carton=carton_of(listing) if variant is None or variant.weight_g is None else None,
        needs_cold_chain=limits.needs_cold_chain,
        min_c=limits.min_c,
        max_c=limits.max_c,
        dangerous=dangerous_of(listing.hs_code, listing.attributes),
        leaves_on=leaves_on,
        latest_arrival=limits.latest_arrival,
    )


def wanted_of_card(card: ListingCard, limits: LotLimits, quantity: int, on: date) -> Wanted:
    """Return `quantity` units of what a card shows, which is the listing's default variant."""
    return Wanted(
        is_service=card.kind == Listing.Kind.SERVICE,
        unit_price=card.price_for(quantity),
        currency=card.currency,
        quantity=quantity,
        hs_code=card.hs_code,
        origin=card.origin_country,
        ships_from=card.ships_from_country,
        weight_g=card.weight_g,
        size_mm=card.size_mm,
        carton=card.carton,
        needs_cold_chain=limits.needs_cold_chain,
        min_c=limits.min_c,
        max_c=limits.max_c,
        dangerous=card.dangerous,
        leaves_on=on + timedelta(days=card.lead_days(quantity) or 0),
        latest_arrival=limits.latest_arrival,
    )
