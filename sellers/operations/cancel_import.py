"""Stop an import, and let it go on."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.models import CatalogueImport
from sellers.operations._imports import lock_own_import

_State = CatalogueImport.State
_RESUMED = (_State.RUNNING, _State.FETCHING, _State.SUBMITTING)


@entry
def cancel_import(*, actor: Actor, job: CatalogueImport, now: datetime) -> CatalogueImport:
    """
    Stop after the batch that is being written. What is in stays in; a check that is stopped starts over.

    Stopping what is not at work changes nothing.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    job = lock_own_import(actor=actor, job=job)
    if job.state == _State.CHECKING:
        job.state = _State.MAPPING
    elif job.state in _RESUMED:
        job.stopped_in, job.state = job.state, _State.STOPPED
    else:
        return job
    job.save(update_fields=["state", "stopped_in"])
    events.record("sellers.import.stopped", subject=job, actor=actor, at=now)
    return job


@entry
def resume_import(*, actor: Actor, job: CatalogueImport, now: datetime) -> CatalogueImport:
    """
    Go on after the last row that is in.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises WrongImportState: if it was not stopped, or failed before it began to write.
    """
    job = lock_own_import(actor=actor, job=job)
    if job.state in _RESUMED:
        return job
    lock_own_import(actor=actor, job=job, states=(_State.STOPPED, _State.FAILED))
    job.state = job.stopped_in or _State.MAPPING
    job.stopped_in, job.failure, job.worked_at, job.taken_to = "", "", now, job.position
    job.save(update_fields=["state", "stopped_in", "failure", "worked_at", "taken_to"])
    events.record("sellers.import.resumed", subject=job, actor=actor, at=now)
    return job
