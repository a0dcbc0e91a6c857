"""Say no to a seller that waits for approval."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.operations import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal
from sellers.models import SellerProfile, SellerReview
from sellers.operations.approve_listing import require_reason
from sellers.operations.keep_review import keep_review


class SellerNotWaiting(Refusal):
    """There is nothing to say no to: it sells already, is suspended, or has not applied. Facts: `status`."""

    code = "seller_not_waiting"
    title = _("This seller does not wait for approval")
    message = _("Its page is “%(status)s” now. To close a page that is open, suspend it.")


@entry
def reject_seller(*, actor: Actor, profile: SellerProfile, reason: str, now: datetime) -> SellerReview:
    """
    Say no to a seller that waits for approval, with the reason: its page is a draft again, and it may apply anew.

    :raises NotAllowed: if the actor is not platform staff.
    :raises InvalidInput: if there is no reason.
    :raises SellerNotWaiting: if its page is not waiting.
    """
    actor.must("listings.moderate")
    reason = require_reason(reason)
    profile = SellerProfile.objects.select_for_update().select_related("organisation").get(pk=profile.pk)
    if profile.status != SellerProfile.Status.SUBMITTED:
        raise SellerNotWaiting(status=profile.get_status_display())
    profile.status, profile.status_reason = SellerProfile.Status.DRAFT, reason
    profile.save(update_fields=["status", "status_reason", "updated_at"])
    review = keep_review(actor=actor, profile=profile, decision=SellerReview.Decision.REJECTED, reason=reason, now=now)
    notify_organisation(
        organisation=profile.organisation,
        kind="seller_rejected",
        title=_("We could not approve your page yet"),
        body=_("Reason: %(reason)s"),
        facts={"reason": reason},
        url=reverse("accounts:onboarding"),
        permission="listings.edit",
        now=now,
    )
    events.record("sellers.profile.rejected", subject=profile, actor=actor, at=now, payload={"reason": reason})
    return review
