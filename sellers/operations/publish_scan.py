"""Let buyers see the scan of a claim, or no longer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal
from sellers.models import TradeEvidence
from sellers.operations._evidence import lock_evidence


class NothingToPublish(Refusal):
    """There is no scan, or nobody has looked at it."""

    code = "nothing_to_publish"
    status = 409
    title = _("Not possible now")
    message = _("Only the scan of a claim that we have checked can be shown to buyers.")


@entry
def publish_scan(*, actor: Actor, evidence: TradeEvidence, is_published: bool, now: datetime) -> TradeEvidence:
    """
    Show the scan of an accepted claim to everybody who sees the claim, or keep it private again.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises NothingToPublish: if it has no scan, or is not accepted.
    """
    paper = lock_evidence(actor=actor, evidence=evidence)
    if is_published and (not paper.file or paper.state != TradeEvidence.State.APPROVED):
        raise NothingToPublish
    if paper.is_published != is_published:
        paper.is_published = is_published
        paper.save(update_fields=["is_published"])
        events.record(
            "sellers.evidence.published", subject=paper, actor=actor, at=now, payload={"is_published": is_published}
        )
    return paper
