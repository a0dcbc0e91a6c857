"""Imports and exports as their seller sees them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.models import CatalogueExport, CatalogueImport, ImportedRow, ImportPicture, ImportProblem


def imports_of(actor: Actor) -> QuerySet[CatalogueImport]:
    """
    Return the imports of the actor's organisation, newest first.

    :raises SignInNeeded, NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    return CatalogueImport.objects.filter(organisation_id=actor.organisation_id).order_by("-pk")


def own_import(actor: Actor, public_id: str) -> CatalogueImport:
    """
    Return one import of the actor's organisation.

    :raises NotFound: if there is none, or it is another's.
    """
    job = imports_of(actor).select_related("created_by", "organisation").filter(public_id=public_id).first()
    if job is None:
        raise NotFound
    return job


def problems_of(job: CatalogueImport, *, warnings: bool | None = None) -> QuerySet[ImportProblem]:
    """Return what was wrong with an import's rows, in the order of the file; with `warnings` only notes, or none."""
    found = ImportProblem.objects.filter(catalogue_import=job).order_by("row", "pk")
    return found if warnings is None else found.filter(is_warning=warnings)


def failed_pictures_of(job: CatalogueImport) -> QuerySet[ImportPicture]:
    """Return the pictures of an import that could not be fetched."""
    return ImportPicture.objects.filter(catalogue_import=job, state=ImportPicture.State.FAILED).order_by("row", "pk")


def imports_at_work() -> QuerySet[CatalogueImport]:
    """Return all imports that a worker has something to do for."""
    return CatalogueImport.objects.filter(state__in=CatalogueImport.AT_WORK).order_by("worked_at")


def is_last_import(job: CatalogueImport) -> bool:
    """Whether no later import of the seller has written anything: only then can it be undone."""
    later = CatalogueImport.objects.filter(
        organisation_id=job.organisation_id, pk__gt=job.pk, confirmed_at__isnull=False
    ).exclude(state=CatalogueImport.State.UNDONE)
    return not later.exists() and ImportedRow.objects.filter(catalogue_import=job, is_check=False).exists()


def exports_forgotten(now: datetime) -> QuerySet[Any, int]:
    """Return the primary keys of exports that no worker has shown a sign of work on for two minutes."""
    waiting = CatalogueExport.objects.filter(
        state=CatalogueExport.State.WAITING, worked_at__lt=now - timedelta(minutes=2)
    )
    return waiting.values_list("pk", flat=True)


def exports_of(actor: Actor) -> QuerySet[CatalogueExport]:
    """
    Return the exports of the actor's organisation, newest first.

    :raises SignInNeeded, NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    return (
        CatalogueExport.objects.filter(organisation_id=actor.organisation_id)
        .select_related("organisation")
        .order_by("-pk")
    )


def own_export(actor: Actor, public_id: str) -> CatalogueExport:
    """
    Return one export of the actor's organisation.

    :raises NotFound: if there is none, or it is another's.
    """
    export = exports_of(actor).filter(public_id=public_id).first()
    if export is None:
        raise NotFound
    return export
