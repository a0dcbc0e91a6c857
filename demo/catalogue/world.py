"""The whole catalogue."""

from datetime import date

from demo.catalogue import ateliers, farms, houses, shops
from demo.catalogue.family import Family, Offer, offers_of
from demo.organisations import SELLERS

# What Bridgeway has pages in; others write in English.
_WRITTEN = {firm.slug: firm.language for firm in SELLERS}
FAMILIES: tuple[Family, ...] = (*farms.FAMILIES, *ateliers.FAMILIES, *houses.FAMILIES, *shops.FAMILIES)


def catalogue(*, today: date) -> list[Offer]:
    """Return every listing of the demo world, the same every time but for the dates of perishable lots."""
    return offers_of(
        FAMILIES,
        languages=_WRITTEN,
        currencies={firm.slug: firm.currency for firm in SELLERS},
        countries={firm.slug: firm.country for firm in SELLERS},
        today=today,
    )
