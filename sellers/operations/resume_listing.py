"""Put a paused listing back on sale."""

from datetime import datetime

from accounts.actor import Actor
from accounts.models import Requirement
from accounts.requirements import must_meet
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit
from sellers.operations._listings import WrongListingStatus, lock_own_listing
from sellers.operations.record_change import record_change


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
    if listing.status == Listing.Status.LIVE:
        return listing
    if listing.status != Listing.Status.PAUSED:
        raise WrongListingStatus(status=listing.get_status_display())
    must_meet(organisation=listing.organisation, gate=Requirement.Gate.SELL, now=now)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.RESUMED, now=now, parts=[]):
        listing.status = Listing.Status.LIVE
        listing.save(update_fields=["status", "updated_at"])
    record_change(listing=listing)
    events.record("sellers.listing.resumed", subject=listing, actor=actor, at=now)
    return listing
