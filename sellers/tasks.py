"""Background work of sellers."""

from celery import shared_task
from django.utils import timezone

from sellers.operations.release_expired_holds import BATCH
from sellers.operations.release_expired_holds import release_expired_holds as release


@shared_task
def release_expired_holds() -> int:
    """Put back the stock of every hold that ran out. Returns how many."""
    total = 0
    while True:
        released = release(now=timezone.now())
        total += released
        if released < BATCH:
            return total
