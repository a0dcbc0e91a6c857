"""Tasks of the project itself, not of any app."""

from celery import shared_task

from marketplace.heartbeat import record_heartbeat


@shared_task
def beat_heart() -> None:
    """Prove that a worker consumes: see `marketplace.heartbeat`. Queued by beat, dropped when it comes too late."""
    record_heartbeat()
