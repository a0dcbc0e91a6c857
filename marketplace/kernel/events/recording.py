"""Write down what happened."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from django.db import models, transaction

from marketplace.kernel.models import Event, EventDelivery

from .registry import handlers_of


def record(
    name: str,
    *,
    subject: models.Model,
    actor: Any,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    organisation_id: int | None = None,
) -> Event:
    """
    Record that `name` (a past fact such as `orders.order.placed`) happened to `subject`, by `actor`.

    Must be called in the transaction that makes it true. `payload` is JSON; `organisation_id` defaults to the
    subject's own. The actor needs `user_id` and `label`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction that makes it true")
    event = Event.objects.create(
        name=name,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        organisation_id=organisation_id or getattr(subject, "organisation_id", None),
        actor_id=getattr(actor, "user_id", None),
        actor_label=getattr(actor, "label", ""),
        payload=dict(payload or {}),
        correlation_id=str(structlog.contextvars.get_contextvars().get("request_id", "")),
        occurred_at=at,
    )
    deliveries = EventDelivery.objects.bulk_create(
        EventDelivery(event=event, handler=handler) for handler in handlers_of(name)
    )
    if deliveries:
        transaction.on_commit(partial(_hand_over, [delivery.pk for delivery in deliveries]), robust=True)
    return event


def _hand_over(delivery_ids: list[int]) -> None:
    """Give fresh deliveries to the queue at once; if the queue is away, the sweep sends them later."""
    from marketplace.kernel.tasks import send_deliveries

    send_deliveries(delivery_ids)
