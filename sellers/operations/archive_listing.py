"""Put a listing away for good."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit
from sellers.operations._listings import lock_own_listing
from sellers.operations._statuses import move_to


@entry
def archive_listing(*, actor: Actor, listing: Listing, now: datetime) -> Listing:
    """
    Put a listing away: it is off sale and out of the way, and orders and reviews that speak of it still find it.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.ARCHIVED, now=now, parts=["pictures"]):
        moved = move_to(listing, Listing.Status.ARCHIVED, now=now)
    if moved:
        events.record("sellers.listing.archived", subject=listing, actor=actor, at=now)
    return listing
