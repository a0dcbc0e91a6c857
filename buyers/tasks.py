"""Background work of buyers."""

import time
from datetime import timedelta
from uuid import uuid4

from celery import shared_task
from django.utils import timezone

from buyers import queries
from buyers.interest import gathered
from buyers.models import InterestBatch
from buyers.operations import count_views as count
from buyers.operations import follow_catalogue, write_sitemap

# A batch is handed out again at once or never; its name is kept for a week all the same.
KEPT = timedelta(days=7)
MOST_PARTS = 500
# Well within a task's time limit: what is not written now is written at the next turn.
WRITES_FOR_SECONDS = 120


@shared_task
def count_views() -> int:
    """Count the views that have gathered since the last time. Returns how many."""
    now = timezone.now()
    with gathered(f"{now:%Y%m%dT%H%M%S}-{uuid4().hex}") as (batch, views):
        counted = count(batch=batch, views=views, now=now) if views else 0
    InterestBatch.objects.filter(counted_at__lt=now - KEPT).delete()
    return counted


@shared_task
def refresh_sitemaps() -> int:
    """Write the parts of the sitemap that the catalogue has moved away from. Returns how many."""
    began = time.monotonic()
    while follow_catalogue(now=timezone.now()):
        continue
    written = 0
    for part in queries.stale_sitemap_parts(MOST_PARTS):
        if time.monotonic() - began > WRITES_FOR_SECONDS:
            # The rest is written next time.
            break
        write_sitemap(part=part, now=timezone.now())
        written += 1
    return written
