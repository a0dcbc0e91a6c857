"""How sellers ship and where they sell: measured for many at once, for `sellers.standing`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, F, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf

from orders.models import Order
from orders.rules import Status

SHIPPING_OVER = timedelta(days=180)
MARKETS_OVER = timedelta(days=365)
MOST_MARKETS = 4


def trade_record(organisations: Sequence[int], now: datetime) -> Mapping[int, Mapping[str, Any]]:
    """
    Return of each seller the orders that were due to be shipped in 180 days and how many left on time; and the
    orders of a year with the countries they went to, most first.

    An order that is overdue and still there counts as late. What was cancelled or refunded is left out.
    """
    orders = (
        Order.objects.filter(seller__in=organisations, funded_at__isnull=False)
        .exclude(status__in=[Status.CANCELLED, Status.REFUNDED])
        .order_by()
    )
    left = Q(shipped_at__isnull=False)
    found: dict[int, dict[str, Any]] = {
        seller: {"shipments_due": due, "shipped_on_time": on_time}
        for seller, due, on_time in orders.filter(ship_by_at__gte=now - SHIPPING_OVER)
        .values_list("seller")
        .annotate(
            due=Count("pk", filter=left | Q(ship_by_at__lte=now)),
            on_time=Count("pk", filter=Q(shipped_at__lte=F("ship_by_at"))),
        )
    }
    # Services go to no address: they went to where their buyer is.
    country = Coalesce(
        NullIf(KeyTextTransform("country", "address"), Value("")), "organisation__country", output_field=CharField()
    )
    rows = (
        orders.filter(funded_at__gte=now - MARKETS_OVER)
        .annotate(country=country)
        .values_list("seller", "country")
        .annotate(orders=Count("pk"))
        .order_by("seller", "-orders", "country")
    )
    for seller, code, count in rows:
        values = found.setdefault(seller, {})
        values["orders"] = values.get("orders", 0) + count
        markets = values.setdefault("markets", [])
        if len(markets) < MOST_MARKETS:
            markets.append(code)
    return found
