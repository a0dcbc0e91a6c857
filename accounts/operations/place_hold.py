"""Stop an organisation, or one thing of it, from something, for a reason and a time."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.holds import APPEAL_WINDOW, subject_kind
from accounts.models import Hold, Organisation
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal

from ._holds import (
    HoldOver,
    Kind,
    State,
    Stops,
    close_hold,
    lock_hold,
    must_be_an_end,
    must_decide,
    note_change,
    read_words,
    start_hold,
)


class AlreadyHeld(Refusal):
    """The same is on hold already."""

    code = "already_held"
    title = _("Already on hold")
    message = _("The same is on hold already. Change the end of that hold instead.")


class NeedsAnother(Refusal):
    """Somebody else must do this."""

    code = "needs_another_person"
    status = 403
    title = _("Another person must decide")
    message = _("Whoever took a part in this decision may not take this one. Ask a colleague.")


@entry
def place_hold(
    *,
    actor: Actor,
    organisation_id: int,
    stops: str,
    code: str,
    reason: str,
    ground: str,
    ends_at: datetime | None,
    now: datetime,
    subject: str = "",
    source: str = Hold.Source.OWN,
    is_permanent: bool = False,
) -> Hold:
    """
    Stop `stops` (selling, payouts, everything, or the one listing whose public id is `subject`) until `ends_at`.

    It takes effect at once, and everybody in the organisation is sent the statement of reasons in the same moment:
    what, why in plain words, the rule it rests on, how we know, until when, and how to appeal. A permanent suspension
    (everything, without an end) is only proposed: it takes effect when a second person confirms it.

    :raises NotAllowed: unless a person of the platform's staff does it.
    :raises InvalidInput: with a reason at each field that is missing or wrong.
    :raises NotFound: if there is no such organisation.
    :raises AlreadyHeld: if the same is on hold already.
    """
    by = must_decide(actor)
    wrong: dict[str, list[Any]] = {}
    for name, value, known in (("stops", stops, Stops), ("code", code, Hold.Code), ("source", source, Hold.Source)):
        if value not in known.values:
            wrong[name] = [_("Choose one of the list.")]
    if is_permanent and stops != Stops.EVERYTHING:
        wrong["ends_at"] = [_("Only a suspension of everything can be without an end.")]
    if wrong:
        raise InvalidInput(fields=wrong)
    words = read_words({"reason": (reason, 4000), "ground": (ground, 500)})
    end = None if is_permanent else must_be_an_end(ends_at, now=now)
    organisation = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound
    subject = subject.strip() if stops == Stops.LISTING else ""
    label = _label_of(subject, organisation) if stops == Stops.LISTING else ""
    same = Hold.objects.filter(organisation=organisation, stops=stops, subject=subject)
    if same.filter(state=State.PROPOSED if is_permanent else State.IN_FORCE).exists():
        raise AlreadyHeld
    hold = Hold.objects.create(
        organisation=organisation,
        stops=stops,
        subject=subject,
        subject_label=label,
        code=code,
        source=source,
        state=State.PROPOSED if is_permanent else State.IN_FORCE,
        starts_at=None if is_permanent else now,
        ends_at=end,
        appeal_until=None if is_permanent else now + APPEAL_WINDOW,
        placed_at=now,
        placed_by_id=by,
        **words,
    )
    note_change(hold=hold, kind=Kind.PLACED, actor=actor, now=now, reason=words["reason"])
    if not is_permanent:
        start_hold(hold=hold, now=now)
    return hold


@entry
def confirm_hold(*, actor: Actor, hold: Hold, is_confirmed: bool, reason: str, now: datetime) -> Hold:
    """
    Confirm a permanent suspension that somebody else proposed, or drop it. Confirmed, it takes effect and replaces a
    hold on everything that would end.

    :raises NotAllowed: unless a person of the platform's staff does it.
    :raises NeedsAnother: if it is the person who proposed it.
    :raises HoldOver: if it does not wait.
    :raises InvalidInput: without a reason.
    """
    by = must_decide(actor)
    words = read_words({"reason": (reason, 4000)})
    hold = lock_hold(hold)
    if hold.state != State.PROPOSED:
        raise HoldOver(state=hold.get_state_display())
    if hold.placed_by_id == by:
        raise NeedsAnother
    if not is_confirmed:
        hold.state, hold.over_at = State.DROPPED, now
        hold.save(update_fields=["state", "over_at"])
        note_change(hold=hold, kind=Kind.DROPPED, actor=actor, now=now, reason=words["reason"])
        return hold
    replaced = Hold.objects.in_force().filter(organisation_id=hold.organisation_id, stops=Stops.EVERYTHING)
    for shorter in replaced.select_for_update():
        close_hold(
            hold=shorter,
            state=State.ENDED,
            kind=Kind.LIFTED,
            actor=actor,
            now=now,
            reason="Replaced by a permanent suspension.",
        )
    hold.state, hold.starts_at, hold.confirmed_by_id = State.IN_FORCE, now, by
    hold.appeal_until = now + APPEAL_WINDOW
    hold.save(update_fields=["state", "starts_at", "confirmed_by", "appeal_until"])
    note_change(hold=hold, kind=Kind.CONFIRMED, actor=actor, now=now, reason=words["reason"])
    start_hold(hold=hold, now=now)
    return hold


def _label_of(subject: str, organisation: Organisation) -> str:
    kind = subject_kind(subject)
    found = kind.find(subject) if kind is not None else None
    if found is None or found.organisation_id != organisation.pk:
        raise InvalidInput(fields={"subject": [_("This organisation has no such listing.")]})
    return found.label[:200]
