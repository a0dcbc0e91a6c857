"""Ask for a file of one's own catalogue, and write it."""

import tempfile
from datetime import datetime
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.operations.notify_organisation import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.bulk.exporting import TooManyRows, listings_to_export, write_export
from sellers.bulk.files import delete_file, keep_file
from sellers.models import CatalogueExport, Listing, Variant

# Older files are deleted: whoever wants one asks again.
KEPT = 10
_State = CatalogueExport.State


@entry
def begin_export(*, actor: Actor, form: str, status: str = "", now: datetime) -> CatalogueExport:
    """
    Ask a worker for the catalogue as csv, xlsx or jsonl: listings in `status`, or all but archived ones.

    :raises NotAllowed: if the actor may not see listings.
    :raises InvalidInput: if there is no such format or status.
    """
    actor.must("listings.view_own")
    organisation = actor.must_act_for_an_organisation()
    errors = {}
    if form not in CatalogueExport.Format.values:
        errors["format"] = [_("Choose CSV, XLSX or JSON Lines.")]
    if status and status not in Listing.Status.values:
        errors["status"] = [_("Choose a status from the list.")]
    if errors:
        raise InvalidInput(fields=errors)
    for old in CatalogueExport.objects.filter(organisation=organisation).order_by("-pk")[KEPT - 1 :]:
        delete_file(old.file)
        old.delete()
    rows = Variant.objects.filter(listing__in=listings_to_export(organisation.pk, status), archived_at=None)
    export = CatalogueExport.objects.create(
        organisation=organisation,
        created_by=actor.user,
        format=form,
        status=status,
        rows_total=rows.count(),
        created_at=now,
        worked_at=now,
    )
    events.record("sellers.export.asked", subject=export, actor=actor, at=now)
    return export


def write_catalogue(*, export_id: int) -> bool:
    """
    Write the file that was asked for. Returns whether there was anything to do; writing it twice leaves one file.

    No transaction is held meanwhile: a catalogue may take minutes.
    """
    export = CatalogueExport.objects.filter(pk=export_id, state=_State.WAITING).select_related("created_by").first()
    if export is None:
        return False

    def tell(done: int) -> None:
        CatalogueExport.objects.filter(pk=export.pk).update(rows_done=done, worked_at=timezone.now())

    language = export.created_by.language if export.created_by else "en"
    with translation.override(language), tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "catalogue"
        try:
            rows = write_export(path, export.format, export.organisation_id, status=export.status, tell=tell)
        except TooManyRows:
            _end(export_id=export.pk, name="", rows=0, now=timezone.now())
            return True
        with path.open("rb") as file:
            name = keep_file(file, "exports")
    if not _end(export_id=export.pk, name=name, rows=rows, now=timezone.now()):
        delete_file(name)
    return True


@entry
def _end(*, export_id: int, name: str, rows: int, now: datetime) -> bool:
    export = CatalogueExport.objects.select_for_update(no_key=True).filter(pk=export_id, state=_State.WAITING).first()
    if export is None:
        return False
    export.file, export.rows_done, export.finished_at, export.worked_at = name, rows, now, now
    export.state = _State.DONE if name else _State.FAILED
    export.save()
    notify_organisation(
        organisation=export.organisation,
        kind="listing",
        title=_("Your catalogue is ready to download") if name else _("Your catalogue is too large for a workbook"),
        body=_("%(rows)s rows as %(format)s.") if name else _("Ask for CSV or JSON Lines instead of %(format)s."),
        url="/sell/exports/",
        now=now,
        permission="listings.edit",
        facts={"rows": f"{rows:,}", "format": export.get_format_display()},
    )
    return True
