"""Tell a seller what was decided about a claim."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.operations import notify_organisation
from marketplace.kernel.operations import entry
from sellers.models import TradeEvidence

_TOLD: dict[str, tuple[str, Any, Any]] = {
    TradeEvidence.State.APPROVED: (
        "evidence_accepted",
        _("Document accepted: %(document)s"),
        _("Your document “%(document)s” (%(number)s) now counts where it is asked for."),
    ),
    TradeEvidence.State.NEEDS_MORE: (
        "evidence_needs_more",
        _("We need more: %(document)s"),
        _("We could not finish checking “%(document)s” (%(number)s). What we need: %(reason)s"),
    ),
    TradeEvidence.State.REFUSED: (
        "evidence_refused",
        _("Document not accepted: %(document)s"),
        _("Your document “%(document)s” (%(number)s) was not accepted. What to change: %(reason)s"),
    ),
    TradeEvidence.State.REVOKED: (
        "evidence_revoked",
        _("No longer shown: %(document)s"),
        _("We no longer show “%(document)s” (%(number)s), and it no longer counts. The reason: %(reason)s"),
    ),
}


@entry
def tell_seller_of_evidence(*, evidence_id: int, now: datetime) -> None:
    """Put the decision and its reason before everybody in the seller's organisation who may edit listings."""
    paper = TradeEvidence.objects.select_related("organisation").get(pk=evidence_id)
    if paper.state not in _TOLD:
        return
    kind, title, body = _TOLD[paper.state]
    notify_organisation(
        organisation=paper.organisation,
        kind=kind,
        title=title,
        body=body,
        url=reverse("sellers:claim", args=[paper.public_id]),
        now=now,
        permission="listings.edit",
        facts={"document": paper.label, "number": paper.number or "–", "reason": paper.reason},
    )
