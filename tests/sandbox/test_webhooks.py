"""Webhooks: signed, at least once, in any order, and never in the way of a request."""

import time

import pytest
import stripe

from .receiver import Receiver
from .world import World


def test_a_delivery_is_signed_and_carries_the_object(world: World, receiver: Receiver) -> None:
    forged = receiver.forged
    intent = world.paid(metadata={"reference": "esc_9"})
    event = receiver.wait_for("payment_intent.succeeded", intent.id)
    assert event.id.startswith("evt_") and event.livemode is False and event.api_version == stripe.api_version
    assert event.data.object.metadata.to_dict() == {"reference": "esc_9"}
    assert event.request.id.startswith("req_") and receiver.forged == forged
    same = world.api.v1.events.retrieve(event.id)
    assert same.type == "payment_intent.succeeded" and same.data.object.id == intent.id
    listed = world.api.v1.events.list({"type": "payment_intent.succeeded", "limit": 5})
    assert event.id in [row.id for row in listed]
    assert {row.type for row in world.api.v1.events.list({"types": ["charge.succeeded"]})} == {"charge.succeeded"}


def test_a_refused_delivery_is_tried_again(world: World, receiver: Receiver) -> None:
    receiver.refuse, receiver.refused = 4, 0
    intent = world.paid()
    receiver.wait_for("payment_intent.succeeded", intent.id)
    receiver.wait_for("charge.succeeded", intent.latest_charge)
    assert receiver.refused == 4
    event = receiver.about(intent.id)[0]
    deadline = time.monotonic() + 3
    while world.control.deliveries(event.id)[0]["state"] != "delivered" and time.monotonic() < deadline:
        time.sleep(0.02)
    log = world.control.deliveries(event.id)[0]
    assert log["state"] == "delivered" and log["attempts"][-1]["status"] == 200
    assert world.api.v1.events.retrieve(event.id).pending_webhooks == 0


def test_duplicates_repeat_the_same_event(world: World, receiver: Receiver) -> None:
    world.control.fault("webhook_duplicate", "payment_intent.succeeded", copies=3, count=1)
    intent = world.paid()
    receiver.wait(lambda events: sum(about(event, intent.id, "payment_intent.succeeded") for event in events) == 4)
    same = [event.id for event in receiver.about(intent.id) if event.type == "payment_intent.succeeded"]
    assert len(set(same)) == 1


def test_shuffled_events_overtake_each_other(world: World, receiver: Receiver) -> None:
    world.control.fault("webhook_shuffle", "*", seconds=0.4)
    intent = world.paid()
    receiver.wait(lambda events: len([1 for event in events if getattr(event.data.object, "id", "") == intent.id]) == 2)
    world.control.heal()
    session = world.session()
    world.control.fault("webhook_shuffle", "*", seconds=0.4)
    paid = world.control.pay(session.id)
    receiver.wait_for("checkout.session.completed", session.id)
    made = [row["id"] for row in reversed(world.control.objects("events", limit=12))]
    receiver.wait(lambda events: {row.id for row in events} >= set(made[-4:]))
    arrived = [event.id for event in receiver.events if event.id in made[-4:]]
    assert arrived != made[-4:] and paid["payment_intent"]["status"] == "succeeded"


def test_lost_attempts_are_made_up_for(world: World, receiver: Receiver) -> None:
    fault = world.control.fault("webhook_drop", "payment_intent.succeeded", rate=1.0)
    intent = world.paid()
    receiver.wait_for("payment_intent.created", intent.id)
    assert not [event for event in receiver.about(intent.id) if event.type == "payment_intent.succeeded"]
    world.control.heal(fault)
    receiver.wait_for("payment_intent.succeeded", intent.id)


def test_paused_deliveries_wait_and_requests_do_not(world: World, receiver: Receiver) -> None:
    world.control.pause_deliveries()
    intent = world.paid()
    assert intent.status == "succeeded"
    time.sleep(0.2)
    assert receiver.about(intent.id) == []
    world.control.resume_deliveries()
    receiver.wait_for("payment_intent.succeeded", intent.id)


def test_an_event_is_sent_again_on_request(world: World, receiver: Receiver) -> None:
    event = receiver.wait_for("payment_intent.succeeded", world.paid().id)
    world.control.resend(event.id)
    receiver.wait(lambda events: sum(row.id == event.id for row in events) == 2)


def test_a_slow_receiver_does_not_slow_requests(world: World) -> None:
    world.control.fault("webhook_delay", "*", seconds=4)
    began = time.monotonic()
    for _ in range(5):
        world.paid()
    assert time.monotonic() - began < 12


def test_webhook_endpoints_get_what_they_ask_for(world: World) -> None:
    mine = Receiver()
    try:
        made = world.api.v1.webhook_endpoints.create({"url": mine.url, "enabled_events": ["charge.succeeded"]})
        assert made.secret.startswith("whsec_")
        world.paid()
        deadline = time.monotonic() + 3
        while not mine.forged and time.monotonic() < deadline:
            time.sleep(0.02)
        assert mine.forged == 1, "signed with its own secret, so this receiver refuses it"
        assert "secret" not in world.api.v1.webhook_endpoints.retrieve(made.id)
        assert world.api.v1.webhook_endpoints.delete(made.id).deleted
        with pytest.raises(stripe.InvalidRequestError):
            world.api.v1.webhook_endpoints.retrieve(made.id)
    finally:
        mine.close()


def about(event: stripe.Event, object_id: str, type: str) -> bool:
    return event.type == type and getattr(event.data.object, "id", None) == object_id
