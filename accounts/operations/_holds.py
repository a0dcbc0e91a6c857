"""What the operations on holds share: who decides, how a hold takes effect and is over, and what is told."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.holds import LONGEST, subject_kind, tell_followers
from accounts.models import Hold, HoldChange, Organisation
from marketplace.kernel import events
from marketplace.kernel.operations import part
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound, Refusal, Text

from .notify_organisation import notify_organisation

Stops, State, Kind = Hold.Stops, Hold.State, HoldChange.Kind


class HoldOver(Refusal):
    """It is not in force any more, or not yet. Facts: `state`."""

    code = "hold_over"
    title = _("This hold is not in force")
    message = _("This cannot be done with it any more. Where it stands: %(state)s.")


def must_decide(actor: Actor) -> int:
    """
    Return the user id of the staff person who decides; a decision needs a person's name.

    :raises NotAllowed: if the actor is not a person of the platform's staff.
    """
    actor.must("accounts.operate")
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


def lock_hold(hold: Hold) -> Hold:
    """
    Return the row, locked after its organisation's: always in this order.

    :raises NotFound: if it is not there.
    """
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=hold.organisation_id).values_list("pk"))
    found = (
        Hold.objects.select_for_update(of=("self",)).select_related("organisation", "appeal").filter(pk=hold.pk).first()
    )
    if found is None:
        raise NotFound
    return found


def read_words(values: dict[str, tuple[str, int]]) -> dict[str, str]:
    """
    Return each text trimmed; `values` maps a field to its text and the most characters it may have.

    :raises InvalidInput: with a reason at each field that is empty or too long.
    """
    texts = {name: text.strip() for name, (text, _most) in values.items()}
    wrong: dict[str, list[Any]] = {}
    for name, (_text, most) in values.items():
        if not texts[name]:
            wrong[name] = [_("Write it down; the organisation will read it.")]
        elif len(texts[name]) > most:
            wrong[name] = [_("Use at most %(most)s characters.") % {"most": most}]
    if wrong:
        raise InvalidInput(fields=wrong)
    return texts


def must_be_an_end(ends_at: datetime | None, *, now: datetime) -> datetime:
    """
    Return the end of a hold.

    :raises InvalidInput: if there is none, it has passed, or it is further away than one decision may reach.
    """
    if ends_at is None:
        raise InvalidInput(fields={"ends_at": [_("Every hold ends: enter the day.")]})
    if ends_at <= now:
        raise InvalidInput(fields={"ends_at": [_("This moment has passed.")]})
    if ends_at > now + LONGEST:
        raise InvalidInput(
            fields={"ends_at": [_("At most %(most)s days from now; decide again then.") % {"most": LONGEST.days}]}
        )
    return ends_at


@part
def apply_holds(*, organisation_id: int, subject: str = "") -> None:
    """Write down what the holds in force stop, on the organisation and on the thing that one of them is about."""
    in_force = set(Hold.objects.in_force().filter(organisation_id=organisation_id).values_list("stops", flat=True))
    everything = Stops.EVERYTHING in in_force
    stopped = {
        "all_stopped": everything,
        "selling_stopped": everything or Stops.SELLING in in_force,
        "payouts_stopped": everything or Stops.PAYOUTS in in_force,
    }
    if Organisation.objects.filter(pk=organisation_id).exclude(**stopped).update(**stopped):
        tell_followers(organisation_id)
    if subject and (kind := subject_kind(subject)) is not None:
        kind.set_held(subject, Hold.objects.in_force().filter(subject=subject).exists())


@part
def note_change(
    *, hold: Hold, kind: str, actor: Actor, now: datetime, reason: str = "", old_end: datetime | None = None
) -> HoldChange:
    """Keep a decision about a hold, and record it for whoever follows."""
    change = HoldChange.objects.create(
        hold=hold, kind=kind, reason=reason, old_end=old_end, new_end=hold.ends_at, by_id=actor.user_id, at=now
    )
    events.record(
        f"accounts.hold.{kind}",
        subject=hold,
        actor=actor,
        at=now,
        payload={"stops": hold.stops, "subject": hold.subject, "code": hold.code},
    )
    return change


@part
def close_hold(*, hold: Hold, state: str, kind: str, actor: Actor, now: datetime, reason: str = "") -> None:
    """Let go what the hold stopped, unless another one stops it too."""
    hold.state, hold.over_at = state, now
    hold.save(update_fields=["state", "over_at"])
    apply_holds(organisation_id=hold.organisation_id, subject=hold.subject)
    note_change(hold=hold, kind=kind, actor=actor, now=now, reason=reason, old_end=hold.ends_at)
    events.record("accounts.hold.over", subject=hold, actor=actor, at=now, payload={"stops": hold.stops})


@part
def start_hold(*, hold: Hold, now: datetime) -> None:
    """Stop what the hold stops, and send its statement of reasons in the same moment."""
    apply_holds(organisation_id=hold.organisation_id, subject=hold.subject)
    tell(
        hold=hold,
        kind="hold_placed",
        title=_("On hold: %(what)s"),
        body=_(
            "What is on hold: %(what)s.\nSince when: %(since)s. It ends: %(until)s.\n"
            "Why: %(code)s. %(reason)s\nThe rule it rests on: %(ground)s\n"
            "How we know: %(source)s. A person decided it.\n"
            "Your data, open orders, messages and the export of your data stay within your reach, and what you owe to "
            "buyers can be done.\nIf you think it is wrong, say so until %(appeal)s on the page of this hold: another "
            "person decides, within seven days."
        ),
        now=now,
    )


def _named(title: str) -> str:
    return _("the listing “%(title)s”") % {"title": title}


# Each member reads it in a language of their own, so it is put together when it is read.
_the_listing = lazy(_named, str)


@part
def tell(*, hold: Hold, kind: str, title: Text, body: Text, now: datetime, **facts: Any) -> None:
    """Tell everybody in the organisation, with the hold's own facts."""
    what: Any = _the_listing(hold.subject_label) if hold.subject else Stops(hold.stops).label
    notify_organisation(
        organisation=hold.organisation,
        kind=kind,
        title=title,
        body=body,
        url=reverse("accounts:hold", args=[hold.public_id]),
        now=now,
        facts={
            "what": what,
            "code": Hold.Code(hold.code).label,
            "source": Hold.Source(hold.source).label,
            "reason": hold.reason,
            "ground": hold.ground,
            "since": (hold.starts_at or now).date().isoformat(),
            "until": hold.ends_at.strftime("%Y-%m-%d %H:%M UTC") if hold.ends_at else _("not by itself"),
            "appeal": hold.appeal_until.date().isoformat() if hold.appeal_until else "–",
            **facts,
        },
    )
