"""Tasks of the project itself, not of any app."""

from celery import shared_task

from marketplace.heartbeat import record_heartbeat


@shared_task
def beat_heart(queue: str = "prompt") -> None:
    """Prove that a worker consumes `queue`: see `marketplace.heartbeat`. Dropped when it comes too late."""
    record_heartbeat(queue)
