"""Take in a carrier's message."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from orders.models import CarrierMessage
from trade.carriers import Notice


@entry
def receive_carrier_message(*, carrier_code: str, notices: Sequence[Notice], now: datetime) -> int:
    """
    Store what a genuine message says, once by its id, and have it handled in the background; return how much is new.

    A number that nobody has shipped under is taken too: it is parked until somebody does.
    """
    fresh = 0
    for notice in notices:
        row, created = CarrierMessage.objects.get_or_create(
            carrier_code=carrier_code,
            message_id=notice.notice_id,
            defaults={
                "number": notice.number,
                "events": [asdict(event) | {"at": event.at.isoformat()} for event in notice.events],
                "received_at": now,
            },
        )
        if created:
            fresh += 1
            events.record("orders.carrier.told", subject=row, actor=Actor.system("carriers"), at=now)
    return fresh
