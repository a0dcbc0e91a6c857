"""Tracking: what carriers say is taken once, in any order; forgeries are not; delivery starts the buyer's clock."""

import json
import sys
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Notification
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import InvalidInput, NotFound
from orders import operations, reactions, rules, tracking
from orders.models import CarrierMessage, Order, Shipment, TrackingEvent
from orders.operations._moves import MoveRefused
from orders.tasks import handle_open_carrier_messages, poll_shipments
from tests.accounts.factories import actor_for
from tests.orders.factories import bring_papers, make_buyer, make_funded_order
from trade.carriers import TrackedEvent
from trade.carriers.signatures import sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
NOW = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
SECRET = "carriers_for_tests"
follow: Any = sys.modules["orders.operations.follow_shipment"]
CARRIER = "harbour-express"


def ship(order: Order | None = None, number: str = "HX1001", now: datetime | None = None, days: int = 5) -> Shipment:
    now = now or timezone.now()
    order = bring_papers(order or make_funded_order(now=now), now)
    operations.ship_order(
        actor=actor_for(order.seller), order=order, carrier="harbour express", tracking_number=number,
        expected_date=now.date() + timedelta(days=days), now=now,
    )  # fmt: skip
    return Shipment.objects.get(order=order)


def told(code: str, at: datetime, name: str = "") -> TrackedEvent:
    return TrackedEvent(name or f"{code}-{at.isoformat()}", code, at, "Hamburg", "As the carrier says", code)


def record(shipment: Shipment, *events: TrackedEvent, now: datetime | None = None) -> Shipment:
    operations.record_tracking_events(
        shipment=shipment, told=events, source="webhook", actor=Actor.system("carriers"), now=now or timezone.now()
    )
    shipment.refresh_from_db()
    return shipment


def react() -> None:
    """Run the reactions of this room to what was recorded."""
    table = {
        "orders.shipment.delivered": reactions.mark_delivered,
        "orders.shipment.troubled": reactions.tell_parties_of_trouble,
        "orders.carrier.told": reactions.handle_carrier_message,
    }
    for event in Event.objects.filter(name__in=table).order_by("pk"):
        for _twice in range(2):
            table[event.name](event)


def post(client: Client, message: dict[str, Any], *, secret: str = SECRET, code: str = CARRIER, **over: str) -> Any:
    body = json.dumps(message).encode()
    signature = over.get("signature") or sign(secret, body, timezone.now())
    sent = over.get("body", "").encode() or body
    address = reverse("orders:carrier_webhook", args=[code])
    return client.post(address, sent, content_type="application/json", headers={"Carrier-Signature": signature})


def message(
    number: str = "HX1001", code: str = "in_transit", name: str = "m1", at: datetime | None = None
) -> dict[str, Any]:
    event = {"id": f"e-{name}", "code": code, "at": (at or timezone.now()).isoformat(), "place": "CL", "text": "Moved"}
    return {"id": name, "carrier": CARRIER, "number": number, "events": [event]}


def test_a_genuine_message_is_stored_once_answered_at_once_and_handled_in_the_background(client: Client) -> None:
    shipment = ship()
    for expected in (1, 0, 0):
        answer = post(client, message())
        assert (answer.status_code, answer.json()["new"]) == (200, expected)
    assert not shipment.events.exists()
    react()
    assert [event.code for event in shipment.events.all()] == ["in_transit"]
    assert CarrierMessage.objects.get().outcome == "done"


def test_forged_tampered_stale_and_unsigned_messages_are_refused_and_leave_nothing(
    client: Client, settings: Any
) -> None:
    ship()
    good = message(code="delivered")
    body = json.dumps(good)
    old = sign(SECRET, body.encode(), timezone.now() - timedelta(minutes=6))
    genuine = sign(SECRET, body.encode(), timezone.now())
    assert post(client, good, secret="another").status_code == 400
    assert post(client, good, signature=genuine, body=body.replace("CL", "DE")).status_code == 400
    assert post(client, good, signature=old).status_code == 400
    assert post(client, good, signature="t=1,v1=").status_code == 400
    assert post(client, good | {"carrier": "overland-pallet"}).status_code == 400
    assert (
        post(client, {"id": "x", "carrier": CARRIER, "number": "1", "events": [{"code": "teleported"}]}).status_code
        == 400
    )
    assert post(client, good, code="no-such-carrier").status_code == 404
    settings.CARRIER_WEBHOOK_SECRET = ""
    assert post(client, good).status_code == 503
    assert not CarrierMessage.objects.exists() and not TrackingEvent.objects.exists()


