"""Put a paused listing back on sale."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit
from sellers.operations._listings import lock_own_listing
from sellers.operations._statuses import move_to


@entry
def resume_listing(*, actor: Actor, listing: Listing, now: datetime) -> Listing:
    """
    Put a paused listing back on sale, in its approved version. Resuming a live listing changes nothing.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises WrongListingStatus: if it is not paused.
    :raises RequirementsOpen: if something is missing that is asked for before selling.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.RESUMED, now=now, parts=[]):
        moved = move_to(listing, Listing.Status.LIVE, now=now)
    if moved:
        events.record("sellers.listing.resumed", subject=listing, actor=actor, at=now)
    return listing
