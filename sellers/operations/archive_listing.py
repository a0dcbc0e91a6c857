"""Put a listing away for good."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, ListingRevision
from sellers.operations._listings import lock_own_listing, open_revision_of
from sellers.operations.record_change import record_change


@entry
def archive_listing(*, actor: Actor, listing: Listing, now: datetime) -> Listing:
    """
    Put a listing away: it is off sale and out of the way, and orders and reviews that speak of it still find it.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    if listing.status == Listing.Status.ARCHIVED:
        return listing
    revision = open_revision_of(listing)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.ARCHIVED, now=now, parts=["pictures"]):
        if revision is not None:
            revision.state, revision.decided_at = ListingRevision.State.DISCARDED, now
            revision.save(update_fields=["state", "decided_at"])
        listing.status = Listing.Status.ARCHIVED
        listing.version += 1
        listing.save(update_fields=["status", "version", "updated_at"])
    record_change(listing=listing)
    events.record("sellers.listing.archived", subject=listing, actor=actor, at=now)
    return listing
