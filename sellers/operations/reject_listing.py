"""Send a listing, or changes to one, back to the seller."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, ListingRevision, ModerationDecision
from sellers.operations._listings import lock_for_moderation
from sellers.operations.approve_listing import require_reason, waiting_revision


@entry
def reject_listing(
    *, actor: Actor, listing: Listing, reason: str, now: datetime, version: int | None = None
) -> ModerationDecision:
    """
    Send what waits back with the reason; a version that is on sale stays on sale. The seller may change and resubmit.

    :raises NotAllowed: if the actor is not platform staff.
    :raises InvalidInput: if there is no reason.
    :raises WrongListingStatus: if nothing waits.
    :raises ListingChanged: if it was taken back and changed since `version`.
    """
    listing = lock_for_moderation(actor=actor, listing=listing, version=version)
    reason = require_reason(reason)
    revision = waiting_revision(listing)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.REJECTED, now=now, parts=[]):
        if revision is not None:
            revision.state, revision.decided_at = ListingRevision.State.REJECTED, now
            revision.save(update_fields=["state", "decided_at"])
        else:
            listing.status = Listing.Status.REJECTED
        listing.version += 1
        listing.save(update_fields=["status", "version", "updated_at"])
    decision = ModerationDecision.objects.create(
        listing=listing,
        revision=revision,
        decision=ModerationDecision.Decision.REJECTED,
        reason=reason,
        decided_by_id=actor.user_id,
        decided_at=now,
    )
    events.record(
        "sellers.listing.rejected", subject=listing, actor=actor, at=now, payload={"decision_id": decision.pk}
    )
    return decision
