"""What is said about one requirement of one organisation: by its seller, and by the platform's staff."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation, Requirement, RequirementRecord
from accounts.requirements.standing import State, standings_of
from accounts.requirements.words import title_of
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal

from .notify_organisation import notify_organisation

What = RequirementRecord.What
LONGEST_REASON = 2000


class NotWaiting(Refusal):
    """There is nothing to accept: the seller has not sent it, or it does not need anybody."""

    code = "requirement_not_waiting"
    title = _("Nothing waits here")
    message = _("Nothing was sent for review here, or it was decided meanwhile.")


@entry
def attest_requirement(*, actor: Actor, code: str, now: datetime) -> RequirementRecord:
    """
    Make the statement that an attested requirement asks for. Saying it again changes nothing.

    :raises NotAllowed: if the actor may not manage the organisation.
    :raises NotFound: if nothing of that code is asked for.
    """
    actor.must("organisation.manage")
    organisation = _lock(actor.must_act_for_an_organisation().pk)
    requirement = _requirement(code, Requirement.Kind.ATTESTED)
    last = _last(organisation, requirement)
    if last is not None and last.what == What.ATTESTED:
        return last
    return record_requirement(
        actor=actor, organisation=organisation, requirement=requirement, what=What.ATTESTED, now=now
    )


@entry
def send_for_review(*, actor: Actor, now: datetime) -> list[RequirementRecord]:
    """
    Answer what staff asked for: everything that was returned, and what staff have to see, waits for them from now on.

    What waits already is left as it is, so sending twice sends once.

    :raises NotAllowed: if the actor may not manage the organisation.
    """
    actor.must("organisation.manage")
    return send_what_is_open(actor=actor, organisation=_lock(actor.must_act_for_an_organisation().pk), now=now)


@part
def send_what_is_open(*, actor: Actor, organisation: Organisation, now: datetime) -> list[RequirementRecord]:
    """Send for review inside the caller's transaction; the caller has locked the organisation."""
    sent = []
    for standing in standings_of(organisation, now=now):
        verified = standing.requirement.kind == Requirement.Kind.VERIFIED and standing.state == State.OPEN
        if standing.state == State.RETURNED or verified:
            sent.append(
                record_requirement(
                    actor=actor, organisation=organisation, requirement=standing.requirement, what=What.SENT, now=now
                )
            )
    return sent


@entry
def accept_requirement(
    *, actor: Actor, organisation_id: int, code: str, reason: str = "", until: datetime | None = None, now: datetime
) -> RequirementRecord:
    """
    Accept what a seller sent for review, until a day if it has one.

    :raises NotAllowed: unless the platform does it.
    :raises NotFound: if there is no such requirement.
    :raises NotWaiting: if nothing was sent, or it was decided meanwhile.
    :raises InvalidInput: if the day has passed.
    """
    actor.must("accounts.operate")
    organisation, requirement = _lock(organisation_id), _requirement(code)
    last = _last(organisation, requirement)
    if last is None or last.what not in (What.SENT, What.RETURNED):
        raise NotWaiting
    return record_requirement(
        actor=actor,
        organisation=organisation,
        requirement=requirement,
        what=What.ACCEPTED,
        reason=_reason(reason, is_needed=False),
        until=_until(until, now),
        now=now,
    )


@entry
def return_requirement(
    *, actor: Actor, organisation_id: int, code: str, reason: str, now: datetime
) -> RequirementRecord:
    """
    Ask the seller for more, naming the requirement: it is open until they answer. They are told the words of `reason`.

    :raises NotAllowed: unless the platform does it.
    :raises NotFound: if there is no such requirement.
    :raises InvalidInput: without a reason.
    """
    actor.must("accounts.operate")
    organisation, requirement = _lock(organisation_id), _requirement(code)
    record = record_requirement(
        actor=actor,
        organisation=organisation,
        requirement=requirement,
        what=What.RETURNED,
        reason=_reason(reason),
        now=now,
    )
    notify_organisation(
        organisation=organisation,
        kind="requirement_returned",
        title=_("We need more: %(title)s"),
        body=_("%(reason)s"),
        facts={"title": title_of(requirement.code, requirement.title), "reason": record.reason},
        url=reverse("accounts:onboarding"),
        permission="listings.edit",
        now=now,
    )
    return record


