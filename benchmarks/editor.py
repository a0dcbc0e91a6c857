"""
Saving a listing in the editor: the operation alone, CPU and statements, with and without what history costs.

Every save is a real one on PostgreSQL: lock, read, check, write, history, change feed. CPU is that of this process;
what the database works is seen in the wall time beside it. A listing with many saves behind it must cost what a fresh
one does.
"""

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from benchmarks import report

SAVES = 200
WARM_UP = 20


def run(*, scale: int = 0) -> None:
    """Measure and print."""
    import django

    django.setup()
    from sellers.models import ListingEdit
    from tests.accounts.factories import actor_for
    from tests.sellers.factories import make_listing, make_seller

    seller = make_seller()
    actor = actor_for(seller)
    draft = make_listing(seller, status="draft", tiers=[(1, "10"), (50, "8"), (500, "7")], picture=True)
    live = make_listing(seller, tiers=[(1, "10"), (50, "8"), (500, "7")], picture=True)
    old = make_listing(seller, status="draft", picture=True)
    ListingEdit.objects.bulk_create(
        ListingEdit(
            listing=old, organisation=seller, what="edited", version=number, began_at=old.created_at, at=old.created_at,
            before={"title": f"Bowl {number}"}, after={"title": f"Bowl {number + 1}"}, window=f"old{number}",
        )
        for number in range(5000)
    )  # fmt: skip
    rows = [
        _measured("save a draft", lambda n: _save(actor, draft, n)),
        _measured("the same, its changes not looked at for history", lambda n: _save(actor, draft, n), unrecorded=True),
        _measured("autosave a draft", lambda n: _autosave(actor, draft, n)),
        _measured("autosave, nothing changed", lambda n: _autosave(actor, draft, 0)),
        _measured("save a listing on sale", lambda n: _save(actor, live, n)),
        _measured("autosave a draft with 5,000 saves behind it", lambda n: _autosave(actor, old, n)),
    ]
    report.show(
        f"Save in the editor, {SAVES} in a row",
        ("", "CPU p50 ms", "CPU p95 ms", "wall p95 ms", "statements"),
        rows,
    )


def _measured(label: str, save: Callable[[int], None], *, unrecorded: bool = False) -> tuple[str, ...]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with _unrecorded() if unrecorded else contextlib.nullcontext():
        for number in range(WARM_UP):
            save(number + 1)
        with CaptureQueriesContext(connection) as seen:
            save(WARM_UP + 1)
        cpu, wall = [], []
        for number in range(SAVES):
            began, began_cpu = time.perf_counter(), time.process_time()
            save(WARM_UP + 2 + number)
            cpu.append(time.process_time() - began_cpu)
            wall.append(time.perf_counter() - began)
    statements = sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in seen)
    figures = (statistics.median(cpu), _p95(cpu), _p95(wall))
    return (label, *(f"{seconds * 1000:.1f}" for seconds in figures), str(statements))


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _content(number: int) -> dict[str, Any]:
    return {
        "title": f"Stoneware bowl no. {number}",
        "summary": "A bowl for every day.",
        "description": f"Thrown by hand, glazed inside and out, safe in the dishwasher. Batch {number}.",
        "moq": "1",
        "lead_time_days": str(number % 30),
        "stock": str(number),
        "tiers": [{"min_quantity": "1", "unit_price": f"{10 + number % 7}"}, {"min_quantity": "50", "unit_price": "8"}],
    }


def _save(actor: Any, listing: Any, number: int) -> None:
    from django.utils import timezone

    from sellers import operations

    operations.edit_listing(actor=actor, listing=listing, content=_content(number), now=timezone.now())


def _autosave(actor: Any, listing: Any, number: int) -> None:
    from django.utils import timezone

    from sellers import operations

    operations.autosave_listing(
        actor=actor, listing=listing, content=_content(number), typed={}, window="bench", now=timezone.now()
    )


@contextlib.contextmanager
def _unrecorded() -> Iterator[None]:
    """The control: the same save without the snapshots before and after."""

    @contextlib.contextmanager
    def nothing(**_given: Any) -> Iterator[None]:
        yield

    edit: Any = import_module("sellers.operations.edit_listing")
    kept = edit.recorded
    edit.recorded = nothing
    try:
        yield
    finally:
        edit.recorded = kept
