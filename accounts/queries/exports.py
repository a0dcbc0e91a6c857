"""Archives of an organisation's data."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from accounts.models import DataExport
from marketplace.kernel.refusals import NotFound


def exports_of(actor: Actor) -> QuerySet[DataExport]:
    """
    Return the archives of the actor's organisation, newest first.

    :raises NotAllowed: unless the actor may take the organisation's data.
    """
    actor.must("data.export")
    return DataExport.objects.filter(organisation_id=actor.organisation_id).select_related("organisation")


def export_of(actor: Actor, public_id: str) -> DataExport:
    """
    Return one archive of the actor's organisation.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    export = exports_of(actor).filter(public_id=public_id).first()
    if export is None:
        raise NotFound
    return export


def export_to_fetch(actor: Actor, public_id: str, now: datetime) -> DataExport:
    """
    Return one archive of the actor's organisation that can be downloaded now.

    :raises NotFound: if there is none, it is not ready, its days are over, or it is another organisation's.
    """
    export = export_of(actor, public_id)
    if not export.may_be_fetched(now):
        raise NotFound
    return export


def exports_open(now: datetime) -> Iterable[int]:
    """Primary keys of archives that wait to be written, or whose worker is gone."""
    gone = Q(state=DataExport.State.RUNNING, alive_at__lt=now - DataExport.SILENCE)
    rows = DataExport.objects.filter(Q(state=DataExport.State.WAITING) | gone)
    return rows.order_by("requested_at", "pk").values_list("pk", flat=True)


def exports_over(now: datetime) -> Iterable[int]:
    """Primary keys of archives whose days are over."""
    rows = DataExport.objects.filter(state=DataExport.State.READY, expires_at__lte=now)
    return rows.order_by("pk").values_list("pk", flat=True)
