"""Change many listings together: look ahead, start, go on, take back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from sellers.bulk_changes import read_change
from sellers.models import BulkEdit, BulkEditRow, ListingEdit
from sellers.operations._bulk import actor_of_bulk, change_one, reason_of
from sellers.operations._listings import lock_own_listing
from sellers.operations.undo_edit import take_back

State, Row = BulkEdit.State, BulkEditRow.State


class AlreadyStarted(Refusal):
    """It was started, or taken back, before."""

    code = "bulk_edit_already_started"
    status = 409
    title = _("Already done")
    message = _("This change of many listings was started before. Choose the listings again for another one.")


class Ahead(NamedTuple):
    """What would become of one row: its state, why not, and the entry the history would get (never stored)."""

    row: BulkEditRow
    state: str
    reason: str
    edit: ListingEdit | None


@entry
def look_ahead(
    *, actor: Actor, bulk_edit: BulkEdit, rows: Sequence[BulkEditRow], change: Mapping[str, Any], now: datetime
) -> list[Ahead]:
    """
    Say what `change` would do to each of `rows`: it is done and not kept, so what is said is what would be.

    :raises NotAllowed: if the actor may not edit listings.
    :raises InvalidInput: if the change makes no sense.
    """
    clean = _clean(change)
    seen = []
    for row in rows:
        state, reason, edit = _attempt(actor, row, clean, now)
        seen.append(Ahead(row, state, reason, edit))
    transaction.set_rollback(True)
    return seen


@entry
def start_bulk_edit(*, actor: Actor, bulk_edit: BulkEdit, change: Mapping[str, Any], now: datetime) -> BulkEdit:
    """
    Let the worker make `change` of every listing that was chosen. Starting the same change twice starts it once.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises AlreadyStarted: if it was started with another change.
    :raises InvalidInput: if the change makes no sense.
    """
    clean = _clean(change)
    edit = _locked(actor, bulk_edit)
    if edit.state == State.RUNNING and edit.change == clean:
        return edit
    if edit.state != State.CHOSEN:
        raise AlreadyStarted
    edit.change, edit.state, edit.started_at = clean, State.RUNNING, now
    edit.save(update_fields=["change", "state", "started_at"])
    events.record("sellers.bulk_edit.started", subject=edit, actor=actor, at=now)
    return edit


@entry
def undo_bulk_edit(*, actor: Actor, bulk_edit: BulkEdit, now: datetime) -> BulkEdit:
    """
    Let the worker take back the whole change; a listing that was changed again since stays as it is, and says so.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises AlreadyStarted: if it is not done.
    """
    edit = _locked(actor, bulk_edit)
    if edit.state in (State.UNDOING, State.UNDONE):
        return edit
    if edit.state != State.DONE:
        raise AlreadyStarted(_("Wait until it is done, then take it back."))
    edit.state, edit.ended_at = State.UNDOING, None
    edit.save(update_fields=["state", "ended_at"])
    events.record("sellers.bulk_edit.taken_back", subject=edit, actor=actor, at=now)
    return edit


@entry
def go_on_with_bulk_edit(*, bulk_edit: BulkEdit, now: datetime) -> bool:
    """
    Do the next listing of a bulk edit under way; return whether there may be more. Workers that meet do not wait for
    each other, and no listing is changed twice.
    """
    edit = BulkEdit.objects.select_related("organisation").get(pk=bulk_edit.pk)
    todo = {State.RUNNING: Row.WAITING, State.UNDOING: Row.DONE}.get(State(edit.state))
    if todo is None:
        return False
    rows = BulkEditRow.objects.filter(bulk_edit=edit, state=todo).order_by("id")
    row = rows.select_for_update(skip_locked=True).first()
    if row is None:
        if not rows.exists():
            ended = State.DONE if edit.state == State.RUNNING else State.UNDONE
            BulkEdit.objects.filter(pk=edit.pk, state=edit.state).update(state=ended, ended_at=now)
        return False
    actor = actor_of_bulk(edit)
    if edit.state == State.RUNNING:
        row.state, row.reason, row.edit = _attempt(actor, row, edit.change, now)
    else:
        row.state, row.reason = _take_back(actor, row, now)
    row.save(update_fields=["state", "reason", "edit"])
    return True


def _clean(change: Mapping[str, Any]) -> dict[str, Any]:
    clean, errors = read_change(change)
    if errors:
        raise InvalidInput(fields=errors)
    return clean


def _locked(actor: Actor, bulk_edit: BulkEdit) -> BulkEdit:
    actor.must("listings.edit")
    own = BulkEdit.objects.select_for_update().filter(pk=bulk_edit.pk, organisation_id=actor.organisation_id)
    edit = own.first()
    if edit is None:
        raise NotFound
    return edit


def _attempt(
    actor: Actor, row: BulkEditRow, change: Mapping[str, Any], now: datetime
) -> tuple[str, str, ListingEdit | None]:
    try:
        # A refusal takes back this listing alone.
        with transaction.atomic():
            listing = lock_own_listing(actor=actor, listing=row.listing)
            edit = change_one(actor=actor, listing=listing, change=change, now=now)
    except Refusal as refusal:
        return Row.REFUSED, reason_of(refusal), None
    return (Row.DONE if edit else Row.SAME), "", edit


def _take_back(actor: Actor, row: BulkEditRow, now: datetime) -> tuple[str, str]:
    if row.edit is None:
        return Row.KEPT, ""
    try:
        with transaction.atomic():
            listing = lock_own_listing(actor=actor, listing=row.listing)
            take_back(actor=actor, listing=listing, edit=row.edit, now=now)
    except Refusal as refusal:
        return Row.KEPT, reason_of(refusal)
    return Row.UNDONE, ""