@entry
def override_requirement(
    *, actor: Actor, organisation_id: int, code: str, reason: str, until: datetime | None = None, now: datetime
) -> RequirementRecord:
    """
    Waive a requirement for one organisation, for good or until a day, with the reason on record.

    :raises NotAllowed: unless the platform does it.
    :raises NotFound: if there is no such requirement.
    :raises InvalidInput: without a reason, or if the day has passed.
    """
    actor.must("accounts.operate")
    organisation, requirement = _lock(organisation_id), _requirement(code)
    return record_requirement(
        actor=actor,
        organisation=organisation,
        requirement=requirement,
        what=What.OVERRIDDEN,
        reason=_reason(reason),
        until=_until(until, now),
        now=now,
    )


@entry
def end_override(
    *, actor: Actor, organisation_id: int, code: str, reason: str, now: datetime
) -> RequirementRecord | None:
    """
    End a waiver: the requirement stands again. Where none is in force, nothing happens and None is returned.

    :raises NotAllowed: unless the platform does it.
    :raises NotFound: if there is no such requirement.
    :raises InvalidInput: without a reason.
    """
    actor.must("accounts.operate")
    organisation, requirement = _lock(organisation_id), _requirement(code)
    waivers = RequirementRecord.objects.filter(
        organisation=organisation, requirement=requirement, what__in=[What.OVERRIDDEN, What.OVERRIDE_ENDED]
    )
    last = waivers.order_by("-pk").first()
    if last is None or last.what != What.OVERRIDDEN or (last.until is not None and last.until <= now):
        return None
    return record_requirement(
        actor=actor,
        organisation=organisation,
        requirement=requirement,
        what=What.OVERRIDE_ENDED,
        reason=_reason(reason),
        now=now,
    )


@part
def record_requirement(
    *,
    actor: Actor,
    organisation: Organisation,
    requirement: Requirement,
    what: str,
    reason: str = "",
    until: datetime | None = None,
    now: datetime,
) -> RequirementRecord:
    """Add a line to the audit trail of a requirement and tell the others."""
    record = RequirementRecord.objects.create(
        organisation=organisation,
        requirement=requirement,
        what=what,
        reason=reason,
        until=until,
        by_id=actor.user_id,
        at=now,
    )
    events.record(
        f"accounts.requirement.{what}",
        subject=record,
        actor=actor,
        at=now,
        payload={"code": requirement.code, "gate": requirement.gate},
    )
    return record


def _lock(organisation_id: int) -> Organisation:
    # Two decisions about one organisation wait for each other here, so that the last word is the newest row.
    organisation = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound
    return organisation


def _requirement(code: str, kind: str | None = None) -> Requirement:
    rows = Requirement.objects.filter(code=code, is_active=True)
    found = (rows.filter(kind=kind) if kind else rows).first()
    if found is None:
        raise NotFound
    return found


def _last(organisation: Organisation, requirement: Requirement) -> RequirementRecord | None:
    return (
        RequirementRecord.objects.filter(organisation=organisation, requirement=requirement)
        .exclude(what__in=[What.OVERRIDDEN, What.OVERRIDE_ENDED])
        .order_by("-pk")
        .first()
    )


def _reason(reason: str, *, is_needed: bool = True) -> str:
    reason = reason.strip()
    if is_needed and not reason:
        raise InvalidInput(fields={"reason": [_("Give a reason; it is kept, and the seller reads it.")]})
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(fields={"reason": [_("Use at most 2,000 characters.")]})
    return reason


def _until(until: datetime | None, now: datetime) -> datetime | None:
    if until is not None and until <= now:
        raise InvalidInput(fields={"until": [_("This day has passed; choose a later one, or none.")]})
    return until


__all__ = [
    "NotWaiting",
    "accept_requirement",
    "attest_requirement",
    "end_override",
    "override_requirement",
    "record_requirement",
    "return_requirement",
    "send_for_review",
    "send_what_is_open",
]
