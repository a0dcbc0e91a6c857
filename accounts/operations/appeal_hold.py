"""Say something against a hold, and have another person decide about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.holds import APPEAL_ANSWERED, MOST_FILES
from accounts.models import AppealFile, Hold, HoldAppeal, HoldChange
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.private_files import delete_private, keep_private
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from marketplace.kernel.scans import read_scan

from ._holds import Kind, State, close_hold, lock_hold, must_be_an_end, must_decide, note_change, read_words, tell
from .change_hold import move_end
from .place_hold import NeedsAnother

Outcome = HoldAppeal.Outcome


class CannotAppeal(Refusal):
    """It was appealed already, or the time for it is over."""

    code = "cannot_appeal"
    title = _("This hold cannot be appealed any more")
    message = _("An appeal is sent once, within six months of the decision.")


class AppealDecided(Refusal):
    """There is no appeal that waits."""

    code = "appeal_decided"
    title = _("Nothing waits")
    message = _("There is no appeal against this hold that waits for a decision.")


def appeal_hold(*, actor: Actor, hold: Hold, text: str, uploads: Sequence[IO[bytes]], now: datetime) -> HoldAppeal:
    """
    Say once why a hold is wrong, with up to five documents; an answer is due within seven days.

    :raises NotAllowed: if the actor may not speak for the organisation.
    :raises NotFound: if it is another organisation's, or was never in force.
    :raises CannotAppeal: if it was appealed already, or the time for it is over.
    :raises BadPicture: if a document will not do.
    :raises InvalidInput: without a text, or with too many documents.
    """
    actor.must("holds.appeal")
    actor.must_act_for_an_organisation()
    words = read_words({"text": (text, 5000)})
    if len(uploads) > MOST_FILES:
        raise InvalidInput(fields={"documents": [_("Send at most %(most)s documents.") % {"most": MOST_FILES}]})
    names: list[str] = []
    try:
        for upload in uploads:
            scan = read_scan(upload)
            names.append(keep_private(scan.content, folder="appeals", extension=scan.extension))
        return _appeal(actor=actor, hold=hold, text=words["text"], names=names, now=now)
    except BaseException:
        for name in names:
            delete_private(name)
        raise


@entry
def _appeal(*, actor: Actor, hold: Hold, text: str, names: list[str], now: datetime) -> HoldAppeal:
    hold = lock_hold(hold)
    if hold.organisation_id != actor.organisation_id or hold.starts_at is None or actor.user_id is None:
        raise NotFound
    if not hold.may_be_appealed(now):
        raise CannotAppeal
    appeal = HoldAppeal.objects.create(
        hold=hold,
        organisation_id=hold.organisation_id,
        text=text,
        sent_at=now,
        sent_by_id=actor.user_id,
        due_at=now + APPEAL_ANSWERED,
    )
    AppealFile.objects.bulk_create(AppealFile(appeal=appeal, file=name) for name in names)
    events.record("accounts.hold.appealed", subject=hold, actor=actor, at=now)
    return appeal


@entry
def decide_appeal(
    *, actor: Actor, hold: Hold, outcome: str, reason: str, now: datetime, ends_at: datetime | None = None
) -> HoldAppeal:
    """
    Decide about an appeal: the hold is `upheld`, `shortened` to `ends_at`, or `lifted`. The organisation reads why.

    What ended meanwhile can still be found wrong (`lifted`) or right (`upheld`).

    :raises NotAllowed: unless a person of the platform's staff does it.
    :raises NeedsAnother: if they placed, confirmed, moved or lifted the hold.
    :raises AppealDecided: if nothing waits.
    :raises InvalidInput: without a reason, or if the new end is not earlier.
    """
    by = must_decide(actor)
    words = read_words({"reason": (reason, 4000)})
    if outcome not in Outcome.values:
        raise InvalidInput(fields={"outcome": [_("Choose what you decide.")]})
    hold = lock_hold(hold)
    appeal = HoldAppeal.objects.select_for_update().filter(hold=hold, outcome="").first()
    if appeal is None:
        raise AppealDecided
    if by in {hold.placed_by_id, hold.confirmed_by_id} or HoldChange.objects.filter(hold=hold, by_id=by).exists():
        raise NeedsAnother
    if outcome == Outcome.SHORTENED:
        end = must_be_an_end(ends_at, now=now)
        if not hold.is_in_force or (hold.ends_at is not None and end >= hold.ends_at):
            raise InvalidInput(fields={"ends_at": [_("It would not end earlier. Enter an earlier day.")]})
        move_end(hold=hold, ends_at=end, kind=Kind.SHORTENED, actor=actor, now=now, reason=words["reason"])
    elif outcome == Outcome.LIFTED and hold.is_in_force:
        close_hold(hold=hold, state=State.LIFTED, kind=Kind.LIFTED, actor=actor, now=now, reason=words["reason"])
    else:
        kind = Kind.UPHELD if outcome == Outcome.UPHELD else Kind.LIFTED
        note_change(hold=hold, kind=kind, actor=actor, now=now, reason=words["reason"], old_end=hold.ends_at)
    appeal.outcome, appeal.reason, appeal.decided_at, appeal.decided_by_id = outcome, words["reason"], now, by
    appeal.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])
    tell(
        hold=hold,
        kind="appeal_decided",
        title=_("Your appeal was decided: %(outcome)s"),
        body=_("About the hold on %(what)s: %(outcome)s. The reason: %(why)s\nIt ends: %(until)s."),
        now=now,
        outcome=Outcome(outcome).label,
        why=words["reason"],
    )
    return appeal
