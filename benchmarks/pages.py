"""Home, search and product page beside a bare Django view with one row, and the row by plain SQL."""

import os
import statistics
import time
from urllib.parse import quote

from benchmarks import http_load, report, stack

SEARCHES = ["/search/?q=lamp", "/search/?q=cotton+shirt", "/search/?q=blueberries", "/search/?q=ceramic&origin=PT"]


def run(*, scale: int = 0) -> None:
    """Measure and print."""
    if scale:
        stack.manage("load_demo", "--scale", str(scale))
        stack.manage("rebuild_index")
    with stack.served("benchmarks.bare:application") as server:
        bare = _load(server, ["/"])
    pages = {"home": ["/"], "search": SEARCHES, "product": _product_paths()}
    rows = [_row("bare view, one row", bare, bare)]
    with stack.served("marketplace.wsgi:application") as server:
        rows += [_row(name, _load(server, paths), bare) for name, paths in pages.items()]
    rows.append(("one row by SQL", f"{_sql_ms():.2f}", *[""] * 6))
    title = f"Pages, {scale or 'demo'} listings, 2 clients, 1 worker"
    report.show(title, ("page", "p50 ms", "p95 ms", "CPU ms", "req/s", "of bare", "kB", "errors"), rows)


def _load(server: stack.Served, paths: list[str]) -> tuple[http_load.Load, float]:
    """Return the load, and milliseconds of processor time per request: what other work on the machine changes least."""
    http_load.run(server.port, paths, seconds=0.5)
    before = server.cpu_seconds()
    load = http_load.run(server.port, paths)
    return load, (server.cpu_seconds() - before) * 1000 / (load.requests + 2 * len(paths))


def _row(name: str, measured: tuple[http_load.Load, float], beside: tuple[http_load.Load, float]) -> tuple[str, ...]:
    (load, cpu), (bare, _) = measured, beside
    share = f"{load.per_second / bare.per_second:.2f}"
    size = f"{load.bytes / 1000:.0f}"
    return (
        name,
        f"{load.p50:.1f}",
        f"{load.p95:.1f}",
        f"{cpu:.1f}",
        f"{load.per_second:.0f}",
        share,
        size,
        str(load.errors),
    )


def _link() -> object:
    import psycopg2

    return psycopg2.connect(os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1))


def _product_paths() -> list[str]:
    with _link() as link, link.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT slug, public_id FROM sellers_listing WHERE status = 'live' ORDER BY id LIMIT 50")
        return [quote(f"/listing/{slug}-{public_id}/") for slug, public_id in cursor.fetchall()]


def _sql_ms() -> float:
    with _link() as link, link.cursor() as cursor:  # type: ignore[attr-defined]
        times = []
        for number in range(2000):
            began = time.perf_counter()
            cursor.execute("SELECT title FROM sellers_listing WHERE id = %s", [number])
            cursor.fetchone()
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
