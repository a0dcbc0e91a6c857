"""The seller says what happened to a shipment that no carrier tells about."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.refusals import InvalidInput, NotFound
from orders import queries, tracking
from orders.models import Order, Shipment, TrackingEvent
from orders.operations.record_tracking_events import record_tracking_events
from orders.rules import Party
from trade.carriers import TrackedEvent
from trade.carriers.signatures import digest_of


def add_tracking_event(
    *, actor: Actor, order: Order, shipment: int, code: str, at: datetime, place: str, text: str, now: datetime
) -> Shipment:
    """
    Add an event to a shipment of the seller's order (its number in the order). Saying the same twice adds it once.

    That it was delivered is not the seller's to say here: it starts the buyer's time.

    :raises NotFound: if the actor does not sell, or there is no such shipment.
    :raises NotAllowed: if the actor may not ship.
    :raises InvalidInput: if the code, the time or the words do not hold.
    """
    if queries.party_of(actor, order) is not Party.SELLER:
        raise NotFound
    actor.must("orders.ship")
    found = Shipment.objects.filter(order=order, pk=shipment).first()
    if found is None:
        raise NotFound
    problems: dict[str, list[object]] = {}
    if code not in tracking.SELLER_MAY_SAY:
        problems["code"] = [_("Choose what happened.")]
    if at > now or not tracking.is_about(at, shipped_at=found.shipped_at, now=now):
        problems["at"] = [_("Choose a time between handing over and now.")]
    place, text = " ".join(place.split()), " ".join(text.split())
    if len(place) > 120:
        problems["place"] = [_("Use at most %(most)s characters.") % {"most": 120}]
    if len(text) > 300:
        problems["text"] = [_("Use at most %(most)s characters.") % {"most": 300}]
    if problems:
        raise InvalidInput(fields=problems)
    said = TrackedEvent(digest_of("seller", code, at.isoformat(), place), code, at, place, text)
    record_tracking_events(shipment=found, told=[said], source=TrackingEvent.Source.SELLER, actor=actor, now=now)
    found.refresh_from_db()
    return found
