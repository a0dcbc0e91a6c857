"""
What a listing would cost at a door: buyers knows how that is worked out, and tells it here.

A provider takes what would be offered, and countries. It is registered in `AppConfig.ready`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.kernel.money import Money
from marketplace.kernel.refusals import Text
from sellers.models import Listing, Lot

# Where most that is imported by small firms goes; a seller's page shows these first.
TOP = ("US", "DE", "GB", "FR", "JP", "CN", "CA", "AU", "AE", "BR")


@dataclass(frozen=True)
class Offered:
    """
    `quantity` units of a listing as it would be on sale; no row of it need exist. `unit_price` is in its currency.

    `lots` are those still sold.
    """

    listing: Listing
    unit_price: Decimal
    quantity: int
    lots: tuple[Lot, ...] = ()

    @property
    def lead_days(self) -> int | None:
        """In how many days the quantity is ready, if that is known."""
        return self.listing.lead_days(self.quantity)


@dataclass(frozen=True)
class AtDoor:
    """One country: what one unit costs at a door there in the listing's currency, or why that cannot be said."""

    country: str
    unit: Money | None
    reason: Text = ""


Provider = Callable[[Offered, Sequence[str], date], list[AtDoor]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let `provider` answer; registering it twice is registering it once."""
    if provider not in _providers:
        _providers.append(provider)


def at_doors(offered: Offered, on: date, countries: Sequence[str] = TOP) -> list[AtDoor]:
    """Return what one unit costs at a door in each country, in order."""
    return [row for provider in _providers for row in provider(offered, countries, on)]
