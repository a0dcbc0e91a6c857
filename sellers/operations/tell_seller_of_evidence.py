"""Tell a seller what was decided about a document."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.operations import notify_organisation
from marketplace.kernel.operations import entry
from sellers.models import TradeEvidence


@entry
def tell_seller_of_evidence(*, evidence_id: int, now: datetime) -> None:
    """Put the decision and its reason before everybody in the seller's organisation who may edit listings."""
    paper = TradeEvidence.objects.select_related("listing", "organisation").get(pk=evidence_id)
    accepted = paper.state == TradeEvidence.State.APPROVED
    notify_organisation(
        organisation=paper.organisation,
        kind="evidence_accepted" if accepted else "evidence_refused",
        title=_("Document accepted: %(document)s") if accepted else _("Document not accepted: %(document)s"),
        body=_("Your document “%(document)s” (%(number)s) now counts where it is asked for.")
        if accepted
        else _("Your document “%(document)s” (%(number)s) was not accepted. What to change: %(reason)s"),
        url=reverse("sellers:where", args=[paper.listing.public_id]) if paper.listing else reverse("sellers:listings"),
        now=now,
        permission="listings.edit",
        facts={"document": paper.label, "number": paper.number, "reason": paper.reason},
    )
