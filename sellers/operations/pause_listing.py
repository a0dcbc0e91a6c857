"""Take a listing off sale for a while."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit
from sellers.operations._listings import lock_own_listing
from sellers.operations._statuses import move_to


@entry
def pause_listing(*, actor: Actor, listing: Listing, now: datetime) -> Listing:
    """
    Take a live listing off sale; orders already placed go on. Pausing a paused listing changes nothing.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises WrongListingStatus: if it is not on sale.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.PAUSED, now=now, parts=[]):
        moved = move_to(listing, Listing.Status.PAUSED, now=now)
    if moved:
        events.record("sellers.listing.paused", subject=listing, actor=actor, at=now)
    return listing
