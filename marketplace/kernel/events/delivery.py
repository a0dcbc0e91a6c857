"""Consume one delivery: run its handler, close its row in the handler's own transaction."""

from contextvars import ContextVar
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

log = structlog.get_logger(__name__)

# After this many failures a delivery is set aside for a person to look at (admin: event deliveries).
MOST_ATTEMPTS = 12

_current: ContextVar[int | None] = ContextVar("event_delivery", default=None)


def close_current_delivery() -> None:
    """Close the delivery being consumed, if any, in the transaction that is open now."""
    delivery_id = _current.get()
    if delivery_id is None:
        return
    _close(delivery_id)
    _current.set(None)


def consume(delivery_id: int) -> bool:
    """
    Run the handler of one open delivery. Returns False when there was nothing left to do.

    The handler calls one entry operation, which closes the row in its transaction. A handler that found nothing to
    do called none, and the row is closed here. A handler that fails leaves the row open, due again after a pause
    that doubles with each failure.
    """
    from marketplace.kernel.models import EventDelivery

    delivery = EventDelivery.objects.select_related("event").filter(pk=delivery_id, done_at=None).first()
    if delivery is None:
        return False
    token = _current.set(delivery.pk)
    try:
        with structlog.contextvars.bound_contextvars(
            event=delivery.event.name, delivery=delivery.pk, request_id=delivery.event.correlation_id
        ):
            import_string(delivery.handler)(delivery.event)
            if _current.get() is not None:
                with transaction.atomic():
                    close_current_delivery()
    except Exception as failure:
        _set_back(delivery_id, failure)
        raise
    finally:
        _current.reset(token)
    return True


def _close(delivery_id: int) -> None:
    from marketplace.kernel.models import EventDelivery

    EventDelivery.objects.filter(pk=delivery_id, done_at=None).update(done_at=timezone.now(), failure="")


def _set_back(delivery_id: int, failure: Exception) -> None:
    from marketplace.kernel.models import EventDelivery

    now = timezone.now()
    with transaction.atomic():
        delivery = EventDelivery.objects.select_for_update().get(pk=delivery_id)
        delivery.attempts += 1
        delivery.failure = f"{type(failure).__name__}: {failure}"[:1000]
        delivery.due_at = now + timedelta(seconds=min(2 ** min(delivery.attempts, 9), 300))
        delivery.save(update_fields=["attempts", "failure", "due_at"])
    log.warning("event_delivery_failed", delivery=delivery_id, failure=str(failure))
