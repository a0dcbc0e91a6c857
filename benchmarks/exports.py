"""The archive of an organisation's data: rows a second, and memory that must not grow with the catalogue."""

import tempfile
import time
import tracemalloc

from benchmarks import report

LISTINGS = 20_000


def run(*, scale: int = 0) -> None:
    """Measure and print."""
    import django

    from benchmarks import stack

    django.setup()
    stack.manage("load_demo", "--scale", str(scale or LISTINGS))
    from django.db.models import Count

    from sellers.models import Listing

    sizes = list(Listing.objects.values_list("organisation").annotate(n=Count("pk")).order_by("n"))
    chosen = [sizes[len(sizes) // 2], sizes[-1]]
    rows = [_one(pk, listings) for pk, listings in chosen]
    report.show(
        "The archive of one organisation, CPU of one core",
        ("", "rows and files", "a second", "MiB written", "peak MiB in memory"),
        rows,
    )


def _one(organisation_id: int, listings: int) -> tuple[str, ...]:
    from accounts.data_export import write_archive

    with tempfile.TemporaryFile() as file:
        began = time.process_time()
        count = write_archive(file, organisation_id, tick=lambda _done, _rows: None)
        cpu, size = time.process_time() - began, file.tell()
    # Measured apart: tracing slows the writing.
    with tempfile.TemporaryFile() as file:
        tracemalloc.start()
        write_archive(file, organisation_id, tick=lambda _done, _rows: None)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return (
        f"{listings:,} listings",
        f"{count:,}",
        f"{count / cpu:,.0f}",
        f"{size / 1048576:.1f}",
        f"{peak / 1048576:.1f}",
    )
