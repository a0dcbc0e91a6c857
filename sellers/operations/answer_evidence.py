"""Send what our reviewers asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.private_files import delete_private, keep_private
from marketplace.kernel.refusals import InvalidInput
from marketplace.kernel.scans import read_scan
from sellers.models import EvidenceDecision, TradeEvidence
from sellers.operations._evidence import PAPER, EvidenceDecided, lock_evidence, note_decision, read_paper


def answer_evidence(
    *, actor: Actor, evidence: TradeEvidence, content: Mapping[str, Any], upload: IO[bytes] | None, now: datetime
) -> TradeEvidence:
    """
    Correct what stands on a paper that is being checked (`number`, `issuer`, `issued_on`, `expires_on`; what is left
    out stays), or send a better scan; it waits for our reviewers again.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises BadPicture: if the scan will not do.
    :raises EvidenceDecided: if it is not being checked any more.
    :raises InvalidInput: with a reason at each field that is wrong.
    """
    actor.must("listings.edit")
    name = ""
    if upload is not None:
        scan = read_scan(upload)
        name = keep_private(scan.content, folder="evidence", extension=scan.extension)
    try:
        return _answer(actor=actor, evidence=evidence, content=content, name=name, now=now)
    except BaseException:
        delete_private(name)
        raise


@entry
def _answer(
    *, actor: Actor, evidence: TradeEvidence, content: Mapping[str, Any], name: str, now: datetime
) -> TradeEvidence:
    paper = lock_evidence(actor=actor, evidence=evidence)
    if not paper.may_be_answered:
        raise EvidenceDecided(state=paper.get_state_display())
    wrong: dict[str, list[Any]] = {field: [_("There is no such field.")] for field in content if field not in PAPER}
    values, wrong_paper = read_paper(
        {field: content.get(field, getattr(paper, field)) for field in PAPER}, document=paper.document, on=now.date()
    )
    if wrong := wrong | wrong_paper:
        raise InvalidInput(fields=wrong)
    for field, value in values.items():
        setattr(paper, field, value)
    if name:
        transaction.on_commit(lambda old=paper.file: delete_private(old), robust=True)  # type: ignore[misc]
        paper.file = name
    paper.state, paper.submitted_at = TradeEvidence.State.WAITING, now
    paper.save()
    note_decision(evidence=paper, decision=EvidenceDecision.Decision.ANSWERED, actor=actor, now=now)
    events.record("sellers.evidence.submitted", subject=paper, actor=actor, at=now)
    return paper
