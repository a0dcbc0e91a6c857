"""Tell sellers which claims are about to end."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.operations import notify_organisation
from marketplace.kernel.operations import entry
from sellers.claims import reminder_due
from sellers.models import EvidenceReminder, TradeEvidence


@entry
def remind_of_evidence(*, evidence_id: int, now: datetime) -> int | None:
    """
    Tell the seller once 60, 30 and 7 days before the last day of a claim, and on the day; return which, None if none.

    A claim that an accepted one renews ends in silence.
    """
    paper = (
        TradeEvidence.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=evidence_id, state=TradeEvidence.State.APPROVED)
        .exclude(expires_on=None)
        .first()
    )
    if paper is None or paper.expires_on is None:
        return None
    if paper.successors.filter(state=TradeEvidence.State.APPROVED).exists():
        return None
    told = paper.reminders.order_by("days").values_list("days", flat=True).first()
    due = reminder_due(expires_on=paper.expires_on, on=now.date(), told=told)
    if due is None:
        return None
    EvidenceReminder.objects.create(evidence=paper, days=due, sent_at=now)
    left = (paper.expires_on - now.date()).days
    if left > 0:
        title = _("Ends in %(left)s days: %(document)s")
        body = _(
            "“%(document)s” (%(number)s) is valid until %(day)s. After that day it is no longer shown, and countries "
            "that ask for it close. Send the new one in good time; both may stand side by side."
        )
    elif left == 0:
        title = _("Ends today: %(document)s")
        body = _("“%(document)s” (%(number)s) is valid until today. From tomorrow it is no longer shown.")
    else:
        title = _("Has ended: %(document)s")
        body = _("“%(document)s” (%(number)s) was valid until %(day)s and is no longer shown. Send the new one.")
    notify_organisation(
        organisation=paper.organisation,
        kind="evidence_ends",
        title=title,
        body=body,
        url=reverse("sellers:claim", args=[paper.public_id]),
        now=now,
        permission="listings.edit",
        facts={
            "document": paper.label,
            "number": paper.number or "–",
            "left": left,
            "day": paper.expires_on.isoformat(),
        },
    )
    return due
