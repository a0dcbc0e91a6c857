"""The search engine alone, with all facets, on one core; `--scale 1000000` shows how it grows."""

import statistics
import time

from benchmarks import report, stack

QUERIES = (
    "lamp", "cotton shirt", "blueberries", "ceramic bowl", "wooden toy", "leather bag", "olive oil", "linen", "ring",
    "notebook", "lampe", "translation", "cotton towel blue", "blubery", "teapot",
)  # fmt: skip
ROUNDS = 20


def run(*, scale: int = 0) -> None:
    """Measure and print."""
    import django

    django.setup()
    if scale:
        stack.manage("load_demo", "--scale", str(scale))
        began = time.perf_counter()
        stack.manage("rebuild_index")
        print(f"\nindex of {scale} listings built in {time.perf_counter() - began:.0f} s")
    from sellers.models import Listing

    listings = Listing.objects.filter(status="live").count()
    rows = [
        _row("every query, all facets", QUERIES),
        _row("one word", QUERIES[:1]),
        _row("a typing error", ("blubery",)),
    ]
    report.show(f"Search engine, {listings} listings", ("", "p50 ms", "p95 ms", "per second"), rows)


def _row(name: str, queries: tuple[str, ...]) -> tuple[str, ...]:
    from buyers.search import SearchRequest, search

    taken = []
    for round_number in range(ROUNDS + 1):
        for text in queries:
            began = time.perf_counter()
            search(SearchRequest(text=text))
            if round_number:
                taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    p95 = taken[int(len(taken) * 0.95)]
    return name, f"{statistics.median(taken):.2f}", f"{p95:.2f}", f"{1000 * len(taken) / sum(taken):.0f}"
