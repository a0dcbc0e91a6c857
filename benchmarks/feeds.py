"""Sitemaps and product feeds: a part's cost must not grow with its number, nor memory with the catalogue."""

import io
import os
import time
import tracemalloc
from pathlib import Path
from typing import Any

from benchmarks import report

LISTINGS = 20_000
# Products a feed looks at: memory must not follow.
SEEN = (1_000, 4_000)


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
    from sellers.models import Listing, ProductFeed

    # One seller with everything: generated sellers are small.
    seller = Listing.objects.on_sale().order_by("pk").values_list("organisation", flat=True)[0]
    Listing.objects.update(organisation=seller)
    feed = ProductFeed(organisation_id=seller, country="DE", language="en", currency="EUR")
    _read(feed, 200)
    rows: list[tuple[str, ...]] = []
    for most in SEEN:
        cpu, items = _read(feed, most)
        tracemalloc.start()
        _read(feed, most)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        rows.append((f"{most:,} looked at", f"{items:,}", f"{most / cpu:,.0f}", f"{peak / 1048576:.1f}"))
    report.show("A product feed, both files, CPU of one core", ("", "in it", "a second", "peak MiB"), rows)


def _read(feed: Any, most: int) -> tuple[float, int]:
    from django.utils import timezone

    from sellers.feeds.formats import GoogleWriter, MetaWriter
    from sellers.feeds.item import Item
    from sellers.feeds.reading import read

    with Path(os.devnull).open("wb") as nowhere:
        google, meta = GoogleWriter(nowhere, title="x", link="x"), MetaWriter(nowhere)
        began, items = time.process_time(), 0
        for seen, row in enumerate(read(feed, on=timezone.now().date()), start=1):
            if isinstance(row, Item):
                items += 1
                google.put(row)
                meta.put(row)
            if seen >= most:
                break
        return time.process_time() - began, items