@pytest.mark.parametrize(
    ("code", "header", "secret_name", "sent"),
    [
        ("ups", "credential", "UPS_WEBHOOK_SECRET", {"trackingNumber": "1Z999"}),
        ("dhl-express", "Authorization", "DHL_EXPRESS_WEBHOOK_SECRET", {"shipments": [{"trackingNumber": "JD01"}]}),
    ],
)
def test_live_carriers_doors_are_shut_without_a_secret_and_to_a_wrong_one(
    client: Client, settings: Any, code: str, header: str, secret_name: str, sent: dict[str, Any]
) -> None:
    address = reverse("orders:carrier_webhook", args=[code])

    def knock(given: str) -> int:
        answer = client.post(address, json.dumps(sent), content_type="application/json", headers={header: given})
        return int(answer.status_code)

    assert knock("") == knock("agreed") == 503
    setattr(settings, secret_name, "agreed")
    assert knock("wrong") == 400
    assert knock("agreed") == 200
    assert CarrierMessage.objects.get().events == []


def test_a_number_nobody_has_shipped_under_is_parked_until_somebody_does(client: Client) -> None:
    assert post(client, message(number="HX2002")).status_code == 200
    react()
    assert CarrierMessage.objects.get().outcome == "parked"
    shipment = ship(number="HX2002")
    operations.follow_shipment(shipment=shipment, now=timezone.now())
    assert CarrierMessage.objects.get().outcome == "done"
    assert shipment.events.count() == 1


def test_events_may_come_in_any_order_and_any_number_of_times() -> None:
    shipment = ship(now=NOW)
    later = NOW + timedelta(days=2)
    events = [
        told("delivered", NOW + timedelta(hours=40)),
        told("picked_up", NOW),
        told("in_transit", NOW + timedelta(hours=9)),
    ]
    for event in (*events, *reversed(events), events[0]):
        record(shipment, event, now=later)
    assert shipment.events.count() == 3
    assert (shipment.state, shipment.delivered_at) == ("delivered", NOW + timedelta(hours=40))
    assert Event.objects.filter(name="orders.shipment.delivered").count() == 1


def test_delivery_starts_the_buyers_clock_once_with_a_whole_week_however_late_it_is_told() -> None:
    sent_at = timezone.now() - timedelta(days=10)
    shipment = ship(now=sent_at)
    arrived = sent_at + timedelta(days=4)
    record(shipment, told("delivered", arrived))
    react()
    order = Order.objects.get(pk=shipment.order_id)
    assert (order.status, order.delivered_at) == ("delivered", arrived)
    assert order.auto_accept_at is not None
    assert order.auto_accept_at >= timezone.now() + rules.ACCEPT_WITHIN - timedelta(minutes=1)
    assert order.moves.filter(action="deliver", party="system").count() == 1


def test_a_buyer_who_has_accepted_is_not_disturbed_by_a_late_delivery_event() -> None:
    shipment = ship()
    buyer = actor_for(shipment.order.organisation)
    operations.accept_order(actor=buyer, order=shipment.order, now=timezone.now())
    record(shipment, told("delivered", timezone.now()))
    react()
    assert Order.objects.get(pk=shipment.order_id).status == "accepted"


def test_an_order_of_two_parcels_is_delivered_with_the_second() -> None:
    first = ship()
    order, now = first.order, timezone.now()
    seller = actor_for(order.seller)
    more: dict[str, Any] = {
        "carrier": "Harbour Express",
        "expected_date": now.date() + timedelta(days=9),
        "contents": "Lids",
        "now": now,
    }
    second = operations.add_shipment(actor=seller, order=order, tracking_number="HX1002", **more)
    assert operations.add_shipment(actor=seller, order=order, tracking_number="HX1002", **more) == second
    with pytest.raises(NotFound):
        operations.add_shipment(actor=actor_for(make_buyer()), order=order, tracking_number="HX1003", **more)
    record(first, told("delivered", now))
    react()
    assert Order.objects.get(pk=order.pk).status == "shipped"
    record(second, told("delivered", now))
    react()
    assert Order.objects.get(pk=order.pk).status == "delivered"
    with pytest.raises(MoveRefused):
        operations.add_shipment(actor=seller, order=order, tracking_number="HX1004", **more)


