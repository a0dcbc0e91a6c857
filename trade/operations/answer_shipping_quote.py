"""One carrier service answers a shipping request."""

import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import structlog

from marketplace.kernel.money import Money, from_minor, round_money, to_minor
from marketplace.kernel.operations import entry
from trade.carriers import CarrierAway, Offer, QuoteRequest, Unavailable, carrier_for
from trade.freight import Parcel, ServiceCard
from trade.fx import RateStale, RateTable, RateUnknown, current_rates
from trade.models import ShippingQuote, ShippingQuoteRequest
from trade.places import collected_on, cut_off
from trade.queries import service_card

log = structlog.get_logger(__name__)

# More products of one carrier than this are more than anybody compares.
MOST_OFFERS = 8


def answer_shipping_quote(*, quote_id: int, now: datetime) -> ShippingQuote:
    """
    Ask one service and record its price, or why it is not offered.

    Answering twice returns the first answer. An answer after the deadline is recorded as not answered: the buyer has
    been told so already, and what was said stays said. A carrier asked live is asked outside any transaction; each
    further product it offers becomes a quote of its own.
    """
    asked = ShippingQuote.objects.select_related("request").get(pk=quote_id)
    request = asked.request
    if asked.state != ShippingQuote.State.PENDING:
        return asked
    card = service_card(asked.service_id)
    if request.is_past_deadline(now):
        return _record(asked=asked, card=card, answer=Unavailable("not_answered"), now=now)
    if card is None:
        return _record(asked=asked, card=card, answer=Unavailable("not_served"), now=now)
    began = time.monotonic()
    answer: Sequence[Offer] | Unavailable
    try:
        answer = carrier_for(card.carrier_code, card.adapter).quote(_question(request, card))
    except CarrierAway as failure:
        log.warning("carrier_did_not_answer", service=card.code, failure=str(failure))
        answer = Unavailable("not_answered")
    answered = now + timedelta(seconds=time.monotonic() - began)
    return _record(asked=asked, card=card, answer=answer, now=answered)


def _question(request: ShippingQuoteRequest, card: ServiceCard) -> QuoteRequest:
    return QuoteRequest(
        service=card,
        parcels=[Parcel(**parcel) for parcel in request.parcels],
        ship_from=request.ship_from,
        ship_to=request.ship_to,
        goods_value=from_minor(request.goods_minor, request.currency),
        leaves_on=_collected(request, card),
        places=request.places,
        latest_arrival=request.latest_arrival_date,
        best_before=request.best_before_date,
        needs_cold_chain=request.needs_cold_chain,
        is_digital=request.is_digital,
    )


def _collected(request: ShippingQuoteRequest, card: ServiceCard) -> date:
    return collected_on(
        request.ship_from,
        asked_at=request.requested_at,
        cut_off_hour=card.cut_off_hour,
        lead_days=request.lead_days,
    )


@entry
def _record(
    *, asked: ShippingQuote, card: ServiceCard | None, answer: Sequence[Offer] | Unavailable, now: datetime
) -> ShippingQuote:
    # The row lock makes a task that runs twice wait here and find the first answer.
    asked = ShippingQuote.objects.select_for_update(of=("self",)).select_related("request").get(pk=asked.pk)
    if asked.state != ShippingQuote.State.PENDING:
        return asked
    request = asked.request
    if request.is_past_deadline(now):
        return _refuse(asked, Unavailable("not_answered"), now)
    if isinstance(answer, Unavailable):
        return _refuse(asked, answer, now)
    assert card is not None
    rates = current_rates(now.date())
    rows = []
    for offer in answer[:MOST_OFFERS]:
        try:
            rows.append(_row(asked, card, offer, rates, now))
        except (RateUnknown, RateStale):
            continue
    if not rows:
        return _refuse(asked, Unavailable("no_rate"), now)
    rows.sort(key=lambda row: row.price_minor or 0)
    first, *others = rows
    first.pk, first.public_id = asked.pk, asked.public_id
    first.save(force_update=True)
    ShippingQuote.objects.bulk_create(others, ignore_conflicts=True)
    return first


def _row(asked: ShippingQuote, card: ServiceCard, offer: Offer, rates: RateTable, now: datetime) -> ShippingQuote:
    request = asked.request
    paid = rates.charge(offer.price, request.currency)
    collected = _collected(request, card)
    details: dict[str, Any] = {
        **offer.details,
        "card_price": str(offer.price.amount),
        "card_currency": str(offer.price.currency),
        "fx": paid.as_json(),
        "collected": collected.isoformat(),
        "arrives": [
            (collected + timedelta(days=days)).isoformat()
            for days in (offer.min_days, offer.likely_days, offer.max_days)
        ],
    }
    if not request.lead_days and (until := cut_off(
        request.ship_from, asked_at=request.requested_at, cut_off_hour=card.cut_off_hour
    )) is not None:  # fmt: skip
        details["cut_off"] = until.isoformat()
    if (cover := _insurance(card, request, rates)) is not None:
        details["insurance"] = str(cover.amount)
    return ShippingQuote(
        request=request,
        service_id=asked.service_id,
        state=ShippingQuote.State.ANSWERED,
        price_minor=to_minor(paid.money),
        currency=request.currency,
        offer_code=offer.code,
        offer_name=offer.name,
        min_days=offer.min_days,
        likely_days=offer.likely_days,
        max_days=offer.max_days,
        details=details,
        answered_at=now,
    )


def _insurance(card: ServiceCard, request: ShippingQuoteRequest, rates: RateTable) -> Money | None:
    """What covering the goods' full value costs on top, in the request's currency."""
    if not card.insurance_percent or not request.goods_minor:
        return None
    value = from_minor(request.goods_minor, request.currency)
    least = rates.charge(Money(card.insurance_minimum, card.currency), request.currency).money
    return round_money(max(Money(value.amount * card.insurance_percent / Decimal(100), request.currency), least))


def _refuse(asked: ShippingQuote, why: Unavailable, now: datetime) -> ShippingQuote:
    asked.state = ShippingQuote.State.UNAVAILABLE
    asked.reason = why.reason
    asked.details = {"facts": dict(why.facts)} if why.facts else {}
    asked.answered_at = now
    asked.save()
    return asked
