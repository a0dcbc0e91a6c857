"""Close a seller's page."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.models import SellerProfile
from sellers.operations.approve_listing import require_reason
from sellers.operations.describe_company import note_listings_of


@entry
def suspend_seller(*, actor: Actor, profile: SellerProfile, reason: str, now: datetime) -> SellerProfile:
    """
    Close a seller's page and take all its listings off sale; open orders go on and its data stays in reach.

    :raises NotAllowed: if the actor is not platform staff.
    :raises InvalidInput: if there is no reason.
    """
    actor.must("listings.moderate")
    reason = require_reason(reason)
    profile = SellerProfile.objects.select_for_update().get(pk=profile.pk)
    if profile.status == SellerProfile.Status.SUSPENDED:
        return profile
    profile.status, profile.status_reason = SellerProfile.Status.SUSPENDED, reason
    profile.save(update_fields=["status", "status_reason", "updated_at"])
    note_listings_of(profile.organisation_id)
    events.record("sellers.profile.suspended", subject=profile, actor=actor, at=now, payload={"reason": reason})
    return profile
