"""What has to be there before anybody may buy."""

from typing import Any

from django.utils.translation import gettext as _

from sellers.content.fields import Errors
from sellers.hs_fit import impossible_hs
from sellers.models import Listing
from sellers.queries.attributes import definitions_of
from sellers.specs import missing_specs

SHORTEST_TITLE = 5
SHORTEST_DESCRIPTION = 30


def missing_content(listing: Listing, *, tiers: int, pictures: int, has_lot: bool) -> Errors:
    """
    Return what must still be filled in before `listing` (its values as they would be on sale) can be submitted.

    `tiers` and `pictures` are how many there are.
    """
    missing: Errors = {}

    def needs(field: str, there: Any, reason: str) -> None:
        if not there:
            missing[field] = [reason]

    needs("title", len(listing.title) >= SHORTEST_TITLE, _("Say in the title what it is."))
    needs("category", listing.category_id, _("Choose a category."))
    needs(
        "description",
        len(listing.description) >= SHORTEST_DESCRIPTION,
        _("Describe it in at least %(least)s characters.") % {"least": SHORTEST_DESCRIPTION},
    )
    needs("tiers", tiers, _("Enter at least one price."))
    needs("lead_time_days", listing.lead_time_days is not None, _("Say in how many days it is ready."))
    needs("ships_from_country", listing.ships_from_country, _("Choose the country it ships from."))
    if listing.needs_parcel:
        needs("pictures", pictures, _("Add at least one picture."))
        needs("origin_country", listing.origin_country, _("Choose the country where it was made or grown."))
        needs("hs_code", listing.hs_code, _("Choose an HS code; customs asks for it everywhere."))
        needs("weight_g", listing.weight_g, _("Enter the packed weight; freight is worked out from it."))
        for field in ("length_mm", "width_mm", "height_mm"):
            needs(field, getattr(listing, field), _("Enter the packed size; freight is worked out from it."))
    if listing.kind == Listing.Kind.PERISHABLE_LOT:
        needs("best_before_date", has_lot, _("Enter the best-before date of the lot."))
    return missing


def missing_answers(listing: Listing) -> Errors:
    """
    Return what the category of `listing` requires and it does not say, by `specs.<code>`, and an HS code that cannot be
    right in it.

    Asked when a listing is sent for review. What is on sale stays there, though its category asks more since.
    """
    return missing_specs(definitions_of(listing.category), listing.specs) | impossible_hs(listing)
