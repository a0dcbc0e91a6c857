"""Keep what was decided about a seller."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel.operations import part
from sellers.models import SellerProfile, SellerReview


@part
def keep_review(*, actor: Actor, profile: SellerProfile, decision: str, reason: str, now: datetime) -> SellerReview:
    """Add a decision about a seller to those on record."""
    return SellerReview.objects.create(
        profile=profile,
        organisation_id=profile.organisation_id,
        decision=decision,
        reason=reason,
        decided_by_id=actor.user_id,
        decided_at=now,
    )
