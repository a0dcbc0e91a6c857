"""The sandbox's own deliveries over HTTP to a running server: signed, doubled, shuffled, and in the end the same."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from payments.models import Escrow, LedgerEntry, WebhookEvent
from payments.operations.handle_webhook import handle_webhook
from tests.payments.conftest import WEBHOOK_SECRET, Sandbox
from tests.payments.factories import make_escrow
from tests.payments.test_escrow import assert_reconciled
from tests.payments.test_paying import start


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_doubled_and_shuffled_deliveries_fund_the_escrow_once(live_server: Any, sandbox: Sandbox) -> None:
    escrow = make_escrow()
    payment = start(escrow)
    sandbox.control.fault("webhook_duplicate", "*", copies=2)
    sandbox.control.fault("webhook_shuffle", "*", seconds=0.3)
    sandbox.control.set(webhook_url=f"{live_server.url}/webhooks/stripe/", webhook_secret=WEBHOOK_SECRET)
    try:
        sandbox.control.pay(payment.provider_session_id, card="4000000000000002")
        sandbox.control.pay(payment.provider_session_id)
        wait_until(lambda: all(row["state"] == "delivered" for row in sandbox.control.deliveries()))
    finally:
        sandbox.control.set(webhook_url="", webhook_secret="")

    stored = list(WebhookEvent.objects.order_by("-provider_event_id"))
    assert "checkout.session.completed" in {webhook.type for webhook in stored}
    assert len(stored) == len(sandbox.control.objects("events"))
    assert len(sandbox.control.deliveries()) == 3 * len(stored)
    for webhook in stored:
        handle_webhook(webhook=webhook, now=timezone.now())

    assert not WebhookEvent.objects.filter(outcome__in=["", "held"]).exists()
    assert Escrow.objects.get().status == "funded"
    assert LedgerEntry.objects.filter(kind="payment.received").count() == 1
    assert_reconciled()
