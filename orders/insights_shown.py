"""A seller's figures as charts and bars show them: on the page of insights and on the desk."""

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from marketplace.kernel.templatetags.bridgeway import locale
from orders import insights as figures
from orders.insights import Insights


def chart_of(found: Insights) -> dict[str, object]:
    """Return the sales columns as the chart script reads them."""
    return {
        "type": "bar",
        "labels": [format_skeleton("MMMd", column.start, locale=locale()) for column in found.columns],
        "datasets": [
            {"label": _("Sales"), "data": [str(column.sales.amount) for column in found.columns]},
            {"label": _("The period before"), "data": [str(column.before.amount) for column in found.columns]},
        ],
        "unit": found.now.sales.currency.code,
    }


def funnel_of(found: Insights) -> list[dict[str, object]]:
    """Return the way from a look to an order, each step with its share of the looks."""
    now = found.now
    return [
        {"label": _("Looked at"), "count": now.views, "of": ""},
        {"label": _("Asked about"), "count": now.enquiries, "of": figures.conversion_percent(now.enquiries, now.views)},
        {"label": _("Ordered"), "count": now.orders, "of": figures.conversion_percent(now.orders, now.views)},
    ]
