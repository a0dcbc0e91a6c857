"""Look at a claim: accept it, ask for more, say why not, or take it down again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotAllowed
from sellers.models import EvidenceDecision, TradeEvidence
from sellers.operations._evidence import EvidenceDecided, lock_evidence, note_decision, tell_search_of_evidence

State, Decision = TradeEvidence.State, EvidenceDecision.Decision
#: From which states each decision may be taken, and where it leads.
MOVES: dict[str, tuple[frozenset[str], str]] = {
    Decision.ACCEPTED: (frozenset({State.WAITING, State.NEEDS_MORE}), State.APPROVED),
    Decision.ASKED: (frozenset({State.WAITING}), State.NEEDS_MORE),
    Decision.REFUSED: (frozenset({State.WAITING, State.NEEDS_MORE}), State.REFUSED),
    Decision.REVOKED: (frozenset({State.APPROVED}), State.REVOKED),
}


@entry
def decide_evidence(
    *, actor: Actor, evidence: TradeEvidence, decision: str, reason: str, now: datetime, against: str = ""
) -> TradeEvidence:
    """
    Decide about a claim: `accepted` (held `against` the document, the issuer's register, the issuer, or a visit),
    `asked` for more, `refused`, or `revoked` after it was accepted.

    All but acceptance need a reason that the seller reads. What it opens or closes is told to search; the decision
    is kept with who took it.

    :raises NotAllowed: if the actor is not a moderator; a decision needs a person's name.
    :raises EvidenceDecided: if it stands where this cannot be decided.
    :raises InvalidInput: without a reason, without saying what it was held against, or if it has run out meanwhile.
    """
    actor.must("listings.moderate")
    if actor.user_id is None:
        raise NotAllowed
    paper = TradeEvidence.objects.select_for_update().get(pk=evidence.pk)
    if decision not in MOVES:
        raise InvalidInput(fields={"decision": [_("Choose what you decide.")]})
    sources, target = MOVES[decision]
    if paper.state not in sources:
        raise EvidenceDecided(state=paper.get_state_display())
    reason = reason.strip()[:500]
    if decision != Decision.ACCEPTED and not reason:
        raise InvalidInput(fields={"reason": [_("Give a reason; it is kept, and the seller reads it.")]})
    if decision == Decision.ACCEPTED:
        if paper.has_expired(now.date()):
            raise InvalidInput(fields={"decision": [_("It has run out while it waited. Ask for the new one.")]})
        if against not in TradeEvidence.Against.values:
            raise InvalidInput(fields={"against": [_("Say what you held it against; buyers read it.")]})
        paper.checked_against = against
    paper.state, paper.reason = target, reason
    paper.decided_at, paper.decided_by_id = now, actor.user_id
    paper.save(update_fields=["state", "reason", "checked_against", "decided_at", "decided_by"])
    note_decision(evidence=paper, decision=decision, actor=actor, now=now, reason=reason)
    tell_search_of_evidence(evidence=paper)
    events.record("sellers.evidence.decided", subject=paper, actor=actor, at=now, payload={"decision": decision})
    return paper


@entry
def withdraw_evidence(*, actor: Actor, evidence: TradeEvidence, now: datetime) -> TradeEvidence:
    """
    Take a paper back; it counts no more. Taking back what is gone is no news.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    paper = lock_evidence(actor=actor, evidence=evidence)
    if paper.state != State.WITHDRAWN:
        paper.state, paper.is_published = State.WITHDRAWN, False
        paper.save(update_fields=["state", "is_published"])
        note_decision(evidence=paper, decision=Decision.WITHDRAWN, actor=actor, now=now)
        tell_search_of_evidence(evidence=paper)
        events.record("sellers.evidence.withdrawn", subject=paper, actor=actor, at=now)
    return paper
