"""Carry a batch of views into the counts."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from buyers.interest import View
from buyers.models import InterestBatch, ListingInterest
from marketplace.kernel.operations import entry
from sellers.models import Listing


@entry
def count_views(*, batch: str, views: Sequence[View], now: datetime) -> int:
    """
    Add a batch of views to the counts by listing, country and day; return how many views were added.

    The same batch counts once. Views of listings that are gone are left out.
    """
    _kept, is_new = InterestBatch.objects.get_or_create(key=batch, defaults={"counted_at": now})
    if not is_new:
        return 0
    known = set(Listing.objects.filter(pk__in={view.listing_id for view in views}).values_list("pk", flat=True))
    added = 0
    # In one order, so that two batches never wait for each other.
    for view in sorted(views, key=lambda each: (each.listing_id, each.day, each.ship_to)):
        if view.listing_id not in known:
            continue
        row = {"listing_id": view.listing_id, "day": view.day, "ship_to": view.ship_to}
        if not ListingInterest.objects.filter(**row).update(views=F("views") + view.views):
            ListingInterest.objects.create(**row, organisation_id=view.organisation_id, views=view.views)
        added += view.views
    return added
