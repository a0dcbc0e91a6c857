"""Freight: the price of every service for a parcel and for a hundred, and what packing costs as the kinds grow."""

import random
import time
from collections.abc import Callable
from typing import Any

from benchmarks import report

QUOTE_LIMIT_MS, PACK_LIMIT_MS = 20.0, 50.0
LANES = (("CL", "DE"), ("CN", "US"), ("DE", "FR"), ("IT", "IT"), ("VN", "KE"))
KINDS = (20, 200, 1000, 4000)


def run(*, scale: int = 0) -> None:
    """Measure and print; what is packed is the same in every run."""
    import django

    django.setup()
    report.show(
        f"Freight, CPU of one core, limit {QUOTE_LIMIT_MS:g} ms for all services on a lane",
        ("", "ms", "of limit", "offers"),
        [_quotes(count) for count in (1, 100)],
    )
    report.show(
        f"Packing, CPU of one core, limit {PACK_LIMIT_MS:g} ms for 1000 kinds",
        ("", "ms", "of limit", "parcels", "at least", "used"),
        [_packing(name, kinds) for name in ("carton", "pallet") for kinds in KINDS],
    )


def _quotes(count: int) -> tuple[str, ...]:
    from trade.freight import FreightQuote, Parcel, quote
    from trade.queries.freight import service_cards

    cards = service_cards()
    asked = 0
    offers = 0

    def once() -> None:
        nonlocal asked, offers
        for ship_from, ship_to in LANES:
            # Another weight each time: what was packed before is remembered.
            asked += 1
            parcel = Parcel(900 + asked, 310, 220, 140, count)
            offers += sum(isinstance(quote(card, [parcel], ship_from, ship_to), FreightQuote) for card in cards)

    took = _best(once) / len(LANES)
    label = f"{len(cards)} services, {count} parcel{'s' if count > 1 else ''}"
    return label, f"{took:.1f}", f"{took / QUOTE_LIMIT_MS:.2f}", f"{offers / asked:.1f} a lane"


def _packing(name: str, kinds: int) -> tuple[str, ...]:
    from trade import packing

    hold = {
        "carton": packing.Hold(600, 400, 400, 30_000, 1_500, 3_000),
        "pallet": packing.Hold(1_200, 800, 1_800, 900_000, 2_400, 7_200),
    }[name]
    chance = random.Random(11)
    pieces = [
        packing.Parcel(
            chance.randint(300, 9_000), chance.randint(90, 500), chance.randint(80, 400), chance.randint(50, 400)
        )
        for _each in range(kinds)
    ]

    def once() -> Any:
        packing._pack.cache_clear()
        packing._best_block.cache_clear()
        return packing.pack(pieces, hold)

    took = _best(once)
    packed = once()
    return (
        f"{name}: {kinds} kinds of one piece",
        f"{took:.1f}",
        f"{took / PACK_LIMIT_MS:.2f}" if kinds == 1000 else "–",
        str(sum(each.count for each in packed)),
        str(packing.fewest(pieces, hold)),
        f"{packing.utilisation(packed):.0%}",
    )


def _best(work: Callable[[], Any], times: int = 5) -> float:
    """The least CPU time of a few runs, in milliseconds: what others do on the machine only adds."""
    work()
    found = []
    for _turn in range(times):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found) * 1000
