"""Background work of the floor: hand deliveries to the queue, consume them, sweep what is open."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from .events.delivery import MOST_ATTEMPTS, consume
from .models import EventDelivery, IdempotencyKey

log = structlog.get_logger(__name__)

SWEEP_SIZE = 500


@shared_task
def deliver(delivery_id: int) -> None:
    """Run the handler of one delivery."""
    consume(delivery_id)


def send_deliveries(delivery_ids: list[int]) -> None:
    """Queue deliveries; a queue that is away is no loss, they stay open and are swept."""
    try:
        for delivery_id in delivery_ids:
            deliver.delay(delivery_id)
    except (OperationalError, OSError) as failure:
        log.warning("queue_away", failure=str(failure))


@shared_task
def relay_open_deliveries() -> int:
    """
    Send again every delivery that is open and due. Returns how many.

    Each is put off a little as it is sent, so that a backlog is not queued twice by the next sweep.
    """
    now = timezone.now()
    open_ids = list(
        EventDelivery.objects.filter(done_at=None, due_at__lte=now - timedelta(seconds=3), attempts__lt=MOST_ATTEMPTS)
        .order_by("due_at")
        .values_list("pk", flat=True)[:SWEEP_SIZE]
    )
    EventDelivery.objects.filter(pk__in=open_ids, done_at=None).update(due_at=now + timedelta(seconds=30))
    send_deliveries(open_ids)
    return len(open_ids)


@shared_task
def forget_old_idempotency_keys() -> int:
    """Drop stored answers older than 30 days; what they guarded is by then guarded by its own unique rows."""
    deleted, _ = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - timedelta(days=30)).delete()
    return deleted
