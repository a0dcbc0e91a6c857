"""Write down what happened to a shipment, and draw the conclusions."""

from collections.abc import Sequence
from datetime import UTC, datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from orders import tracking
from orders.models import Shipment, TrackingEvent
from trade.carriers import TrackedEvent


@entry
def record_tracking_events(
    *, shipment: Shipment, told: Sequence[TrackedEvent], source: str, actor: Actor, now: datetime
) -> int:
    """
    Add the events that are new to a shipment; return how many. They may come in any order and any number of times.

    The shipment's state and expected day follow from all its events. Trouble is recorded so that both sides are told,
    and once the last shipment of an order is delivered, that is recorded too: the buyer's time begins. An event that
    cannot be about this shipment, because the number was used before or a clock is wrong, is left out.
    """
    # Whoever records for one shipment waits here for the other, so that delivered is concluded once.
    shipment = Shipment.objects.select_for_update(of=("self",)).select_related("order").get(pk=shipment.pk)
    known = set(shipment.events.values_list("event_id", flat=True))
    fresh = {
        event.event_id: event
        for event in told
        if event.event_id not in known and tracking.is_about(event.at, shipped_at=shipment.shipped_at, now=now)
    }
    TrackingEvent.objects.bulk_create(
        TrackingEvent(
            shipment=shipment,
            organisation_id=shipment.organisation_id,
            event_id=event.event_id,
            code=event.code,
            at=event.at,
            utc_offset_minutes=_offset(event.at),
            place=event.place[:120],
            text=event.text[:300],
            raw_code=event.raw_code[:20],
            source=source,
            received_at=now,
        )
        for event in fresh.values()
    )
    before = shipment.state
    _conclude(shipment, now, has_news=bool(fresh))
    if fresh and shipment.state in tracking.TROUBLE and shipment.state != before:
        events.record(
            "orders.shipment.troubled", subject=shipment, actor=actor, at=now,
            payload={"reference": shipment.order.public_id, "code": shipment.state},
        )  # fmt: skip
    if shipment.state == "delivered" and before != "delivered" and _is_last(shipment):
        events.record(
            "orders.shipment.delivered", subject=shipment, actor=actor, at=now,
            payload={"reference": shipment.order.public_id},
        )  # fmt: skip
    return len(fresh)


def _conclude(shipment: Shipment, now: datetime, *, has_news: bool) -> None:
    happened = list(shipment.events.all())
    shipment.state = tracking.state_of(happened)
    shipment.delivered_at = tracking.delivered_at(happened)
    shipment.estimated_date = tracking.estimated_on(happened, expected=shipment.expected_date, today=now.date())
    shipment.last_event_at = max((event.at for event in happened), default=None)
    shipment.polls = 0 if has_news else min(shipment.polls + 1, 1000)
    shipment.next_poll_at = (
        None
        if shipment.delivered_at is not None or not shipment.carrier_code
        else tracking.next_poll(polls=shipment.polls, shipped_at=shipment.shipped_at, now=now, key=shipment.pk)
    )
    shipment.save(update_fields=["state", "delivered_at", "estimated_date", "last_event_at", "polls", "next_poll_at"])


def _is_last(shipment: Shipment) -> bool:
    return not Shipment.objects.filter(order_id=shipment.order_id, delivered_at=None).exclude(pk=shipment.pk).exists()


def _offset(at: datetime) -> int:
    offset = at.utcoffset() or at.astimezone(UTC).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
