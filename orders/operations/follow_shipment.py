"""Ask carriers about a shipment."""

from datetime import datetime

from accounts.actor import Actor
from orders.models import Shipment, TrackingEvent
from orders.operations.handle_carrier_message import handle_parked
from orders.operations.record_tracking_events import record_tracking_events
from trade.carriers import CarrierAway, carrier_for, is_configured
from trade.models import Carrier


def follow_shipment(*, shipment: Shipment, now: datetime) -> None:
    """
    Ask to be told about a shipment that was handed over, and take in what was said about its number before.

    A carrier that does not answer is asked again by the poll.
    """
    carrier = Carrier.objects.filter(code=shipment.carrier_code).first() if shipment.carrier_code else None
    if carrier is None or not is_configured(carrier.code, carrier.adapter):
        return
    handle_parked(shipment=shipment, now=now)
    try:
        _announce(shipment, carrier)
    except CarrierAway:
        return


def poll_shipment(*, shipment: Shipment, now: datetime) -> int:
    """Ask what is new, and say when to ask next; return how many events are new. No answer counts as no news."""
    carrier = Carrier.objects.filter(code=shipment.carrier_code).first()
    told = []
    if carrier is not None and is_configured(carrier.code, carrier.adapter):
        try:
            told = list(carrier_for(carrier.code, carrier.adapter).track(shipment.tracking_number))
            if not told and not shipment.state:
                _announce(shipment, carrier)
        except CarrierAway:
            told = []
    return record_tracking_events(
        shipment=shipment, told=told, source=TrackingEvent.Source.POLL, actor=Actor.system("carriers"), now=now
    )


def _announce(shipment: Shipment, carrier: Carrier) -> None:
    order = shipment.order
    carrier_for(carrier.code, carrier.adapter).announce(
        shipment.tracking_number,
        ship_from=order.ships_from,
        ship_to=str(order.address.get("country", "")),
        expected=shipment.expected_date,
    )