def test_trouble_is_told_to_both_sides_once() -> None:
    shipment = ship()
    for _twice in range(2):
        record(shipment, told("customs_hold", timezone.now(), name="h1"))
    react()
    told_to = Notification.objects.filter(kind="orders.troubled").values_list("organisation_id", flat=True)
    assert set(told_to) == {shipment.order.organisation_id, shipment.order.seller_id}


def test_an_event_from_before_the_shipment_or_from_the_future_is_not_about_it() -> None:
    shipment = ship(now=NOW)
    record(shipment, told("delivered", NOW - timedelta(days=30)), told("delivered", NOW + timedelta(days=3)), now=NOW)
    assert not shipment.events.exists()
    assert shipment.delivered_at is None


def test_a_number_under_which_another_buyers_goods_travel_is_refused() -> None:
    ship(number="HX9009")
    order = make_funded_order(buyer=make_buyer(name="Other GmbH"))
    with pytest.raises(InvalidInput) as refused:
        ship(order, number="HX9009")
    assert "tracking_number" in refused.value.fields
    assert not order.shipments.exists()


def test_a_seller_may_say_what_happened_but_not_that_it_was_delivered() -> None:
    now = timezone.now()
    shipment = ship(now=now - timedelta(hours=5))
    seller = actor_for(shipment.order.seller)
    given: dict[str, Any] = {
        "actor": seller, "order": shipment.order, "shipment": shipment.pk, "code": "in_transit",
        "at": now - timedelta(hours=1), "place": "Valparaíso", "text": "On board", "now": now,
    }  # fmt: skip
    for _twice in range(2):
        operations.add_tracking_event(**given)
    assert [(event.code, event.source, event.place) for event in shipment.events.all()] == [
        ("in_transit", "seller", "Valparaíso")
    ]
    for over, field in (({"code": "delivered"}, "code"), ({"at": now + timedelta(hours=2)}, "at")):
        with pytest.raises(InvalidInput) as refused:
            operations.add_tracking_event(**given | over)
        assert field in refused.value.fields
    with pytest.raises(NotFound):
        operations.add_tracking_event(**given | {"actor": actor_for(shipment.order.organisation)})
    assert shipment.events.count() == 1


def test_both_sides_see_the_parcels_way_on_page_and_api(client: Client) -> None:
    shipment = ship(now=timezone.now() - timedelta(days=1))
    record(shipment, told("customs_hold", timezone.now()))
    for organisation in (shipment.order.organisation, shipment.order.seller):
        actor = actor_for(organisation)
        assert actor.user is not None
        client.force_login(actor.user)
        page = client.get(reverse("orders:order", args=[shipment.order.public_id])).content.decode()
        assert "Held by customs" in page and "As the carrier says" in page
        data = client.get(f"/api/v1/orders/{shipment.order.public_id}/shipments").json()
        (parcel,) = data["shipments"]
        assert (parcel["state"], [event["code"] for event in parcel["events"]]) == ("customs_hold", ["customs_hold"])


@pytest.mark.parametrize(
    ("codes", "expected", "today", "estimated"),
    [
        ([], "2026-12-01", "2026-11-25", "2026-12-01"),
        ([], "2026-12-01", "2026-12-04", "2026-12-04"),
        ([("in_transit", "2026-11-24")], "2026-12-01", "2026-11-25", "2026-12-01"),
        ([("customs_hold", "2026-11-30")], "2026-12-01", "2026-11-30", "2026-12-03"),
        ([("customs_hold", "2026-11-28"), ("released", "2026-11-29")], "2026-12-01", "2026-11-29", "2026-12-01"),
        ([("exception", "2026-11-30")], "2026-12-01", "2026-12-06", "2026-12-06"),
        ([("out_for_delivery", "2026-11-29")], "2026-12-01", "2026-11-29", "2026-11-29"),
        ([("delivered", "2026-11-28")], "2026-12-01", "2026-12-09", "2026-11-28"),
    ],
)
def test_the_expected_day_follows_from_what_happened(
    codes: list[tuple[str, str]], expected: str, today: str, estimated: str
) -> None:
    events = [told(code, datetime.fromisoformat(f"{day}T12:00:00+00:00")) for code, day in codes]
    found = tracking.estimated_on(events, expected=date.fromisoformat(expected), today=date.fromisoformat(today))
    assert found == date.fromisoformat(estimated)


