"""Decide whether a name that is like a listed one is that party."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation
from accounts.operations import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from trade.models import Screening, ScreeningHit
from trade.operations._ownership import apply_ownership

State = ScreeningHit.State
SHORTEST_REASON = 10


class SecondPersonNeeded(Refusal):
    """Who proposed a confirmation cannot confirm it."""

    code = "second_person_needed"
    title = _("A second person has to confirm")
    message = _("You proposed this confirmation. Another member of staff has to look at it and confirm it.")


class HitDecided(Refusal):
    """The hit was decided otherwise meanwhile."""

    code = "hit_decided"
    title = _("This was decided already")
    message = _("Somebody else has decided this hit meanwhile. Look at it again.")


@entry
def clear_hit(*, actor: Actor, hit: ScreeningHit, reason: str, now: datetime) -> ScreeningHit:
    """
    Say that the subject is not the listed party. It is told, and trade goes on unless something else is open.

    A confirmed hit may be cleared too, on appeal or after delisting; a suspension is lifted separately. Clearing
    twice is clearing once.

    :raises NotAllowed: unless the platform's staff does it.
    :raises InvalidInput: without a reason.
    """
    hit, reason = _locked(actor, hit, reason)
    if hit.state == State.CLEARED:
        return hit
    hit.state, hit.blocks, hit.reason = State.CLEARED, False, reason
    hit.decided_by, hit.decided_at = actor.user, now
    hit.save(update_fields=["state", "blocks", "reason", "decided_by", "decided_at"])
    _record("trade.screening.cleared", hit, actor, now)
    if not ScreeningHit.objects.filter(organisation_id=hit.organisation_id, blocks=True).exists():
        _tell(
            hit, "name_cleared", _("The check is done"), _("The name was cleared. You can go on where you were."), now
        )
    return hit


@entry
def confirm_hit(*, actor: Actor, hit: ScreeningHit, reason: str, now: datetime) -> ScreeningHit:
    """
    Say that the subject is the listed party. The first person proposes it, a second one confirms.

    A confirmed organisation is suspended: open orders stay within reach, money is not released. Owners deny their
    firm when the shares of confirmed ones add up to half.

    :raises NotAllowed: unless the platform's staff does it.
    :raises InvalidInput: without a reason.
    :raises SecondPersonNeeded: if the actor proposed it.
    :raises HitDecided: if it was cleared meanwhile.
    """
    hit, reason = _locked(actor, hit, reason)
    if hit.state == State.CONFIRMED:
        return hit
    if hit.state == State.CLEARED:
        raise HitDecided
    if hit.state == State.OPEN:
        hit.state, hit.proposed_by, hit.proposed_at, hit.reason = State.PROPOSED, actor.user, now, reason
        hit.save(update_fields=["state", "proposed_by", "proposed_at", "reason"])
        _record("trade.screening.proposed", hit, actor, now)
        return hit
    if hit.proposed_by_id == actor.user_id:
        raise SecondPersonNeeded
    hit.state, hit.decided_by, hit.decided_at = State.CONFIRMED, actor.user, now
    hit.reason = f"{hit.reason}\n{reason}"
    hit.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _record("trade.screening.confirmed", hit, actor, now)
    if hit.subject_kind == Screening.Subject.ORGANISATION:
        apply_ownership(organisation_id=hit.organisation_id, actor=actor, now=now)
    _tell(
        hit,
        "name_confirmed",
        _("A name is on an official list"),
        _("We may not trade with a name that was checked. The page says what this means and how to object."),
        now,
    )
    return hit


@entry
def appeal_hit(*, actor: Actor, public_id: str, text: str, now: datetime) -> ScreeningHit:
    """
    Say something about a hit: who one is, what a document shows, why it is somebody else. Staff reads it.

    :raises NotAllowed: if the actor may not look at the organisation.
    :raises NotFound: if the hit is not about the actor's organisation.
    :raises InvalidInput: without a text.
    """
    actor.must("organisation.view")
    hit = ScreeningHit.objects.select_for_update().filter(organisation=actor.organisation, public_id=public_id).first()
    if hit is None or actor.organisation is None:
        raise NotFound
    text = text.strip()
    if not SHORTEST_REASON <= len(text) <= 4000:
        raise InvalidInput(fields={"text": [_("Write 10 to 4000 characters.")]})
    hit.appeal, hit.appealed_at = text, now
    hit.save(update_fields=["appeal", "appealed_at"])
    _record("trade.screening.appealed", hit, actor, now)
    return hit


def _locked(actor: Actor, hit: ScreeningHit, reason: str) -> tuple[ScreeningHit, str]:
    actor.must("screening.operate")
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON or actor.user is None:
        raise InvalidInput(fields={"reason": [_("Give the reason in a sentence; it is kept for audits.")]})
    return ScreeningHit.objects.select_for_update().get(pk=hit.pk), reason


def _record(name: str, hit: ScreeningHit, actor: Actor, now: datetime) -> None:
    payload = {"hit": hit.public_id, "list": hit.list_code, "reference": hit.reference, "reason": hit.reason}
    events.record(name, subject=hit, actor=actor, at=now, payload=payload)


def _tell(hit: ScreeningHit, kind: str, title: object, body: object, now: datetime) -> None:
    notify_organisation(
        organisation=Organisation.objects.get(pk=hit.organisation_id),
        kind=kind,
        title=title,  # type: ignore[arg-type]
        body=body,  # type: ignore[arg-type]
        url="/organisation/checks/",
        now=now,
    )
