"""Open a seller's page."""

from datetime import datetime

from accounts.actor import Actor
from accounts.models import Requirement
from accounts.requirements import must_meet
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.models import SellerProfile, SellerReview
from sellers.operations.approve_listing import require_reason
from sellers.operations.describe_company import note_listings_of
from sellers.operations.keep_review import keep_review


@entry
def approve_seller(*, actor: Actor, profile: SellerProfile, reason: str, now: datetime) -> SellerProfile:
    """
    Open a seller's page; its live listings are on sale from now on.

    The first time, everything asked for before selling has to be met or waived. The decision is kept.

    :raises NotAllowed: if the actor is not platform staff.
    :raises InvalidInput: if there is no reason.
    :raises RequirementsOpen: if something is missing that is asked for before selling.
    """
    actor.must("listings.moderate")
    reason = require_reason(reason)
    profile = SellerProfile.objects.select_for_update().get(pk=profile.pk)
    if profile.status == SellerProfile.Status.APPROVED:
        return profile
    must_meet(organisation=profile.organisation, gate=Requirement.Gate.SELL, now=now)
    profile.status, profile.status_reason = SellerProfile.Status.APPROVED, reason
    profile.save(update_fields=["status", "status_reason", "updated_at"])
    keep_review(actor=actor, profile=profile, decision=SellerReview.Decision.APPROVED, reason=reason, now=now)
    note_listings_of(profile.organisation_id)
    events.record("sellers.profile.approved", subject=profile, actor=actor, at=now, payload={"reason": reason})
    return profile
