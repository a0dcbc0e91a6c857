"""Give the demo world's sellers their feeds, a former address and their measured figures, and the world its sitemap."""

from datetime import datetime, timedelta

from buyers.tasks import refresh_sitemaps
from demo.people import Cast
from sellers.models import ProductFeed, TradeEvidence
from sellers.operations import make_feed, move_storefront, write_feed
from sellers.tasks import measure_sellers

#: Seller, country, language, currency.
FEEDS = (
    ("arandanos-del-maule", "DE", "es", "EUR"),
    ("arandanos-del-maule", "US", "es", "USD"),
    ("werkzeug-brandt", "GB", "en", "GBP"),
    ("ningbo-hailan", "DE", "en", "EUR"),
)
#: Who had another address before.
MOVED = (("tsubaki-craft", "tsubaki-kogei"),)
#: A paper that ends soon, so that its seller's desk says so.
ENDING = (("arandanos-del-maule", "gacc", 12),)


def open_storefronts(*, cast: Cast, now: datetime) -> int:
    """Make the feeds and write them, move who moved, and measure everybody. Returns how many products are in feeds."""
    for slug, address in MOVED:
        move_storefront(actor=cast.actor(slug), slug=address, now=now - timedelta(days=90))
        move_storefront(actor=cast.actor(slug), slug=slug, now=now - timedelta(days=40))
    for slug, document, days in ENDING:
        papers = TradeEvidence.objects.filter(organisation__slug=slug, document=document)
        papers.update(expires_on=now.date() + timedelta(days=days))
    for slug, country, language, currency in FEEDS:
        feed = make_feed(actor=cast.actor(slug), country=country, language=language, currency=currency, now=now)
        write_feed(feed_id=feed.pk, now=now)
    measure_sellers()
    refresh_sitemaps()
    return sum(ProductFeed.objects.values_list("items", flat=True))
