"""Act on a stored message of the provider."""

from datetime import datetime

import structlog

from marketplace.kernel.operations import entry
from payments.amounts import NotProviderAmount
from payments.gateway import ProviderRefused
from payments.models import WebhookEvent
from payments.webhook_handlers import HELD, Result, handler_for

log = structlog.get_logger(__name__)


def handle_webhook(*, webhook: WebhookEvent, now: datetime) -> WebhookEvent:
    """
    Fetch what a message is about, compare it with our rows, and act. A handled message is left alone.

    What does not match is held for a person, and nothing is marked as paid. Running it again, at the same time, or
    after a crash at any point does nothing twice: each step underneath is done once.

    :raises PaymentProviderUnavailable: if the provider does not answer; the message stays open and is tried again.
    """
    if webhook.handled_at is not None:
        return webhook
    return handle_again(webhook=webhook, now=now)


def handle_again(*, webhook: WebhookEvent, now: datetime) -> WebhookEvent:
    """Act on a message even if it was handled or held before: for a person who has mended the cause."""
    try:
        result = handler_for(webhook.type)(webhook, now)
    except ProviderRefused as refusal:
        result = Result(HELD, f"the provider says: {refusal.facts.get('reason', '')}")
    except NotProviderAmount as finer:
        result = Result(HELD, str(finer))
    if result.outcome == HELD:
        log.error("webhook_held", provider_event=webhook.provider_event_id, type=webhook.type, problem=result.problem)
    return _record_outcome(webhook=webhook, result=result, now=now)


@entry
def _record_outcome(*, webhook: WebhookEvent, result: Result, now: datetime) -> WebhookEvent:
    webhook = WebhookEvent.objects.select_for_update().get(pk=webhook.pk)
    webhook.handled_at = webhook.tried_at = now
    webhook.attempts += 1
    webhook.outcome = result.outcome
    webhook.problem = result.problem[:500]
    webhook.save(update_fields=["handled_at", "tried_at", "attempts", "outcome", "problem"])
    return webhook


@entry
def note_failure(*, webhook: WebhookEvent, problem: str, now: datetime) -> None:
    """Keep why a message could not be handled this time; it stays open."""
    webhook = WebhookEvent.objects.select_for_update().get(pk=webhook.pk)
    webhook.tried_at = now
    webhook.attempts += 1
    webhook.problem = problem[:500]
    webhook.save(update_fields=["tried_at", "attempts", "problem"])
