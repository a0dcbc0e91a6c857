"""Put a listing, or changes to one, on sale."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Requirement
from accounts.queries import must_not_stop_selling
from accounts.requirements import must_meet
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.history import recorded
from sellers.models import (
    Listing,
    ListingEdit,
    ListingPicture,
    ListingRevision,
    ModerationDecision,
    SellerProfile,
    SellerReview,
)
from sellers.operations._listings import (
    WrongListingStatus,
    lock_for_moderation,
    open_revision_of,
    require_complete,
    set_content,
)
from sellers.operations._pictures import delete_pictures
from sellers.operations.keep_review import keep_review
from sellers.operations.record_change import record_change
from sellers.proposals import as_proposed, proposed_pictures
from trade.operations.check_names import must_not_be_held


@entry
def approve_listing(
    *, actor: Actor, listing: Listing, reason: str, now: datetime, version: int | None = None
) -> ModerationDecision:
    """
    Approve what waits: a new listing goes on sale, a proposal replaces the version on sale.

    The description of the company is looked at together with its first listing and approved with it. `version` is
    the one that was looked at. The reason is kept; the seller is told.

    :raises NotAllowed: if the actor is not platform staff.
    :raises InvalidInput: if there is no reason, or the listing is no longer complete.
    :raises WrongListingStatus: if nothing waits.
    :raises ListingChanged: if it was taken back and changed since `version`.
    :raises RequirementsOpen: if something is missing that is asked for before a new listing goes on sale.
    :raises SellingOnHold: while selling is on hold.
    :raises HeldForScreening: while a name of the seller is being checked, or was confirmed.
    """
    listing = lock_for_moderation(actor=actor, listing=listing, version=version)
    reason = require_reason(reason)
    profile = SellerProfile.objects.select_for_update().get(organisation_id=listing.organisation_id)
    must_not_stop_selling(listing.organisation_id)
    must_not_be_held(organisation_id=listing.organisation_id)
    revision = waiting_revision(listing)
    pictures = proposed_pictures(listing, revision)
    require_complete(as_proposed(listing, revision), pictures=len(pictures), on=now.date())
    if revision is None:
        must_meet(organisation=listing.organisation, gate=Requirement.Gate.SELL, now=now)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.APPROVED, now=now, parts=["pictures"]):
        if revision is not None:
            _apply(listing, revision, pictures)
            revision.state, revision.decided_at = ListingRevision.State.APPROVED, now
            revision.save(update_fields=["state", "decided_at"])
        else:
            listing.status = Listing.Status.LIVE
            listing.published_at = listing.published_at or now
        listing.version += 1
        listing.save()
    if profile.status != SellerProfile.Status.APPROVED:
        profile.status, profile.status_reason = SellerProfile.Status.APPROVED, reason
        profile.save(update_fields=["status", "status_reason", "updated_at"])
        keep_review(actor=actor, profile=profile, decision=SellerReview.Decision.APPROVED, reason=reason, now=now)
        events.record("sellers.profile.approved", subject=profile, actor=actor, at=now)
    decision = ModerationDecision.objects.create(
        listing=listing,
        revision=revision,
        decision=ModerationDecision.Decision.APPROVED,
        reason=reason,
        decided_by_id=actor.user_id,
        decided_at=now,
    )
    record_change(listing=listing)
    events.record(
        "sellers.listing.approved", subject=listing, actor=actor, at=now, payload={"decision_id": decision.pk}
    )
    return decision


def require_reason(reason: str) -> str:
    """
    Return the trimmed reason.

    :raises InvalidInput: if there is none, or it is longer than 2,000 characters.
    """
    reason = reason.strip()
    if not reason:
        raise InvalidInput(fields={"reason": [_("Give a reason; it is kept, and the seller reads it.")]})
    if len(reason) > 2000:
        raise InvalidInput(fields={"reason": [_("Use at most 2,000 characters.")]})
    return reason


def waiting_revision(listing: Listing) -> ListingRevision | None:
    """
    Return the proposal that waits, or None if the listing itself does.

    :raises WrongListingStatus: if neither does.
    """
    if listing.status == Listing.Status.IN_REVIEW:
        return None
    revision = open_revision_of(listing)
    if revision is None or revision.state != ListingRevision.State.IN_REVIEW:
        raise WrongListingStatus(status=listing.get_status_display())
    return revision


def _apply(listing: Listing, revision: ListingRevision, pictures: list[ListingPicture]) -> None:
    proposed = as_proposed(listing, revision)
    set_content(listing, {name: getattr(proposed, name) for name in revision.content if name != "pictures"})
    if "pictures" in revision.content:
        for position, picture in enumerate(pictures):
            ListingPicture.objects.filter(pk=picture.pk).update(is_shown=True, position=position)
        delete_pictures(list(listing.pictures.exclude(pk__in=[picture.pk for picture in pictures])))
