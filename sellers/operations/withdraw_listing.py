"""Take back what waits for approval."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, ListingRevision
from sellers.operations._listings import lock_own_listing, open_revision_of


@entry
def withdraw_listing(*, actor: Actor, listing: Listing, now: datetime) -> Listing:
    """
    Take a listing, or the proposed changes to one, out of review, so that it can be edited again.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    revision = open_revision_of(listing)
    waits = revision is not None and revision.state == ListingRevision.State.IN_REVIEW
    if listing.status != Listing.Status.IN_REVIEW and not waits:
        return listing
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.WITHDRAWN, now=now, parts=[]):
        if listing.status == Listing.Status.IN_REVIEW:
            listing.status = Listing.Status.DRAFT
        elif revision is not None:
            revision.state = ListingRevision.State.DRAFT
            revision.save(update_fields=["state"])
        # A moderator who has the page open decides about something that is no longer there.
        listing.version += 1
        listing.save(update_fields=["status", "version", "updated_at"])
    events.record("sellers.listing.withdrawn", subject=listing, actor=actor, at=now)
    return listing
