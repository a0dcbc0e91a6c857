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
    rows = [
        (f"landed cost, {lines} lines", *_figures(partial(_landed, lines), times=20 if lines > 100 else 200))
        for lines in (1, 10, 100, 1000)
    ]
    rows += [(f"landed cost, 10 lines, rules × {times}", *_figures(_with_rules(times))) for times in (1, 10)]
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
    from trade.queries import landed_cost_for

    return landed_cost_for(_basket(lines))


def _basket(lines: int) -> Any:
    from marketplace.kernel.money import Money
    from trade.landed_cost import Basket, BasketLine

    return Basket(
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


def _with_rules(times: int) -> Callable[[], Any]:
    """Return a reckoning of ten lines under Germany's rules, with `times` as many duty rows beside them."""
    from dataclasses import replace

    from trade.fx import current_rates
    from trade.landed_cost import DestinationRules, landed_cost
    from trade.reference import destination_rules, read_rules

    rules = destination_rules("DE", date.today(), read_rules())
    assert rules is not None
    duties = [row for rows in rules._duties.values() for row in rows]
    # Other codes of the same headings, as a longer tariff would have them.
    more = [
        replace(row, hs_prefix=(row.hs_prefix + f"{number:04d}")[:10])
        for number in range(1, times)
        for row in duties
        if 2 < len(row.hs_prefix) <= 6
    ]
    grown = DestinationRules(
        "DE", rules.on, rules.facts, [*duties, *more], rules._taxes.values(), rules.low_values, rules.fees, "grown"
    )
    basket, rates = _basket(10), current_rates()
    return lambda: landed_cost(basket, grown, rates)


def _freight() -> Any:
    from trade.freight import Parcel
    from trade.queries import cheapest_freight

    parcel = Parcel(weight_g=4200, length_mm=400, width_mm=300, height_mm=200, count=3)
    return cheapest_freight("CN", "DE", (parcel,), "EUR")
