"""Find which parts of the sitemap the catalogue has moved away from."""

from datetime import datetime, timedelta

from django.db.models import Max, Q

from buyers.models import SitemapPart, SitemapPosition
from buyers.sitemaps import part_of
from marketplace.kernel.operations import entry
from sellers.models import Listing, SellerProfile
from sellers.queries import changes_after

BATCH = 20_000
# Pages and sellers have no feed of changes; nor is a part believed for ever.
SMALL_AFTER = timedelta(hours=1)
ANY_AFTER = timedelta(days=1)


@entry
def follow_catalogue(*, now: datetime) -> bool:
    """
    Mark the parts that hold listings changed since the last time, and add parts for new rows.

    :return: whether there may be more changes to follow. Following twice marks the same parts.
    """
    SitemapPosition.objects.get_or_create(pk=1)
    position = SitemapPosition.objects.select_for_update().get(pk=1)
    changes = changes_after(position.sequence, BATCH)
    listings = Listing.objects.aggregate(last=Max("pk"))["last"] or 0
    sellers = SellerProfile.objects.aggregate(last=Max("pk"))["last"] or 0
    _add(SitemapPart.Section.PAGES, 1)
    _add(SitemapPart.Section.SELLERS, part_of(sellers) if sellers else 0)
    _add(SitemapPart.Section.LISTINGS, part_of(listings) if listings else 0)
    moved = {part_of(change.listing_id) for change in changes if change.listing_id >= 1}
    own = SitemapPart.objects.filter(is_stale=False)
    own.filter(section=SitemapPart.Section.LISTINGS, number__in=moved).update(is_stale=True)
    small = ~Q(section=SitemapPart.Section.LISTINGS) & Q(built_at__lt=now - SMALL_AFTER)
    own.filter(small | Q(built_at__lt=now - ANY_AFTER)).update(is_stale=True)
    if changes:
        position.sequence = changes[-1].sequence
        position.save(update_fields=["sequence"])
    return len(changes) == BATCH


def _add(section: str, last: int) -> None:
    """Add the parts up to the one numbered `last` that are not there yet."""
    known = SitemapPart.objects.filter(section=section).aggregate(last=Max("number"))["last"] or 0
    SitemapPart.objects.bulk_create(
        (SitemapPart(section=section, number=number) for number in range(known + 1, last + 1)),
        batch_size=1_000,
        ignore_conflicts=True,
    )
