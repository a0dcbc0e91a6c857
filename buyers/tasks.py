"""Background work of buyers."""

from datetime import timedelta
from uuid import uuid4

from celery import shared_task
from django.utils import timezone

from buyers.interest import gathered
from buyers.models import InterestBatch
from buyers.operations import count_views as count

# A batch is handed out again at once or never; its name is kept for a week all the same.
KEPT = timedelta(days=7)


@shared_task
def count_views() -> int:
    """Count the views that have gathered since the last time. Returns how many."""
    now = timezone.now()
    with gathered(f"{now:%Y%m%dT%H%M%S}-{uuid4().hex}") as (batch, views):
        counted = count(batch=batch, views=views, now=now) if views else 0
    InterestBatch.objects.filter(counted_at__lt=now - KEPT).delete()
    return counted
