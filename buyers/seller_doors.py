"""What a listing being written would cost at doors elsewhere, for its seller."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from buyers.doors import Wanted, price_at_door
from sellers.doors import AtDoor
from sellers.models import Listing
from trade import queries as trade
from trade.dangerous import dangerous_of


def landed_at(listing: Listing, price: Decimal, quantity: int, countries: Sequence[str], on: date) -> list[AtDoor]:
    """Return the landed price of one unit, bought as `quantity`, in each country, in the listing's own currency."""
    wanted = Wanted(
        is_service=listing.is_service,
        unit_price=price,
        currency=listing.currency,
        quantity=quantity,
        hs_code=listing.hs_code,
        origin=listing.origin_country,
        ships_from=listing.ships_from_country,
        weight_g=listing.weight_g,
        size_mm=listing.size_mm,
        dangerous=dangerous_of(listing.hs_code, listing.attributes),
    )
    rates = trade.current_rates(on)
    rows = []
    for country in countries:
        door = price_at_door(wanted, ship_to=country, currency=listing.currency, on=on, rates=rates)
        unit = door.landed_unit
        reason = "" if unit is not None else door.problem or _("Not all parts of the price are known.")
        rows.append(AtDoor(country, unit, reason))
    return rows
