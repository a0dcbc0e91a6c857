"""Shipping quotes: asked of every service, answered once each, never waited for past the deadline."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from marketplace.kernel.money import Money
from marketplace.kernel.refusals import InvalidInput, NotFound
from tests.accounts.factories import actor_for, make_organisation
from tests.trade.factories import NOW, load_world, make_parcel
from trade.editions import forget_all, raise_edition
from trade.freight import Parcel
from trade.models import CarrierService, Edition, RateCard, ShippingQuote, ShippingQuoteRequest
from trade.operations import answer_shipping_quote, close_late_quotes, request_shipping_quotes
from trade.operations.request_shipping_quotes import DEADLINE
from trade.queries import cheapest_freight, reachable_destinations, services_on, shipping_request_for

pytestmark = pytest.mark.django_db
State = ShippingQuote.State


@pytest.fixture(autouse=True)
def world() -> None:
    load_world()


@pytest.fixture
def sent() -> Iterator[list[int]]:
    """The ids of the quotes handed to the queue."""
    ids: list[int] = []
    with patch("trade.operations.request_shipping_quotes.current_app.send_task", lambda name, args: ids.append(*args)):
        yield ids


def ask(actor: Actor | None = None, **over: object) -> ShippingQuoteRequest:
    given: dict[str, object] = {
        "actor": actor or Actor.anonymous(), "ship_from": "CL", "ship_to": "FR", "parcels": [make_parcel(2_000, 5)],
        "goods_value": Money("500.00", "EUR"), "currency": "EUR", "needs_cold_chain": False, "latest_arrival": None,
        "now": NOW,
    }  # fmt: skip
    return request_shipping_quotes(**given | over)  # type: ignore[arg-type]


def answer_all(request: ShippingQuoteRequest) -> list[ShippingQuote]:
    for quote in request.quotes.all():
        answer_shipping_quote(quote_id=quote.pk, now=NOW + timedelta(seconds=1))
    return list(request.quotes.select_related("service"))


def test_one_task_is_sent_for_each_candidate(sent: list[int], django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        request = ask()
    assert sorted(sent) == sorted(quote.pk for quote in request.quotes.all())
    assert {quote.service.mode for quote in request.quotes.all()}.isdisjoint({"cold_chain", "digital"})
    assert all(quote.state == State.PENDING for quote in request.quotes.all())


def test_answers_have_price_and_days_or_a_reason() -> None:
    quotes = answer_all(ask())
    offered = [quote for quote in quotes if quote.state == State.ANSWERED]
    assert len(offered) >= 3
    assert all(quote.price and quote.price.amount > 0 and quote.max_days for quote in offered)
    assert {quote.reason for quote in quotes if quote.state == State.UNAVAILABLE} <= {"not_served", "too_little"}
    cheapest = cheapest_freight("CL", "FR", [make_parcel(2_000, 5)], "EUR", on=NOW.date())
    assert cheapest and cheapest.price == min(quote.price for quote in offered if quote.price)


def test_an_offer_says_when_it_arrives_what_it_is_made_of_and_how_it_is_packed() -> None:
    quotes = answer_all(ask(lead_days=0, now=NOW))
    quote = next(quote for quote in quotes if quote.service.code == "express-worldwide")
    # Asked on a Sunday: collected on Monday.
    assert quote.details["collected"] == "2026-11-23"
    assert quote.details["arrives"][0] == str(date(2026, 11, 23) + timedelta(days=quote.min_days or 0))
    assert (quote.min_days or 0) <= (quote.likely_days or 0) <= (quote.max_days or 0)
    parts = sum(Decimal(amount) for _code, amount in quote.details["charges"])
    assert abs(parts - Decimal(quote.details["card_price"])) < Decimal("0.01")
    assert quote.details["parcels"] == sum(parcel["count"] for parcel in quote.details["packed"]) == 1
    assert Decimal(quote.details["insurance"]) > 0


def test_a_card_edited_for_a_later_day_changes_nothing_until_then() -> None:
    service = CarrierService.objects.get(code="post-parcel")
    later = NOW.date() + timedelta(days=30)
    RateCard.objects.create(service=service, zone="Z4", up_to_g=1_000_000, price=Decimal(1), valid_from=later)
    raise_edition(Edition.Kind.CARRIERS, NOW)
    try:
        now, then = (
            next(card for card in services_on(day) if card.code == "post-parcel").cards["Z4"]
            for day in (NOW.date(), later)
        )
    finally:
        forget_all()
    assert len(now.breaks) > 1
    assert [(row.up_to_g, row.price) for row in then.breaks] == [(1_000_000, Decimal(1))]


def test_answering_twice_keeps_the_first_answer() -> None:
    request = ask()
    first = answer_all(request)
    for quote in first:
        again = answer_shipping_quote(quote_id=quote.pk, now=NOW + timedelta(seconds=5))
        assert (again.price_minor, again.answered_at, again.state) == (
            quote.price_minor, quote.answered_at, quote.state,
        )  # fmt: skip


def test_what_has_not_answered_by_the_deadline_is_said_and_stays_said() -> None:
    request = ask()
    assert close_late_quotes(request=request, now=NOW) == 0
    late = NOW + DEADLINE
    assert close_late_quotes(request=request, now=late) == request.quotes.count()
    quote = request.quotes.first()
    assert quote and (quote.state, quote.reason) == (State.UNAVAILABLE, "not_answered")
    assert answer_shipping_quote(quote_id=quote.pk, now=late).state == State.UNAVAILABLE


def test_an_answer_after_the_deadline_is_not_an_offer() -> None:
    quote = ask().quotes.first()
    assert quote is not None
    answered = answer_shipping_quote(quote_id=quote.pk, now=NOW + DEADLINE)
    assert (answered.state, answered.reason) == (State.UNAVAILABLE, "not_answered")


def test_cool_goods_are_offered_to_cold_chain_alone_and_in_time() -> None:
    quotes = answer_all(ask(needs_cold_chain=True, latest_arrival=date(2026, 12, 6)))
    found = {quote.service.code: (quote.state, quote.reason) for quote in quotes}
    assert {code for code, (state, _reason) in found.items() if state == "answered"} == {"cold-air"}
    assert found["cold-sea"] == ("unavailable", "too_late")
    assert found["cold-air-frozen"] == ("unavailable", "wrong_temperature")


def test_reachable_destinations_are_those_where_it_arrives_in_time() -> None:
    berries = [Parcel(6_000, 400, 300, 200, 40, min_c=0, max_c=2)]

    def reach(best_before: date, margin: int = 1) -> set[str]:
        found = reachable_destinations(
            ship_from="CL", parcels=berries, destinations=("PE", "FR", "JP", "AQ"), on=NOW.date(),
            best_before=best_before, margin_days=margin,
        )  # fmt: skip
        return {country for country, offer in found.items() if offer is not None}

    assert reach(date(2027, 3, 1)) == {"PE", "FR", "JP"}
    assert reach(date(2026, 11, 23)) == set()
    soon = reach(date(2026, 11, 28))
    assert soon and soon < {"PE", "FR", "JP"}
    assert reach(date(2026, 11, 28), margin=5) < soon


def test_a_service_is_delivered_online() -> None:
    (quote,) = answer_all(ask(parcels=[], is_digital=True))
    assert (quote.service.mode, quote.price, quote.max_days) == ("digital", Money("0.00", "EUR"), 0)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"ship_to": "XX"}, "ship_to"),
        ({"parcels": []}, "parcels"),
        ({"parcels": [Parcel(0)]}, "parcels.0.weight_g"),
        ({"parcels": [Parcel(10, count=0)]}, "parcels.0.count"),
        ({"parcels": [Parcel(10, 0, 1, 1)]}, "parcels.0.size"),
        ({"parcels": [Parcel(10, dangerous="plutonium")]}, "parcels.0.dangerous"),
        ({"parcels": [Parcel(10, min_c=8, max_c=2)]}, "parcels.0.min_c"),
        ({"currency": "ABC"}, "currency"),
        ({"goods_value": Money("1", "USD")}, "goods_value"),
        ({"goods_value": Money("-1", "EUR")}, "goods_value"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_and_leaves_nothing(over: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(**over)
    assert field in refused.value.fields
    assert not ShippingQuoteRequest.objects.exists()


def test_a_request_is_read_by_its_organisation_alone() -> None:
    own, other = (actor_for(make_organisation(name=name)) for name in ("Own Ltd", "Other Ltd"))
    request = ask(own)
    assert shipping_request_for(request.public_id, asked_by=f"organisation:{own.organisation_id}") == request
    for stranger in (f"organisation:{other.organisation_id}", "session:abc", ""):
        with pytest.raises(NotFound):
            shipping_request_for(request.public_id, asked_by=stranger)


def test_the_page_polls_until_all_have_answered(client: Client) -> None:
    request = ask(now=timezone.now())
    address = reverse("trade:shipping_quotes", args=[request.public_id])
    waiting = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" in waiting and "<html" not in waiting
    for quote in request.quotes.all():
        answer_shipping_quote(quote_id=quote.pk, now=timezone.now())
    done = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in done
    assert done.count('name="shipping_quote"') >= 3
    assert done.count(" checked") == 1
    assert "<html" in client.get(address).content.decode()


def test_the_page_stops_waiting_at_the_deadline(client: Client) -> None:
    request = ask(now=timezone.now() - DEADLINE)
    page = client.get(reverse("trade:shipping_quotes", args=[request.public_id]), headers={"HX-Request": "true"})
    assert "hx-trigger" not in page.content.decode()
    assert not request.quotes.filter(state=State.PENDING).exists()


def test_quotes_can_be_asked_and_read_over_the_api(client: Client, sent: list[int]) -> None:
    body = {"ship_from": "CN", "ship_to": "DE", "currency": "EUR", "parcels": [{"weight_g": 1500, "count": 4}]}
    made = client.post("/api/v1/shipping-quotes", body, content_type="application/json")
    assert made.status_code == 202, made.content
    assert made.json()["done"] is False
    for quote in ShippingQuote.objects.all():
        answer_shipping_quote(quote_id=quote.pk, now=timezone.now())
    read = client.get(made.headers["Location"]).json()
    assert read["done"] is True
    offers = [quote for quote in read["quotes"] if quote["state"] == "answered"]
    assert offers and all("." in quote["price"] for quote in offers)
    assert client.get("/api/v1/shipping-quotes/sqr_0000000000000000").status_code == 404
    assert client.post("/api/v1/shipping-quotes", {}, content_type="application/json").status_code == 422
