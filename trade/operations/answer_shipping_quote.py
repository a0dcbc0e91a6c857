"""One carrier service answers a shipping request."""

from datetime import datetime

from marketplace.kernel.money import to_minor
from marketplace.kernel.operations import entry
from trade.freight import NotOffered, Parcel, quote
from trade.fx import RateStale, RateUnknown, current_rates
from trade.models import ShippingQuote
from trade.queries import in_currency, service_card


@entry
def answer_shipping_quote(*, quote_id: int, now: datetime) -> ShippingQuote:
    """
    Record the price of one service, or why it is not offered.

    Answering twice returns the first answer. An answer after the deadline is recorded as not answered: the buyer has
    been told so already, and what was said stays said.
    """
    # The row lock makes a task that runs twice wait here and find the answer below.
    asked = ShippingQuote.objects.select_for_update(of=("self",)).select_related("request").get(pk=quote_id)
    if asked.state != ShippingQuote.State.PENDING:
        return asked
    request = asked.request
    card = service_card(asked.service_id)
    if request.is_past_deadline(now):
        return _refuse(asked, "not_answered", now)
    if card is None:
        return _refuse(asked, "not_served", now)
    answer = quote(
        card,
        [Parcel(**parcel) for parcel in request.parcels],
        request.ship_from,
        request.ship_to,
        needs_cold_chain=request.needs_cold_chain,
        is_digital=request.is_digital,
        leaves_on=request.requested_at.date(),
        latest_arrival=request.latest_arrival_date,
    )
    if isinstance(answer, NotOffered):
        return _refuse(asked, answer.reason, now)
    rates = current_rates(now.date())
    try:
        offer = in_currency(answer, request.currency, rates)
        paid = rates.charge(answer.price, request.currency)
    except (RateUnknown, RateStale):
        return _refuse(asked, "no_rate", now)
    asked.state = ShippingQuote.State.ANSWERED
    asked.price_minor = to_minor(offer.price)
    asked.min_days, asked.max_days = offer.min_days, offer.max_days
    asked.details = {
        "chargeable_g": offer.chargeable_g,
        "parcels": offer.parcels,
        "card_price": str(answer.price.amount),
        "card_currency": card.currency,
        "fx": paid.as_json(),
    }
    asked.answered_at = now
    asked.save()
    return asked


def _refuse(asked: ShippingQuote, reason: str, now: datetime) -> ShippingQuote:
    asked.state = ShippingQuote.State.UNAVAILABLE
    asked.reason = reason
    asked.answered_at = now
    asked.save()
    return asked
