"""What an organisation sold and bought, and what was said of it, for its archive."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.data_export import Table, amount, register, rows_of
from orders.models import Order, OrderLine, Review, Shipment

_ORDER = {"id": "public_id"} | {
    name: name
    for name in (
        "number", "status", "incoterm", "address", "purchase_number", "buyer_note", "placed_at", "funded_at",
        "ship_by_at", "shipped_at", "delivered_at", "accepted_at", "ended_at",
    )
}  # fmt: skip
# Each side sees its own figures: what the seller earns is none of the buyer's business.
_SOLD = _ORDER | {
    "buyer": "organisation__name", "currency": "seller_currency", "goods": "seller_goods_minor",
    "freight": "seller_freight_minor", "commission": "seller_commission_minor", "net": "seller_net_minor",
}  # fmt: skip
_BOUGHT = _ORDER | {
    "seller": "seller__name", "currency": "currency", "goods": "goods_minor", "freight": "freight_minor",
    "duty": "duty_minor", "tax": "tax_minor", "fees": "fees_minor", "total": "total_minor",
}  # fmt: skip
_LINES = {"order": "order__number"} | {
    name: name
    for name in ("position", "title", "variant_label", "sku", "unit", "quantity", "hs_code", "origin_country")
} | {"currency": "list_currency", "total": "list_total_minor"}  # fmt: skip
_SHIPMENTS = {"order": "order__number"} | {
    name: name for name in ("carrier", "tracking_number", "contents", "shipped_at", "state", "delivered_at")
}
_REVIEWS = {
    "order": "order__number", "listing": "listing__public_id", "by": "organisation__name", "rating": "rating",
    "text": "text", "language": "language", "written_at": "written_at", "reply": "reply", "replied_at": "replied_at",
}  # fmt: skip
_AMOUNTS = ("goods", "freight", "commission", "net", "duty", "tax", "fees", "total")


def register_parts() -> None:
    """Put orders and reviews into every archive."""
    register(
        Table("orders/sales", _("Orders from buyers"), list(_SOLD), partial(_rows, Order, "seller_id", _SOLD)),
        Table(
            "orders/purchases", _("Orders to sellers"), list(_BOUGHT), partial(_rows, Order, "organisation_id", _BOUGHT)
        ),
        Table("orders/lines", _("What was ordered"), list(_LINES), partial(_of_orders, OrderLine, _LINES)),
        Table("orders/shipments", _("Parcels"), list(_SHIPMENTS), partial(_of_orders, Shipment, _SHIPMENTS)),
        Table("orders/reviews", _("Reviews"), list(_REVIEWS), partial(_of_orders, Review, _REVIEWS)),
    )


def _rows(model: Any, owner: str, columns: dict[str, str], organisation_id: int) -> Iterator[dict[str, Any]]:
    return _with_amounts(rows_of(model.objects.filter(**{owner: organisation_id}), columns))


def _of_orders(model: Any, columns: dict[str, str], organisation_id: int) -> Iterator[dict[str, Any]]:
    mine = Q(order__seller_id=organisation_id) | Q(order__organisation_id=organisation_id)
    rows: QuerySet[Any] = model.objects.filter(mine)
    return _with_amounts(rows_of(rows, columns))


def _with_amounts(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row | {name: amount(row[name], row["currency"]) for name in _AMOUNTS if name in row}
