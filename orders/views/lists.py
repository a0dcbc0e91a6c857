"""Lists of orders: what we bought, what we sold. Filter, search, pages, CSV."""

import csv
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.actor import actor_of
from marketplace.kernel.money import from_minor
from orders import queries
from orders.models import Order
from orders.presentation import next_step, status_badge
from orders.rules import OPEN, STATUS_LABELS, Party, Status

PAGE_SIZES = (20, 50, 100)
MOST_EXPORTED = 20_000


@require_GET
def purchases(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Orders that the organisation placed."""
    return _list(request, queries.purchases_of(actor_of(request)), Party.BUYER, "orders/purchases.html")


@require_GET
def sales(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Orders that the organisation received."""
    return _list(request, queries.sales_of(actor_of(request)), Party.SELLER, "orders/sales.html")


def _list(
    request: HttpRequest, orders: QuerySet[Order], party: Party, template: str
) -> HttpResponse | StreamingHttpResponse:
    status, text = request.GET.get("status", ""), request.GET.get("q", "")
    counts = queries.counts_by_status(orders)
    found = queries.filtered(orders, status=status, text=text)
    if request.GET.get("format") == "csv":
        return _csv(found, party)
    size = request.GET.get("size", "")
    size_shown = int(size) if size.isascii() and size.isdigit() and int(size) in PAGE_SIZES else PAGE_SIZES[0]
    page = Paginator(found, size_shown).get_page(request.GET.get("page"))
    rows = [{"order": order, "badge": status_badge(order.status), "next": next_step(order, party)} for order in page]
    context = {
        "page": page,
        "rows": rows,
        "status": status,
        "text": text,
        "tabs": _tabs(request.path, status, counts),
        "is_filtered": bool(status or text),
        "sizes": PAGE_SIZES,
        "size": size_shown,
    }
    return render(request, template, context)


def _tabs(path: str, status: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    tabs = [
        {"label": _("All"), "url": path, "current": not status, "count": sum(counts.values())},
        {
            "label": _("Open"),
            "url": f"{path}?status=open",
            "current": status == "open",
            "count": sum(counts.get(each, 0) for each in OPEN),
        },
    ]
    tabs += [
        {"label": STATUS_LABELS[each], "url": f"{path}?status={each}", "current": status == each, "count": counts[each]}
        for each in Status
        if counts.get(each)
    ]
    return tabs


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def _csv(orders: QuerySet[Order], party: Party) -> StreamingHttpResponse:
    name = f"orders-{timezone.now():%Y-%m-%d}.csv"
    response = StreamingHttpResponse(_csv_rows(orders, party), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv_rows(orders: QuerySet[Order], party: Party) -> Iterator[str]:
    writer = csv.writer(_Echo())
    own = (
        ["currency", "goods", "freight", "duty", "tax", "fees", "total"]
        if party is Party.BUYER
        else ["currency", "goods", "freight", "commission", "net"]
    )
    # The mark tells spreadsheets that this is UTF-8.
    yield "\ufeff" + str(
        writer.writerow(["number", "status", "placed_at", "partner", "purchase_number", "titles", "tracking", *own])
    )
    for order in orders[:MOST_EXPORTED].iterator(chunk_size=500):
        partner = order.seller.name if party is Party.BUYER else order.organisation.name
        yield str(
            writer.writerow(
                [
                    safe_cell(cell)
                    for cell in (
                        order.number,
                        order.status,
                        order.placed_at.isoformat(timespec="seconds"),
                        partner,
                        order.purchase_number,
                        "; ".join(line.title for line in order.lines.all()),
                        "; ".join(shipment.tracking_number for shipment in order.shipments.all()),
                    )
                ]
                + _amounts(order, party)
            )
        )


def _amounts(order: Order, party: Party) -> list[str]:
    parts: tuple[str, ...]
    parts, currency = ("goods", "freight", "duty", "tax", "fees", "total"), order.currency
    if party is Party.SELLER:
        parts, currency = ("seller_goods", "seller_freight", "seller_commission", "seller_net"), order.seller_currency
    return [currency, *(str(from_minor(getattr(order, f"{part}_minor"), currency).amount) for part in parts)]


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: a leading = + - @ tab or return is quoted."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def list_url(party: Party) -> str:
    """Where the list of one's own orders is."""
    return reverse("orders:purchases" if party is Party.BUYER else "orders:sales")
