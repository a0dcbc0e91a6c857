"""
Placing an order of five lines beside the same rows written by plain SQL, one transaction each, in the same run.

The database is cloned before the first order. On one clone the statements that write are recorded while orders are
placed; on another they are played back by the driver alone. So both write the very same rows, and the ratio is the cost
of everything that is not writing: permission, locks, checks, allocation, Python.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks import report

ORDERS = 300
WRITES = ("INSERT", "UPDATE", "DELETE")


def run(*, scale: int = 0) -> None:
    """Measure and print."""
    import django

    django.setup()
    actor, checkouts = _locked_checkouts(ORDERS)
    _clone("bench_recorded")
    _clone("bench_played")
    placed = _time_each(checkouts, lambda pk: _place(actor, pk))
    recorded, statements = _record(actor, checkouts)
    played = _play(recorded)
    rows = [
        ("place_order", *_figures(placed), f"{len(placed) / sum(placed) / (len(played) / sum(played)):.2f}"),
        ("the same rows by SQL", *_figures(played), "1.00"),
    ]
    title = f"Place an order of 5 lines, {ORDERS} in a row, {statements} statements each"
    report.show(title, ("", "p50 ms", "p95 ms", "orders/s", "of SQL"), rows)


def _locked_checkouts(count: int) -> tuple[Any, list[int]]:
    """One checkout of five lines made by the operations, and `count` copies of its row."""
    from django.db import connection
    from django.utils import timezone

    from orders import operations
    from orders.models import Checkout
    from tests.accounts.factories import actor_for
    from tests.orders.factories import GERMAN_ADDRESS, make_buyer, rates, variant_of
    from tests.sellers.factories import make_listing, make_seller
    from trade.operations import answer_shipping_quote

    now = timezone.now()
    seller = make_seller(country="CL", currency="USD")
    actor = actor_for(make_buyer())
    items = [(variant_of(make_listing(seller, stock=10**6)), 5) for _ in range(5)]
    table = rates(now)
    checkout = operations.start_checkout(actor=actor, items=items, currency="EUR", rates=table, now=now)
    operations.set_checkout_address(actor=actor, checkout=checkout, address=GERMAN_ADDRESS, now=now)
    checkout.refresh_from_db()
    request = operations.request_checkout_quotes(actor=actor, checkout=checkout, rates=table, now=now)
    for quote in request.quotes.all():
        answer_shipping_quote(quote_id=quote.pk, now=now)
    offer = request.quotes.filter(state="answered").order_by("price_minor").first()
    assert offer is not None
    operations.choose_shipping(actor=actor, checkout=checkout, quote=offer.public_id, now=now)
    operations.lock_checkout(actor=actor, checkout=checkout, rates=table, now=now)
    columns = [
        str(field.column) for field in Checkout._meta.local_concrete_fields if field.column not in ("id", "public_id")
    ]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO orders_checkout (public_id, {names}) SELECT 'chk_bench' || n, {names} "
            "FROM orders_checkout, generate_series(1, %s) n WHERE id = %s RETURNING id",
            [count, checkout.pk],
        )
        return actor, [row[0] for row in cursor.fetchall()]


def _place(actor: Any, pk: int) -> None:
    from django.utils import timezone

    from orders.models import Checkout
    from orders.operations import place_order

    place_order(actor=actor, checkout=Checkout(pk=pk), now=timezone.now())


def _time_each(items: list[Any], do: Callable[[Any], None]) -> list[float]:
    """Seconds that `do` took for each item, after the first tenth, which warms up."""
    times = []
    for item in items:
        began = time.perf_counter()
        do(item)
        times.append(time.perf_counter() - began)
    return times[len(items) // 10 :]


def _clone(name: str) -> None:
    from django.db import connection

    connection.close()
    link = _link("postgres")
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE bridgeway")
    link.close()


def _link(database: str) -> Any:
    import psycopg2

    url = os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1)
    return psycopg2.connect(url.replace("/bridgeway?", f"/{database}?"))


def _record(actor: Any, checkouts: list[int]) -> tuple[list[list[tuple[str, Any]]], int]:
    """Place the orders on a clone; returns what each wrote, and how many statements of any kind one took."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = "bench_recorded"
    recorded: list[list[tuple[str, Any]]] = []
    counts: list[int] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        counts[-1] += 1
        if sql.lstrip().upper().startswith(WRITES):
            recorded[-1].append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        for pk in checkouts:
            recorded.append([])
            counts.append(0)
            _place(actor, pk)
    connection.close()
    connection.settings_dict["NAME"] = "bridgeway"
    return recorded, int(statistics.median(counts))


def _play(recorded: list[list[tuple[str, Any]]]) -> list[float]:
    """Write the recorded rows with the driver alone."""
    link = _link("bench_played")

    def play(statements: list[tuple[str, Any]]) -> None:
        with link, link.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)

    times = _time_each(recorded, play)
    link.close()
    return times


def _figures(times: list[float]) -> tuple[str, str, str]:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{statistics.median(ordered) * 1000:.1f}", f"{p95 * 1000:.1f}", f"{len(times) / sum(times):.0f}"
