"""How the seller's trade goes: the page of figures and charts, and the same as a spreadsheet."""

import csv
import io

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.actor import actor_of
from orders import insights as figures
from orders.insights import PERIODS, Insights, insights_of
from orders.insights_shown import chart_of, funnel_of


@login_required
@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    """Sales by day and country, from view to order, best sellers, what runs out."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[0]
    found = insights_of(actor_of(request), days=days, now=timezone.now())
    if request.GET.get("format") == "csv":
        return _csv(found)
    context = {
        "insights": found,
        "tabs": [
            {
                "label": ngettext("%(days)s day", "%(days)s days", each) % {"days": each},
                "url": f"?days={each}",
                "current": each == days,
            }
            for each in PERIODS
        ],
        "chart": chart_of(found),
        "tiles": _tiles(found),
        "funnel": funnel_of(found),
        "is_weekly": len(found.columns) < days,
    }
    return render(request, "orders/insights.html", context)


def _tiles(found: Insights) -> list[dict[str, object]]:
    now, before = found.now, found.before
    rows: list[tuple[str, object, int | None, str]] = [
        (_("Sales"), now.sales, figures.change_percent(int(now.sales.amount), int(before.sales.amount)), "money"),
        (_("Orders"), now.orders, figures.change_percent(now.orders, before.orders), "number"),
        (_("Buyers"), now.buyers, figures.change_percent(now.buyers, before.buyers), "number"),
        (_("Average order"), now.average_order, None, "money"),
        (_("First answer, in hours"), now.reply_hours, None, "number"),
        (_("Shipped on time, %"), now.on_time_percent, None, "number"),
    ]
    return [
        {
            "label": label,
            "value": value,
            "as": shown_as,
            "hint": "" if change is None else _("%(change)s %% against the period before") % {"change": f"{change:+d}"},
        }
        for label, value, change, shown_as in rows
    ]


def _csv(found: Insights) -> HttpResponse:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["from", "currency", "sales", "sales_before"])
    for column in found.columns:
        writer.writerow([column.start, column.sales.currency.code, column.sales.amount, column.before.amount])
    # The mark tells spreadsheets that this is UTF-8.
    response = HttpResponse("\ufeff" + sheet.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="sales-{found.since}-{found.until}.csv"'
    return response
