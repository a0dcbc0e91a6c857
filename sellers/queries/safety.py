"""Who is responsible for the safety of what is sold."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from sellers.models import Listing, SafetyContact


def safety_contacts(listing: Listing) -> Mapping[str, SafetyContact]:
    """Return the responsible person of `listing` by market: its own, else the organisation's."""
    rows = SafetyContact.objects.filter(Q(listing=None) | Q(listing=listing), organisation_id=listing.organisation_id)
    # The listing's own come last, and replace the organisation's.
    return {row.market: row for row in sorted(rows, key=lambda row: row.listing_id or 0)}


def own_safety_contacts(actor: Actor) -> QuerySet[SafetyContact]:
    """
    Return what the actor's organisation has named, for all it sells and for single listings.

    :raises NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    return SafetyContact.objects.filter(organisation_id=actor.organisation_id).select_related("listing")
