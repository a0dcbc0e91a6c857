"""Say yes to an import."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.models import CatalogueImport
from sellers.operations._imports import lock_own_import
from sellers.operations.map_import import begin_pass

_State = CatalogueImport.State


@entry
def start_import(
    *, actor: Actor, job: CatalogueImport, now: datetime, wants_review: bool | None = None
) -> CatalogueImport:
    """
    Let a worker write what the check found. Starting one that runs already is no news.

    `wants_review` sends new listings that are complete for review at the end.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises WrongImportState: if it was not checked.
    """
    job = lock_own_import(actor=actor, job=job)
    if job.state in (_State.RUNNING, _State.FETCHING, _State.SUBMITTING, _State.DONE):
        return job
    job = lock_own_import(actor=actor, job=job, states=(_State.CHECKED,))
    begin_pass(job, _State.RUNNING, now)
    job.confirmed_at = now
    if wants_review is not None:
        job.wants_review = wants_review
    job.save()
    events.record("sellers.import.started", subject=job, actor=actor, at=now)
    return job
