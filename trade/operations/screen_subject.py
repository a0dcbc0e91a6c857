"""Hold somebody's names against the lists."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation
from accounts.operations import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import part
from trade.models import Screening, ScreeningHit
from trade.operations._ownership import apply_ownership
from trade.queries.screening import (
    Found,
    ScreenedName,
    Subject,
    current_edition,
    facts_from,
    find_denied,
    loaded_lists,
    name_key,
)

SYSTEM = Actor.system("screening")
SATURDAY = 5


@part
def screen_subject(*, subject: Subject, now: datetime) -> Screening:
    """
    Hold the subject's names against the lists in force, and open a hit for each listed party that one is like.

    The same names against the same lists are screened once. A hit that was cleared stays cleared as long as neither
    the name nor the listed entry has changed. The organisation is told when a hit holds it.
    """
    edition = current_edition(lock=True)
    done = Screening.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, fingerprint=subject.fingerprint, edition=edition
    ).first()
    if done is not None:
        return done
    lists = loaded_lists(edition)
    found = [(name, each) for name in subject.names for each in find_denied(lists, name, facts=facts_from(name))]
    screening, is_new = Screening.objects.get_or_create(
        subject_kind=subject.kind,
        subject_id=subject.id,
        fingerprint=subject.fingerprint,
        edition=edition,
        defaults={
            "organisation_id": subject.organisation_id,
            "names": [_stored(name) for name in subject.names],
            "lists": lists.versions,
            "result": Screening.Result.HIT if found else Screening.Result.CLEAR,
            "at": now,
        },
    )
    if not is_new:
        return screening
    opened = [hit for name, each in found if (hit := _open(screening, subject, name, each, now)) is not None]
    if subject.kind == Screening.Subject.ORGANISATION:
        apply_ownership(organisation_id=subject.organisation_id, actor=SYSTEM, now=now)
    if opened:
        _tell(subject, now)
    return screening


def _stored(name: ScreenedName) -> dict[str, str]:
    return {"role": name.role, "text": name.text, "kind": name.kind, "country": name.country, "born": name.born,
            "owner": name.owner}  # fmt: skip


def _open(
    screening: Screening, subject: Subject, name: ScreenedName, found: Found, now: datetime
) -> ScreeningHit | None:
    """Open a hit, or leave the one that is there as it was decided. Returns it only if it is new."""
    hit, is_new = ScreeningHit.objects.get_or_create(
        subject_kind=subject.kind,
        subject_id=subject.id,
        name_key=name_key(name),
        list_code=found.party.list.code,
        reference=found.party.reference,
        entry_fingerprint=found.party.fingerprint,
        defaults={
            "organisation_id": subject.organisation_id,
            "screening": screening,
            "party": found.party,
            "name": name.text[:400],
            "role": name.role,
            "owner_id": name.owner,
            "listed_name": found.listed_name,
            "score": found.score,
            "explanation": found.explanation(),
            "found_at": now,
            "due_at": one_working_day_after(now),
        },
    )
    if not is_new:
        return None
    events.record(
        "trade.screening.hit",
        subject=hit,
        actor=SYSTEM,
        at=now,
        payload={"hit": hit.public_id, "list": hit.list_code, "reference": hit.reference, "score": str(hit.score)},
    )
    return hit


def _tell(subject: Subject, now: datetime) -> None:
    notify_organisation(
        organisation=Organisation.objects.get(pk=subject.organisation_id),
        kind="name_being_checked",
        title=_("We are checking a name"),
        body=_(
            "A name is like one on an official list, so a person looks at it before trade goes on. This usually takes "
            "one working day. You can help by adding a date of birth or writing to us on the page."
        ),
        url="/organisation/checks/",
        now=now,
    )


def one_working_day_after(moment: datetime) -> datetime:
    """The same time on the next day from Monday to Friday."""
    due = moment + timedelta(days=1)
    while due.weekday() >= SATURDAY:
        due += timedelta(days=1)
    return due
