"""What a listing being written would cost at doors elsewhere, for its seller."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from buyers.doors import Door, price_at_door
from buyers.wanted import wanted_of_listing
from sellers.doors import AtDoor, Offered
from trade import queries as trade


def landed_at(offered: Offered, countries: Sequence[str], on: date) -> list[AtDoor]:
    """Return the landed price of one unit in each country, in the listing's own currency, as a buyer is shown it."""
    listing = offered.listing
    wanted = wanted_of_listing(
        listing,
        variant=None,
        unit_price=offered.unit_price,
        quantity=offered.quantity,
        lots=offered.lots,
        leaves_on=on + timedelta(days=offered.lead_days or 0),
    )
    rates = trade.current_rates(on)
    rows = []
    for country in countries:
        door = price_at_door(wanted, ship_to=country, currency=listing.currency, on=on, rates=rates)
        if comes_too_late(door, offered, wanted.latest_arrival, on):
            rows.append(AtDoor(country, None, _("It would arrive too late for the lots you have.")))
            continue
        unit = door.landed_unit
        reason = "" if unit is not None else door.problem or _("Not all parts of the price are known.")
        rows.append(AtDoor(country, unit, reason))
    return rows


def comes_too_late(door: Door, offered: Offered, latest: date | None, on: date) -> bool:
    """Tell whether even the best carrier could come after the day by which the goods have to be there."""
    arrives = door.arrives(offered.lead_days or 0, on)
    return latest is not None and arrives is not None and arrives[1] > latest
