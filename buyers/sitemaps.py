"""
Sitemaps as files: what stands in one, written as it is read, in flat memory.

A part holds the addresses of a fixed range of primary keys, so that the thousandth costs what the first does and a new
listing changes one file. Every page is listed once for each language, each with all its alternates, as search engines
ask. SPAN keeps the largest part (addresses of 80 Chinese characters) within the limits of 50,000 addresses and 50 MB.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import IO
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.urls import reverse

from buyers.categories import tree
from buyers.models import SitemapPart
from marketplace.kernel.addresses import absolute, alternates
from sellers.models import Listing, ListingPicture, SellerProfile
from sellers.models.listings import listing_address
from sellers.models.pictures import WIDTHS
from sellers.models.profiles import storefront_address
from sellers.pictures import rendition_url

# Primary keys a part spans.
SPAN = 1_000
MOST_IMAGES = 10
CHUNK = 500
Section = SitemapPart.Section

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
)
_TAIL = "</urlset>\n"
STATIC_PAGES = ("about", "help", "legal", "trade:landed_cost", "trade:exchange_rates", "trade:may_it_go")


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the market: its path, the moment it last changed, the addresses of its pictures."""

    path: str
    changed_at: datetime | None = None
    images: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing: how many addresses, and a hash of them."""

    urls: int
    edition: str


def part_of(primary_key: int) -> int:
    """Return the number of the part that holds the row with this primary key; parts count from 1."""
    return (primary_key - 1) // SPAN + 1


def places_of(section: str, number: int) -> Iterator[Place]:
    """Yield the pages of one part, in a fixed number of queries, each a range of primary keys."""
    if section == Section.LISTINGS:
        return _listings(number)
    if section == Section.SELLERS:
        return _sellers(number)
    return _pages() if number == 1 else iter(())


def write(out: IO[bytes], places: Iterable[Place]) -> Written:
    """Write `places` to `out` as a gzipped sitemap. The same places give the same bytes."""
    digest, urls = hashlib.sha256(), 0
    with gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0, compresslevel=6) as packed:

        def put(text: str) -> None:
            data = text.encode()
            digest.update(data)
            packed.write(data)

        put(_HEAD)
        for place in places:
            entry, count = _entries(place)
            put(entry)
            urls += count
        put(_TAIL)
    return Written(urls, digest.hexdigest()[:32])


def _entries(place: Place) -> tuple[str, int]:
    """The page once for each of its addresses, with the same alternates under each."""
    others = alternates(quote(place.path, safe="/"))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{each.language}" href={quoteattr(each.url)}/>' for each in others
    )
    day = f"<lastmod>{place.changed_at:%Y-%m-%d}</lastmod>" if place.changed_at else ""
    images = "".join(f"<image:image><image:loc>{escape(url)}</image:loc></image:image>" for url in place.images)
    # English is the address for everybody else too, so that it stands once.
    own = list(dict.fromkeys(each.url for each in others))
    parts = [f"<url><loc>{escape(url)}</loc>{day}{links}{images if url == own[0] else ''}</url>\n" for url in own]
    return "".join(parts), len(parts)


def _listings(number: int) -> Iterator[Place]:
    first, last = (number - 1) * SPAN + 1, number * SPAN
    rows = (
        Listing.objects.on_sale()
        .filter(pk__gte=first, pk__lte=last)
        .order_by("pk")
        .values_list("pk", "slug", "public_id", "updated_at")
    )
    pictures = (
        ListingPicture.objects.filter(listing_id__gte=first, listing_id__lte=last, is_shown=True)
        .order_by("listing_id", "position", "pk")
        .values_list("listing_id", "file")
    )
    files = {
        pk: [file for _pk, file in group][:MOST_IMAGES]
        for pk, group in groupby(pictures.iterator(chunk_size=CHUNK), key=itemgetter(0))
    }
    for pk, slug, public_id, changed_at in rows.iterator(chunk_size=CHUNK):
        images = [absolute(rendition_url(file, WIDTHS[-1])) for file in files.get(pk, ())]
        yield Place(listing_address(slug, public_id), changed_at, images)


def _sellers(number: int) -> Iterator[Place]:
    rows = (
        SellerProfile.objects.filter(status="approved", organisation__status="active")
        .filter(pk__gt=(number - 1) * SPAN, pk__lte=number * SPAN)
        .order_by("pk")
        .values_list("slug", "updated_at", "logo")
    )
    for slug, changed_at, logo in rows.iterator(chunk_size=CHUNK):
        images = [absolute(rendition_url(logo, WIDTHS[-1]))] if logo else []
        yield Place(storefront_address(slug), changed_at, images)


def _pages() -> Iterator[Place]:
    yield Place(reverse("buyers:home"))
    yield from (Place(reverse(name)) for name in STATIC_PAGES)
    yield from (Place(branch.url) for branch in tree().by_id.values())


def index_entry(part: SitemapPart) -> str:
    """Return the line of the index that names `part`."""
    place = reverse("buyers:sitemap", args=[part.section, part.number])
    day = f"<lastmod>{part.changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if part.changed_at else ""
    return f"<sitemap><loc>{escape(settings.PUBLIC_URL.rstrip('/') + place)}</loc>{day}</sitemap>\n"
