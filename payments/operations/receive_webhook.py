"""Take in a message of the provider."""

import json
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from payments.models import WebhookEvent


@entry
def receive_webhook(*, event: dict[str, Any], now: datetime) -> bool:
    """
    Store a genuine message once, by its id, and have it handled in the background. Returns False for a repeat.

    The body is a hint only: handling fetches the object again, so the order and number of messages do not matter.
    """
    described = event.get("data", {}).get("object", {})
    row = WebhookEvent(
        provider_event_id=str(event["id"])[:120],
        type=str(event["type"])[:80],
        provider_account_id=str(event.get("account") or "")[:120],
        object_id=str(described.get("id") or "")[:120] if isinstance(described, dict) else "",
        payload=event,
        received_at=now,
    )
    # Two copies at once: the second waits on the unique index, then finds nothing to insert.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_webhookevent (provider_event_id, type, provider_account_id, object_id, payload, "
            "received_at, attempts, outcome, problem) VALUES (%s, %s, %s, %s, %s, %s, 0, '', '') "
            "ON CONFLICT (provider_event_id) DO NOTHING RETURNING id",
            [row.provider_event_id, row.type, row.provider_account_id, row.object_id, json.dumps(event), now],
        )
        inserted = cursor.fetchone()
    if inserted is None:
        return False
    row.pk = inserted[0]
    events.record(
        "payments.webhook.received",
        subject=row,
        actor=Actor.system("stripe"),
        at=now,
        payload={"type": row.type},
    )
    return True
