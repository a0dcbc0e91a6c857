"""Tell a seller what was decided about a listing."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.operations import notify_organisation
from marketplace.kernel.operations import entry
from sellers.models import ModerationDecision


@entry
def tell_seller_of_decision(*, decision_id: int, now: datetime) -> None:
    """Put the decision and its reason before everybody in the seller's organisation who may edit listings."""
    decision = ModerationDecision.objects.select_related("listing__organisation").get(pk=decision_id)
    listing = decision.listing
    facts = {"title": listing.title, "reason": decision.reason}
    if decision.decision == ModerationDecision.Decision.APPROVED:
        kind = "listing_approved"
        title = _("On sale: %(title)s") if decision.revision_id is None else _("Changes are live: %(title)s")
        body = _("Your listing “%(title)s” was approved. Note from the reviewer: %(reason)s")
        url = listing.get_absolute_url()
    else:
        kind = "listing_rejected"
        title = _("Needs changes: %(title)s")
        body = _("Your listing “%(title)s” was not approved yet. What to change: %(reason)s")
        url = reverse("sellers:edit_listing", args=[listing.public_id])
    notify_organisation(
        organisation=listing.organisation,
        kind=kind,
        title=title,
        body=body,
        url=url,
        now=now,
        permission="listings.edit",
        facts=facts,
    )
