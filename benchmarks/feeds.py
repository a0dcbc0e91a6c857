"""Sitemaps and product feeds: a part's cost must not grow with its number, nor memory with the catalogue."""

import io
import time
import tracemalloc
from typing import Any

from benchmarks import report

LISTINGS = 20_000


def run(*, scale: int = 0) -> None:
    """Measure and print."""
    import django

    from benchmarks import stack

    django.setup()
    stack.manage("load_demo", "--scale", str(scale or LISTINGS))
    _parts()
    _feed()


def _parts() -> None:
    from django.db.models import Max

    from buyers import sitemaps
    from sellers.models import Listing

    last = sitemaps.part_of(Listing.objects.aggregate(last=Max("pk"))["last"])
    first = next(number for number in range(2, last) if _cost(number)[2])
    numbers = [first, (first + last) // 2, last - 1]
    rows = []
    base = 0.0
    for number in numbers:
        cpu, size, urls = min((_cost(number) for _ in range(3)), key=lambda cost: cost[0])
        each = cpu / urls
        base = base or each
        rows.append(
            (
                f"part {number:,} of {last:,}",
                f"{urls:,}",
                f"{cpu * 1000:.0f}",
                f"{each / base:.2f}",
                f"{size / 1024:.0f}",
            )
        )
    report.show("A part of the sitemap, CPU of one core", ("", "addresses", "ms", "an address, to 1st", "KiB"), rows)


def _cost(number: int) -> tuple[float, int, int]:
    from buyers import sitemaps

    out = io.BytesIO()
    began = time.process_time()
    written = sitemaps.write(out, sitemaps.places_of("listings", number))
    return time.process_time() - began, out.tell(), written.urls


def _feed() -> None:
    from django.utils import timezone

    from sellers.feeds.formats import GoogleWriter, MetaWriter
    from sellers.feeds.item import Item
    from sellers.feeds.reading import read
    from sellers.models import Listing, ProductFeed

    on = timezone.now().date()
    seller = Listing.objects.on_sale().values_list("organisation", flat=True)
    rows: list[tuple[str, ...]] = []
    counts: dict[int, int] = {}
    for pk in seller.iterator():
        counts[pk] = counts.get(pk, 0) + 1
    biggest = max(counts, key=lambda pk: counts[pk])
    feed = ProductFeed(organisation_id=biggest, country="DE", language="en", currency="EUR")
    for most in (500, counts[biggest]):
        google, meta = GoogleWriter(_Nowhere(), title="x", link="x"), MetaWriter(_Nowhere())
        tracemalloc.start()
        began, seen, items = time.process_time(), 0, 0
        for row in read(feed, on=on):
            seen += 1
            if isinstance(row, Item):
                items += 1
                google.put(row)
                meta.put(row)
            if seen >= most:
                break
        cpu, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        rows.append((f"{seen:,} looked at", f"{items:,}", f"{seen / cpu:,.0f}", f"{peak / 1048576:.1f}"))
    report.show("A product feed, both files (traced, which slows it)", ("", "in it", "a second", "peak MiB"), rows)


class _Nowhere(io.RawIOBase):
    """Takes bytes and keeps none."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)
