"""Fetch one picture whose address stood in a file."""

from datetime import datetime

from django.conf import settings

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound, Refusal
from sellers.imports.downloading import NotFetched, fetch_picture
from sellers.models import CatalogueImport, ImportedRow, ImportPicture, Listing
from sellers.operations.add_picture import add_picture
from sellers.operations.import_batch import next_step
from sellers.operations.submit_listing import submit_listing


def fetch_import_picture(*, actor: Actor, picture: ImportPicture, now: datetime) -> bool:
    """
    Fetch a picture and add it to its listing as if it had been uploaded. Returns whether it is there; why not is kept.

    The network is asked before anything is locked; a picture that came twice by accident of a worker is there twice at
    most, and is the seller's to remove.
    """
    reason = ""
    try:
        content = fetch_picture(picture.address, most_bytes=settings.PICTURE_MAX_BYTES)
        add_picture(actor=actor, listing=picture.listing, upload=content, now=now)
    except NotFetched as failure:
        reason = str(failure)
    except NotFound:
        reason = str(NotFound.message)
    except Refusal as refused:
        reason = refused.detail
    _note_picture(picture=picture, reason=reason, now=now)
    return not reason


@entry
def _note_picture(*, picture: ImportPicture, reason: str, now: datetime) -> None:
    job = CatalogueImport.objects.select_for_update(no_key=True).get(pk=picture.catalogue_import_id)
    state = ImportPicture.State.FAILED if reason else ImportPicture.State.DONE
    if not ImportPicture.objects.filter(pk=picture.pk, state=ImportPicture.State.WAITING).update(
        state=state, reason=reason
    ):
        return
    _step(job, done=not reason, now=now)


@entry
def submit_imported(*, import_id: int, row_id: int, reason: str | None, now: datetime) -> None:
    """Note that a new listing of an import was sent for review, or with `reason` why it was not."""
    job = CatalogueImport.objects.select_for_update(no_key=True).get(pk=import_id)
    if ImportedRow.objects.filter(pk=row_id).update(before={"review": reason or "sent"}):
        _step(job, done=reason is None, now=now)


def send_imported(*, actor: Actor, row: ImportedRow, now: datetime) -> None:
    """Send one new listing of an import for review, if it is complete; a draft it stays otherwise."""
    reason: str | None = None
    listing = Listing.objects.filter(pk=row.listing_id, organisation_id=actor.organisation_id).first()
    try:
        if listing is None:
            reason = str(NotFound.message)
        else:
            submit_listing(actor=actor, listing=listing, now=now)
    except Refusal as refused:
        texts = [str(text) for texts in refused.fields.values() for text in texts]
        reason = " ".join(texts) or refused.detail
    submit_imported(import_id=row.catalogue_import_id, row_id=row.pk, reason=reason, now=now)


def _step(job: CatalogueImport, *, done: bool, now: datetime) -> None:
    # The row is locked: nobody counts beside us.
    job.later_done += done
    job.later_failed += not done
    job.worked_at = now
    next_step(job, now)
    job.save()
