"""Take your data with you: ask for the archive, write it in the background, and let it go after some days."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.data_export import parts, write_archive
from accounts.models import DataExport, Organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.private_files import delete_private, keep_private

from .notify_organisation import notify_organisation

State = DataExport.State


class ExportTaken(Exception):
    """Another worker has begun the archive anew; this one stops."""


@entry
def request_export(*, actor: Actor, now: datetime) -> DataExport:
    """
    Ask for an archive of everything the organisation has here; asked again while one is written, it is that one.

    Works while the organisation is on hold or suspended.

    :raises NotAllowed: unless the actor may take the organisation's data.
    """
    actor.must("data.export")
    organisation = actor.must_act_for_an_organisation()
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    running = DataExport.objects.filter(organisation=organisation, state__in=DataExport.OPEN).first()
    if running is not None:
        return running
    export = DataExport.objects.create(
        organisation=organisation, requested_by_id=actor.user_id, parts_total=len(parts()), requested_at=now
    )
    events.record("accounts.export.requested", subject=export, actor=actor, at=now)
    return export


def write_export(*, export_id: int, clock: Callable[[], datetime] = timezone.now) -> bool:
    """
    Write an archive that waits, or whose worker is gone; return whether this call wrote it.

    Any number of workers may try: one has it at a time, and one that was silent too long loses it.
    """
    taken = _take(export_id=export_id, now=clock())
    if taken is None:
        return False

    def tick(done: int, rows: int) -> None:
        mine = DataExport.objects.filter(pk=export_id, state=State.RUNNING, tries=taken.tries)
        if not mine.update(parts_done=done, rows_written=rows, alive_at=clock()):
            raise ExportTaken

    language = taken.requested_by.language if taken.requested_by else "en"
    try:
        with tempfile.TemporaryFile() as file, translation.override(language):
            rows = write_archive(file, taken.organisation_id, tick=tick)
            size = file.tell()
            file.seek(0)
            name = keep_private(file, folder="exports", extension="zip")
    except ExportTaken:
        return False
    except Exception:
        _fail(export_id=export_id, tries=taken.tries, now=clock())
        raise
    try:
        done = _finish(export_id=export_id, tries=taken.tries, name=name, size=size, rows=rows, now=clock())
    except BaseException:
        delete_private(name)
        raise
    if not done:
        delete_private(name)
    return done


@entry
def _take(*, export_id: int, now: datetime) -> DataExport | None:
    export = (
        DataExport.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("requested_by")
        .filter(pk=export_id)
        .filter(Q(state=State.WAITING) | Q(state=State.RUNNING, alive_at__lt=now - DataExport.SILENCE))
        .first()
    )
    if export is None:
        return None
    if export.tries >= DataExport.MOST_TRIES:
        _give_up(export, now)
        return None
    export.state, export.alive_at, export.tries = State.RUNNING, now, export.tries + 1
    export.parts_done, export.parts_total, export.rows_written = 0, len(parts()), 0
    export.save()
    return export


@entry
def _finish(*, export_id: int, tries: int, name: str, size: int, rows: int, now: datetime) -> bool:
    export = DataExport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=export_id)
    if export.state != State.RUNNING or export.tries != tries:
        return False
    export.state, export.file, export.size_bytes, export.rows_written = State.READY, name, size, rows
    export.parts_done, export.ready_at, export.expires_at = export.parts_total, now, now + DataExport.KEPT
    export.save()
    _tell(
        export,
        "export_ready",
        _("Your data is ready"),
        _("The archive of your organisation can be downloaded until %(day)s. After that it is deleted here."),
        now,
        day=export.expires_at.date().isoformat(),
    )
    events.record("accounts.export.ready", subject=export, actor=Actor.system("exports"), at=now)
    return True


@entry
def _fail(*, export_id: int, tries: int, now: datetime) -> None:
    """After a failure it waits for the next try; after the last one it is told."""
    export = DataExport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=export_id)
    if export.state != State.RUNNING or export.tries != tries:
        return
    if export.tries >= DataExport.MOST_TRIES:
        _give_up(export, now)
    else:
        export.state = State.WAITING
        export.save(update_fields=["state"])


def _give_up(export: DataExport, now: datetime) -> None:
    export.state = State.FAILED
    export.save(update_fields=["state"])
    _tell(
        export,
        "export_failed",
        _("Your data could not be put together"),
        _("Something went wrong on our side. Please ask for the archive again; if it fails again, write to us."),
        now,
    )


@entry
def expire_export(*, export_id: int, now: datetime) -> bool:
    """Delete an archive whose days are over; return whether it was."""
    export = DataExport.objects.select_for_update().filter(pk=export_id, state=State.READY, expires_at__lte=now).first()
    if export is None:
        return False
    transaction.on_commit(lambda name=export.file: delete_private(name), robust=True)  # type: ignore[misc]
    export.state, export.file = State.EXPIRED, ""
    export.save(update_fields=["state", "file"])
    return True


def _tell(export: DataExport, kind: str, title: Any, body: Any, now: datetime, **facts: Any) -> None:
    notify_organisation(
        organisation=export.organisation,
        kind=kind,
        title=title,
        body=body,
        url=reverse("accounts:exports"),
        now=now,
        permission="data.export",
        facts=facts or None,
    )
