"""Moving a locked listing between on sale, off sale and put away, whoever asks."""

from datetime import datetime

from accounts.models import Requirement
from accounts.requirements import must_meet
from sellers.models import Listing, ListingRevision
from sellers.operations._listings import WrongListingStatus, open_revision_of
from sellers.operations.record_change import record_change

FROM: dict[str, set[str]] = {
    Listing.Status.PAUSED: {Listing.Status.LIVE},
    Listing.Status.LIVE: {Listing.Status.PAUSED},
    Listing.Status.ARCHIVED: set(Listing.Status.values),
}


def move_to(listing: Listing, status: str, *, now: datetime) -> bool:
    """
    Give a locked listing a status: paused, live (of one that was paused) or archived; tell whether that was news.

    :raises WrongListingStatus: if it cannot go there from where it is.
    :raises RequirementsOpen: if something is missing that is asked for before selling.
    """
    if listing.status == status:
        return False
    if listing.status not in FROM[status]:
        raise WrongListingStatus(status=listing.get_status_display())
    if status == Listing.Status.LIVE:
        must_meet(organisation=listing.organisation, gate=Requirement.Gate.SELL, now=now)
    if status == Listing.Status.ARCHIVED:
        revision = open_revision_of(listing)
        if revision is not None:
            revision.state, revision.decided_at = ListingRevision.State.DISCARDED, now
            revision.save(update_fields=["state", "decided_at"])
        listing.version += 1
    listing.status = status
    listing.save(update_fields=["status", "version", "updated_at"])
    record_change(listing=listing)
    return True