def test_carriers_without_news_are_asked_less_and_less_and_in_the_end_no_more() -> None:
    waits = []
    for polls in (0, 1, 2, 5, 50):
        due = tracking.next_poll(polls=polls, shipped_at=NOW, now=NOW, key=0)
        assert due is not None
        waits.append(due - NOW)
    assert waits == sorted(waits) and waits[-1] == tracking.LONGEST_POLL
    assert tracking.next_poll(polls=0, shipped_at=NOW - timedelta(days=121), now=NOW, key=0) is None
    spread = {tracking.next_poll(polls=0, shipped_at=NOW, now=NOW, key=key) for key in range(20)}
    assert len(spread) == 20


def test_a_carrier_that_does_not_answer_the_poll_is_asked_again_later() -> None:
    shipment = ship(now=NOW)
    before = shipment.next_poll_at
    assert operations.poll_shipment(shipment=shipment, now=NOW + timedelta(minutes=20)) == 0
    shipment.refresh_from_db()
    assert before and shipment.next_poll_at and shipment.next_poll_at > before
    assert shipment.polls == 1


class _Told:
    """A carrier that answers the poll with the same events every time."""

    def __init__(self, *events: TrackedEvent) -> None:
        self.events, self.announced = events, 0

    def track(self, _number: str) -> tuple[TrackedEvent, ...]:
        return self.events

    def announce(self, _number: str, **_journey: Any) -> None:
        self.announced += 1


def _outcome(shipment: Shipment) -> tuple[Any, ...]:
    shipment.refresh_from_db()
    news = Event.objects.filter(name__in=("orders.shipment.delivered", "orders.shipment.troubled"))
    order = Order.objects.get(pk=shipment.order_id)
    return (
        shipment.state,
        shipment.delivered_at,
        shipment.polls,
        shipment.next_poll_at,
        sorted(shipment.events.values_list("event_id", "code")),
        sorted(news.values_list("name", flat=True)),
        (order.status, order.delivered_at, order.moves.count()),
    )


def test_polling_three_times_is_polling_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sent_at = timezone.now() - timedelta(days=4)
    shipment = ship(now=sent_at)
    carrier = _Told(
        told("customs_hold", sent_at + timedelta(days=1)), told("delivered", sent_at + timedelta(days=2), name="d1")
    )
    monkeypatch.setattr(follow, "carrier_for", lambda _code, _adapter: carrier)
    monkeypatch.setattr(follow, "is_configured", lambda _code, _adapter: True)
    assert poll_shipments() == 1
    once = _outcome(shipment)
    assert once[0] == "delivered" and once[5] == ["orders.shipment.delivered"]
    # What is delivered is not asked about again; and if the queue hands out an older turn, nothing comes of it.
    for _again in range(2):
        assert poll_shipments() == 0
        operations.poll_shipment(shipment=shipment, now=timezone.now())
    after = _outcome(shipment)
    assert after[:2] + after[3:] == once[:2] + once[3:]
    react()
    delivered = _outcome(shipment)[-1]
    react()
    assert _outcome(shipment)[-1] == delivered and delivered[0] == "delivered"


def test_handling_open_messages_three_times_is_handling_them_once(client: Client) -> None:
    shipment = ship()
    for name in ("m1", "m2"):
        post(client, message(name=name))
    CarrierMessage.objects.update(received_at=timezone.now() - timedelta(minutes=5))
    assert handle_open_carrier_messages() == 2
    once = _outcome(shipment), list(CarrierMessage.objects.order_by("pk").values_list("outcome", "attempts"))
    assert once[1] == [("done", 1), ("done", 1)] and len(once[0][4]) == 2
    for _again in range(2):
        assert handle_open_carrier_messages() == 0
        for stored in CarrierMessage.objects.all():
            operations.handle_carrier_message(message=stored, now=timezone.now())
    assert (_outcome(shipment), list(CarrierMessage.objects.order_by("pk").values_list("outcome", "attempts"))) == once


def test_following_a_shipment_three_times_takes_what_was_parked_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(client, message(number="HX3003", name="early"))
    react()
    assert CarrierMessage.objects.get().outcome == "parked"
    carrier = _Told()
    monkeypatch.setattr(follow, "carrier_for", lambda _code, _adapter: carrier)
    monkeypatch.setattr(follow, "is_configured", lambda _code, _adapter: True)
    shipment = ship(number="HX3003")
    for _each in range(3):
        operations.follow_shipment(shipment=shipment, now=timezone.now())
        assert [event.code for event in shipment.events.all()] == ["in_transit"]
    # Asking a carrier to tell is theirs to take once: it is a PUT under the number.
    assert carrier.announced == 3
    # Twice it was parked, by the reaction and its redelivery.
    assert list(CarrierMessage.objects.values_list("outcome", "attempts")) == [("done", 3)]
