"""What a paper costs to draw: an invoice of 1, 10 and 100 lines, with and without its e-invoice, CPU of one core."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks import report

TIMES = 40


def run(*, scale: int = 0) -> None:
    """Measure and print. A new title each time, so that nothing is answered from what typst remembers."""
    import django

    django.setup()
    rows = []
    for lines in (1, 10, 100):
        for name, do in (("PDF", _pdf), ("PDF, CII, UBL and preview", _all)):
            rows.append((f"invoice, {lines} lines: {name}", *_figures(partial(do, lines))))
    report.show("Papers, warm, CPU of one core", ("", "p50 ms", "p95 ms", "a second"), rows)


def _figures(do: Callable[[int], Any]) -> tuple[str, str, str]:
    do(-1)
    taken = []
    for number in range(TIMES):
        began = time.process_time()
        do(number)
        taken.append((time.process_time() - began) * 1000)
    taken.sort()
    middle = statistics.median(taken)
    return f"{middle:.1f}", f"{taken[int(TIMES * 0.95)]:.1f}", f"{1000 / middle:.0f}"


def _content(lines: int, number: int) -> Any:
    from trade.papers import Charge, Content, GoodsLine, Kind, Party, TaxLine
    from trade.papers.vat import EXEMPTION_CODES, EXPORT, REASONS

    seller = Party("Puerto Claro SpA", "DE", ("Kai 1", "20457 Hamburg"), "Kai 1", "Hamburg", vat="DE136695976")
    buyer = Party("Harbour & Sons", "US", ("1 Pier Rd", "Boston"), "1 Pier Rd", "Boston", reference="org_b")
    goods = tuple(
        GoodsLine(
            place, f"Bowl {number}, glaze {place}", 10, "piece", 12500, "Blue", f"B-{place}", "691110", "DE", 5000
        )
        for place in range(1, lines + 1)
    )
    total = 12500 * lines + 900
    return Content(
        kind=Kind.INVOICE.value, number=f"INV-2026-{number:05d}", issued_on="2026-11-22", public_id="ppr_x",
        order_number="BW-26-000001", seller=seller, buyer=buyer, consignee=buyer, lines=goods, currency="EUR",
        goods_minor=12500 * lines, total_minor=total, charges=(Charge("freight", 900),),
        taxes=(TaxLine(EXPORT, "0", total, 0, EXEMPTION_CODES[EXPORT], REASONS[EXPORT]),), ships_from="DE",
        ships_to="US",
        incoterm="DAP", incoterm_place="Boston", delivered_on="2026-11-22", is_paid=True,
    )  # fmt: skip


def _sheet(content: Any) -> Any:
    from trade.papers import content_hash
    from trade.papers.sheets import sheet_of

    return sheet_of(
        content, digest=content_hash(content.as_json()), verify_url="https://bridgeway.example/papers/verify/x/"
    )


def _pdf(lines: int, number: int) -> Any:
    from trade.papers.render import draw_pdf

    return draw_pdf(_sheet(_content(lines, number)))


def _all(lines: int, number: int) -> Any:
    from trade.papers import einvoice
    from trade.papers.factur_x import mark_factur_x
    from trade.papers.render import draw_pdf, draw_preview

    content = _content(lines, number)
    sheet, xml = _sheet(content), einvoice.cii_xml(content)
    return mark_factur_x(draw_pdf(sheet, xml=xml)), einvoice.ubl_xml(content), draw_preview(sheet)
