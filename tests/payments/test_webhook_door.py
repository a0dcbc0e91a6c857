"""The door for the provider's messages: only genuine ones come in, each once."""

import hashlib
import hmac
import json
import random
import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.kernel.models import Event, EventDelivery
from payments import reactions, tasks
from payments.gateway import WebhookNotGenuine, read_webhook
from payments.models import WebhookEvent
from tests.payments.conftest import WEBHOOK_SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def secret(settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    settings.STRIPE_API_KEY = "sk_test_sandbox"


def message(event_id: str = "evt_1", **over: Any) -> bytes:
    event = {
        "id": event_id, "object": "event", "type": "customer.created", "livemode": False,
        "data": {"object": {"id": "cus_1", "object": "customer"}},
    }  # fmt: skip
    return json.dumps(event | over).encode()


def sign(body: bytes, secret: str = WEBHOOK_SECRET, at: int | None = None) -> str:
    moment = int(time.time()) if at is None else at
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={mac}"


def send(body: bytes, signature: str | None) -> Any:
    headers = {} if signature is None else {"Stripe-Signature": signature}
    return Client(enforce_csrf_checks=True).post(
        "/webhooks/stripe/", body, content_type="application/json", headers=headers
    )


def test_a_genuine_message_is_stored_and_waits_for_its_handler() -> None:
    answer = send(message(), sign(message()))

    assert (answer.status_code, answer.json()) == (200, {"received": True, "duplicate": False})
    stored = WebhookEvent.objects.get()
    assert (stored.type, stored.object_id, stored.outcome) == ("customer.created", "cus_1", "")
    assert EventDelivery.objects.get(event__name__startswith="payments.").handler == "payments.reactions.handle_webhook"

    reactions.handle_webhook(Event.objects.get(name="payments.webhook.received"))
    stored.refresh_from_db()
    assert stored.outcome == "ignored"


def test_a_replayed_message_is_answered_and_stored_once() -> None:
    for _ in range(10):
        assert send(message(), sign(message())).status_code == 200
    assert WebhookEvent.objects.count() == Event.objects.filter(name="payments.webhook.received").count() == 1


@pytest.mark.parametrize("signature", [None, "", "nonsense", "t=1,v1=", "v1=abc", "t=x,v1=abc", "t=,v1=", "t=1,v0=abc"])
def test_an_unsigned_message_is_refused(signature: str | None) -> None:
    assert send(message(), signature).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_a_changed_message_is_refused() -> None:
    assert send(message(type="checkout.session.completed"), sign(message())).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_a_message_signed_with_another_secret_is_refused() -> None:
    assert send(message(), sign(message(), "whsec_somebody_elses")).status_code == 400


def test_an_old_message_is_refused() -> None:
    assert send(message(), sign(message(), at=int(time.time()) - 301)).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_a_thousand_forgeries_are_all_refused() -> None:
    source = random.Random(20261122)
    genuine, signature = message(), sign(message())
    assert read_webhook(genuine, signature)["id"] == "evt_1"
    for _ in range(1000):
        body, header = bytearray(genuine), signature
        if source.random() < 0.5:
            body[source.randrange(len(body))] ^= 1 << source.randrange(7)
        else:
            place = source.randrange(header.index("v1=") + 3, len(header))
            header = header[:place] + source.choice("0123456789abcdef".replace(header[place], "")) + header[place + 1 :]
        with pytest.raises(WebhookNotGenuine):
            read_webhook(bytes(body), header)


@pytest.mark.parametrize("missing", ["", "  ", ","])
def test_without_a_secret_the_door_stays_shut(settings: Any, missing: str) -> None:
    settings.STRIPE_WEBHOOK_SECRET = missing

    assert send(message(), sign(message(), missing)).status_code == 503
    assert not WebhookEvent.objects.exists()


def test_two_secrets_serve_while_one_replaces_the_other(settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRET = f"whsec_new, {WEBHOOK_SECRET}"

    assert send(message("evt_1"), sign(message("evt_1"))).status_code == 200
    assert send(message("evt_2"), sign(message("evt_2"), "whsec_new")).status_code == 200


@pytest.mark.parametrize("body", [b"{}", b"[]", b'"x"', b"not json", b"\xff\xfe", json.dumps({"id": "evt_1"}).encode()])
def test_a_signed_body_that_is_no_event_is_refused(body: bytes) -> None:
    assert send(body, sign(body)).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_a_live_message_never_reaches_a_test_system() -> None:
    assert send(message(livemode=True), sign(message(livemode=True))).status_code == 400


def test_a_huge_message_is_refused_unread() -> None:
    body = message(padding="x" * 600_000)
    assert send(body, sign(body)).status_code == 413


def test_only_post_is_answered() -> None:
    assert Client().get("/webhooks/stripe/").status_code == 405


def test_the_sweep_handles_what_the_queue_lost_and_keeps_what_fails(monkeypatch: Any) -> None:
    send(message("evt_1"), sign(message("evt_1")))
    body = message("evt_2", type="checkout.session.completed")
    send(body, sign(body))
    WebhookEvent.objects.update(received_at=timezone.now() - timezone.timedelta(minutes=2))  # type: ignore[attr-defined]
    monkeypatch.setattr("payments.gateway._client", lambda **_: 1 / 0)

    assert tasks.handle_open_webhooks() == 1

    broken = WebhookEvent.objects.get(provider_event_id="evt_2")
    assert broken.handled_at is None and "ZeroDivisionError" in broken.problem and broken.attempts == 1
    assert tasks.handle_open_webhooks() == 0
