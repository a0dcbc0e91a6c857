"""Accept a paper, or say why not."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from sellers.models import Listing, ListingChange, TradeEvidence


class EvidenceDecided(Refusal):
    """Somebody decided about it, or its seller took it back. Facts: `state`."""

    code = "evidence_decided"
    status = 409
    title = _("Already decided")
    message = _("This document is no longer waiting: %(state)s.")


@entry
def decide_evidence(
    *, actor: Actor, evidence: TradeEvidence, is_accepted: bool, reason: str, now: datetime
) -> TradeEvidence:
    """
    Accept a paper or refuse it with a reason that the seller reads. A paper accepted before may be refused later.

    What it opens or closes is told to search.

    :raises NotAllowed: if the actor is not a moderator.
    :raises EvidenceDecided: if it is not waiting (or, to be refused, accepted).
    :raises InvalidInput: if it is refused without a reason.
    """
    actor.must("listings.moderate")
    paper = TradeEvidence.objects.select_for_update().get(pk=evidence.pk)
    undecided = {TradeEvidence.State.WAITING} | (set() if is_accepted else {TradeEvidence.State.APPROVED})
    if paper.state not in undecided:
        raise EvidenceDecided(state=paper.get_state_display())
    reason = reason.strip()[:500]
    if not is_accepted and not reason:
        raise InvalidInput(fields={"reason": [_("Give a reason; it is kept, and the seller reads it.")]})
    paper.state = TradeEvidence.State.APPROVED if is_accepted else TradeEvidence.State.REFUSED
    paper.reason, paper.decided_at, paper.decided_by_id = reason, now, actor.user_id
    paper.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    tell_search_of_evidence(evidence=paper)
    events.record("sellers.evidence.decided", subject=paper, actor=actor, at=now, payload={"is_accepted": is_accepted})
    return paper


@entry
def withdraw_evidence(*, actor: Actor, evidence: TradeEvidence, now: datetime) -> TradeEvidence:
    """
    Take a paper back; it counts no more. Taking back what is gone is no news.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    actor.must("listings.edit")
    paper = (
        TradeEvidence.objects.select_for_update().filter(pk=evidence.pk, organisation_id=actor.organisation_id).first()
    )
    if paper is None:
        raise NotFound
    if paper.state != TradeEvidence.State.WITHDRAWN:
        paper.state = TradeEvidence.State.WITHDRAWN
        paper.save(update_fields=["state"])
        tell_search_of_evidence(evidence=paper)
        events.record("sellers.evidence.withdrawn", subject=paper, actor=actor, at=now)
    return paper


@part
def tell_search_of_evidence(*, evidence: TradeEvidence) -> None:
    """Append to the change feed the listings on sale that a paper can stand for."""
    listings = Listing.objects.filter(organisation_id=evidence.organisation_id, status=Listing.Status.LIVE)
    if evidence.listing_id is not None:
        listings = listings.filter(pk=evidence.listing_id)
    ListingChange.objects.bulk_create(
        [ListingChange(listing_id=pk) for pk in listings.values_list("pk", flat=True)], batch_size=1000
    )
