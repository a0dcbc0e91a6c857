"""Drop proposed changes."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, ListingRevision
from sellers.operations._listings import lock_own_listing, open_revision_of
from sellers.operations._pictures import delete_pictures


@entry
def discard_changes(*, actor: Actor, listing: Listing, now: datetime) -> Listing:
    """
    Drop the proposed changes to a listing on sale; it stays as it is. Pictures that only they showed are deleted.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    revision = open_revision_of(listing)
    if revision is None:
        return listing
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.DISCARDED, now=now, parts=["pictures"]):
        revision.state, revision.decided_at = ListingRevision.State.DISCARDED, now
        revision.save(update_fields=["state", "decided_at"])
        delete_pictures(list(listing.pictures.filter(is_shown=False)))
        listing.version += 1
        listing.save(update_fields=["version", "updated_at"])
    events.record("sellers.listing.changes_discarded", subject=listing, actor=actor, at=now)
    return listing
