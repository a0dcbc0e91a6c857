"""What carriers said about the parcels of the demo world."""

from datetime import datetime, timedelta

from accounts.actor import Actor
from orders import operations
from orders.models import Order, TrackingEvent
from trade.carriers import TrackedEvent

# What happens on the way: code, share of the time under way, at which end (empty: between), and the carrier's words.
ABROAD = (
    ("picked_up", 0.03, "from", "Collected from the sender"),
    ("in_transit", 0.2, "from", "Export declaration accepted, left the country"),
    ("in_transit", 0.45, "", "At the transit hub"),
    ("customs_hold", 0.6, "to", "Customs asks for a copy of the invoice"),
    ("released", 0.75, "to", "Released by customs"),
    ("out_for_delivery", 0.97, "to", "With the driver"),
)
AT_HOME = tuple(step for step in ABROAD if step[0] not in ("customs_hold", "released"))
# Of a parcel that has not arrived, the driver is still to come.
NOT_YET = 0.9
HELD = 0.7


def tell_way(order: Order, *, until: datetime, arrived: datetime | None = None, held: bool = False) -> None:
    """
    Record what the carrier told about each parcel between handing over and `until`, one event after another.

    :param arrived: when it was handed over; None while it is under way.
    :param held: customs has it, and has not let it go.
    """
    for shipment in order.shipments.order_by("pk"):
        ends = {"from": order.ships_from, "to": str(order.address.get("country", ""))}
        steps = AT_HOME if ends["from"] == ends["to"] else ABROAD
        last = 1.0 if arrived else HELD if held else NOT_YET
        told = [
            (code, shipment.shipped_at + (until - shipment.shipped_at) * share, ends.get(end, ""), text)
            for code, share, end, text in steps
            # Most parcels are through customs within hours, and no carrier speaks of it.
            if share < last and (held or code not in ("customs_hold", "released"))
        ]
        if arrived:
            told.append(("delivered", arrived, ends["to"], "Handed over, signed for"))
        for place, (code, at, where, text) in enumerate(told):
            at = at.replace(microsecond=0)
            event = TrackedEvent(f"{shipment.tracking_number}-{place}", code, at, where, text, code)
            operations.record_tracking_events(
                shipment=shipment,
                told=[event],
                source=TrackingEvent.Source.WEBHOOK,
                actor=Actor.system("carriers"),
                now=at + timedelta(minutes=10),
            )
