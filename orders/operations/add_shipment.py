"""The seller sends another parcel of an order that is under way."""

from datetime import UTC, date, datetime, time

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound
from orders import queries, rules
from orders.models import Order, Shipment
from orders.operations._moves import MoveRefused, locked
from orders.operations.ship_order import make_shipment
from orders.rules import STATUS_LABELS, Party, Status


@entry
def add_shipment(
    *,
    actor: Actor,
    order: Order,
    carrier: str,
    tracking_number: str,
    expected_date: date,
    tracking_url: str = "",
    contents: str = "",
    now: datetime,
) -> Shipment:
    """
    Add a parcel to a shipped order; the order counts as delivered once all its parcels are. The same number is one.

    :raises NotFound: if the actor does not sell.
    :raises NotAllowed: if the actor may not ship.
    :raises MoveRefused: if the order is not under way.
    :raises InvalidInput: if the carrier, number, date or address does not hold.
    """
    order = locked(order)
    if queries.party_of(actor, order) is not Party.SELLER:
        raise NotFound
    actor.must("orders.ship")
    if order.status != Status.SHIPPED:
        raise MoveRefused(status=order.status, status_label=STATUS_LABELS[Status(order.status)], action="ship")
    shipment, is_new = make_shipment(
        order=order, carrier=carrier, number=tracking_number, expected=expected_date, url=tracking_url,
        contents=contents, now=now,
    )  # fmt: skip
    if not is_new:
        return shipment
    expected_at = datetime.combine(expected_date, time.min, tzinfo=UTC)
    later = rules.accept_by(delivered_at=None, expected_at=expected_at, shipped_at=order.shipped_at or now)
    order.auto_accept_at = max(order.auto_accept_at or later, later)
    order.save(update_fields=["auto_accept_at"])
    events.record(
        "orders.shipment.added", subject=shipment, actor=actor, at=now, payload={"reference": order.public_id}
    )
    return shipment
