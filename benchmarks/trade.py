"""What it costs to say what it costs: landed cost of a basket of ten lines, and of a page of search cards."""

import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from benchmarks import report

CODES = ("610910", "640399", "691110", "940360", "420221", "090111", "330499", "732393", "950300", "482010")


def run(*, scale: int = 0) -> None:
    """Measure and print."""
    import django

    django.setup()
    rows = [(f"landed cost, {lines} lines", *_figures(partial(_landed, lines))) for lines in (1, 10, 100)]
    rows.append(("cheapest freight, 1 parcel", *_figures(_freight)))
    report.show("Trade rules, warm, CPU of one core", ("", "p50 ms", "p95 ms"), rows)


def _figures(do: Callable[[], Any], times: int = 200) -> tuple[str, str]:
    do()
    taken = []
    for _ in range(times):
        began = time.process_time()
        do()
        taken.append((time.process_time() - began) * 1000)
    taken.sort()
    return f"{statistics.median(taken):.2f}", f"{taken[int(times * 0.95)]:.2f}"


def _landed(lines: int) -> Any:
    from marketplace.kernel.money import Money
    from trade.landed_cost import Basket, BasketLine
    from trade.queries import landed_cost_for

    return landed_cost_for(
        Basket(
            ship_from="CN",
            ship_to="DE",
            currency="EUR",
            incoterm="DDP",
            freight=Money("80", "EUR"),
            insurance=None,
            importer_kind="business",
            on=date.today(),
            lines=tuple(
                BasketLine(
                    hs_code=CODES[number % len(CODES)],
                    origin="CN",
                    value=Money("120.50", "EUR"),
                    quantity=10,
                    weight_g=2000,
                    kind="goods",
                    key=str(number),
                )
                for number in range(lines)
            ),
        )
    )


def _freight() -> Any:
    from trade.freight import Parcel
    from trade.queries import cheapest_freight

    parcel = Parcel(weight_g=4200, length_mm=400, width_mm=300, height_mm=200, count=3)
    return cheapest_freight("CN", "DE", (parcel,), "EUR")
