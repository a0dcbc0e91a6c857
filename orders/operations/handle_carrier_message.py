"""Act on a stored message of a carrier."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from orders.models import CarrierMessage, Shipment, TrackingEvent
from orders.operations.record_tracking_events import record_tracking_events
from trade.carriers import TrackedEvent, carrier_for
from trade.models import Carrier


def handle_carrier_message(*, message: CarrierMessage, now: datetime) -> CarrierMessage:
    """
    Record the events of a message for every shipment under its number; one that was handled is left alone.

    A message without events says only that there is news: the carrier is asked. With no shipment under the number the
    message is parked until there is one.

    :raises CarrierAway: if the carrier does not answer; the message stays open and is tried again.
    """
    if message.outcome == CarrierMessage.Outcome.DONE:
        return message
    return handle_again(message=message, now=now)


def handle_again(*, message: CarrierMessage, now: datetime) -> CarrierMessage:
    """Act on a message even if it was handled before: for a person who has mended the cause."""
    shipments = Shipment.objects.filter(carrier_code=message.carrier_code, tracking_number=message.number)
    found = list(shipments.order_by("pk"))
    outcome = CarrierMessage.Outcome.DONE if found else CarrierMessage.Outcome.PARKED
    if found:
        told = _events(message)
        for shipment in found:
            record_tracking_events(
                shipment=shipment, told=told, source=TrackingEvent.Source.WEBHOOK, actor=Actor.system("carriers"),
                now=now,
            )  # fmt: skip
    return _record_outcome(message=message, outcome=outcome, now=now)


def handle_parked(*, shipment: Shipment, now: datetime) -> int:
    """Handle what was said about a number before anybody had shipped under it; return how many messages."""
    parked = CarrierMessage.objects.filter(
        carrier_code=shipment.carrier_code, number=shipment.tracking_number, outcome=CarrierMessage.Outcome.PARKED
    )
    messages = list(parked.order_by("pk")[:200])
    for message in messages:
        handle_carrier_message(message=message, now=now)
    return len(messages)


def _events(message: CarrierMessage) -> list[TrackedEvent]:
    if message.events:
        return [TrackedEvent(**event | {"at": datetime.fromisoformat(event["at"])}) for event in message.events]
    carrier = Carrier.objects.get(code=message.carrier_code)
    return list(carrier_for(carrier.code, carrier.adapter).track(message.number))


@entry
def _record_outcome(*, message: CarrierMessage, outcome: str, now: datetime) -> CarrierMessage:
    message = CarrierMessage.objects.select_for_update().get(pk=message.pk)
    message.handled_at = message.tried_at = now
    message.attempts += 1
    message.outcome, message.problem = outcome, ""
    message.save(update_fields=["handled_at", "tried_at", "attempts", "outcome", "problem"])
    return message


@entry
def note_failure(*, message: CarrierMessage, problem: str, now: datetime) -> None:
    """Keep why a message could not be handled this time; it stays open."""
    message = CarrierMessage.objects.select_for_update().get(pk=message.pk)
    message.tried_at = now
    message.attempts += 1
    message.problem = problem[:500]
    message.save(update_fields=["tried_at", "attempts", "problem"])
