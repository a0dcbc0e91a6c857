"""Open a seller's page."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.models import SellerProfile
from sellers.operations.approve_listing import require_reason
from sellers.operations.describe_company import note_listings_of


@entry
def approve_seller(*, actor: Actor, profile: SellerProfile, reason: str, now: datetime) -> SellerProfile:
    """
    Open a seller's page, for the first time or after a suspension; its live listings are on sale again.

    :raises NotAllowed: if the actor is not platform staff.
    :raises InvalidInput: if there is no reason.
    """
    actor.must("listings.moderate")
    reason = require_reason(reason)
    profile = SellerProfile.objects.select_for_update().get(pk=profile.pk)
    if profile.status == SellerProfile.Status.APPROVED:
        return profile
    profile.status, profile.status_reason = SellerProfile.Status.APPROVED, reason
    profile.save(update_fields=["status", "status_reason", "updated_at"])
    note_listings_of(profile.organisation_id)
    events.record("sellers.profile.approved", subject=profile, actor=actor, at=now, payload={"reason": reason})
    return profile
