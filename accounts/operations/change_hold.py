"""Move the end of a hold, lift it, or let it end."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Hold
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput

from ._holds import (
    HoldOver,
    Kind,
    State,
    close_hold,
    lock_hold,
    must_be_an_end,
    must_decide,
    note_change,
    read_words,
    tell,
)


@entry
def extend_hold(*, actor: Actor, hold: Hold, ends_at: datetime | None, reason: str, now: datetime) -> Hold:
    """
    Let a hold last longer, for a reason that the organisation is told.

    :raises NotAllowed: unless a person of the platform's staff does it.
    :raises HoldOver: if it is not in force.
    :raises InvalidInput: without a reason, or if the new end is not later, or too far away.
    """
    must_decide(actor)
    words = read_words({"reason": (reason, 4000)})
    end = must_be_an_end(ends_at, now=now)
    hold = _in_force(hold)
    if hold.ends_at is None or end <= hold.ends_at:
        raise InvalidInput(fields={"ends_at": [_("It lasts as long already. Enter a later day.")]})
    move_end(hold=hold, ends_at=end, kind=Kind.EXTENDED, actor=actor, now=now, reason=words["reason"])
    tell(
        hold=hold,
        kind="hold_extended",
        title=_("Hold extended: %(what)s"),
        body=_("The hold on %(what)s now ends %(until)s. The reason: %(why)s"),
        now=now,
        why=words["reason"],
    )
    return hold


@entry
def lift_hold(*, actor: Actor, hold: Hold, reason: str, now: datetime) -> Hold:
    """
    Let a hold go before its time, for a reason that the organisation is told.

    :raises NotAllowed: unless a person of the platform's staff does it.
    :raises HoldOver: if it is not in force.
    :raises InvalidInput: without a reason.
    """
    must_decide(actor)
    words = read_words({"reason": (reason, 4000)})
    hold = _in_force(hold)
    close_hold(hold=hold, state=State.LIFTED, kind=Kind.LIFTED, actor=actor, now=now, reason=words["reason"])
    tell(
        hold=hold,
        kind="hold_lifted",
        title=_("No longer on hold: %(what)s"),
        body=_("The hold on %(what)s was lifted. The reason: %(why)s"),
        now=now,
        why=words["reason"],
    )
    return hold


@entry
def end_hold(*, hold: Hold, now: datetime) -> bool:
    """Let a hold end if its time has come; return whether it did. Asked again, or too early, nothing happens."""
    hold = lock_hold(hold)
    if not hold.is_in_force or hold.ends_at is None or hold.ends_at > now:
        return False
    actor = Actor.system("holds")
    close_hold(hold=hold, state=State.ENDED, kind=Kind.ENDED, actor=actor, now=now)
    tell(
        hold=hold,
        kind="hold_ended",
        title=_("No longer on hold: %(what)s"),
        body=_("The hold on %(what)s has ended by itself."),
        now=now,
    )
    return True


@part
def move_end(*, hold: Hold, ends_at: datetime, kind: str, actor: Actor, now: datetime, reason: str) -> None:
    """Write down a new end; the hold must be locked."""
    old = hold.ends_at
    hold.ends_at = ends_at
    hold.save(update_fields=["ends_at"])
    note_change(hold=hold, kind=kind, actor=actor, now=now, reason=reason, old_end=old)


def _in_force(hold: Hold) -> Hold:
    hold = lock_hold(hold)
    if not hold.is_in_force:
        raise HoldOver(state=hold.get_state_display())
    return hold
