"""Shipping quotes."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.money import Money, is_currency
from marketplace.kernel.refusals import InvalidInput
from trade.api.serializers import ShippingRequestIn, ShippingRequestOut
from trade.freight import Parcel
from trade.models import ShippingQuote, ShippingQuoteRequest
from trade.operations import close_late_quotes, request_shipping_quotes
from trade.operations.request_shipping_quotes import reader_of
from trade.presenting import reason_text
from trade.queries import shipping_request_for


class ShippingQuotes(ActorAPIView):
    """Ask every suitable carrier service for a price; answers arrive within seconds."""

    public_methods = frozenset({"POST"})
    required_scopes: ClassVar = {}

    @extend_schema(
        operation_id="request_shipping_quotes",
        request=ShippingRequestIn,
        responses={202: ShippingRequestOut},
        tags=["trade"],
    )
    def post(self, request: Request) -> Response:
        given = self.valid(ShippingRequestIn)
        currency = given["currency"].upper()
        if not is_currency(currency):
            raise InvalidInput(fields={"currency": [f"{given['currency']} is not an ISO 4217 currency."]})
        asked = request_shipping_quotes(
            actor=self.actor,
            ship_from=given["ship_from"].upper(),
            ship_to=given["ship_to"].upper(),
            parcels=[Parcel(**parcel) for parcel in given["parcels"]],
            goods_value=Money(given["goods_value"], currency),
            currency=currency,
            needs_cold_chain=given["needs_cold_chain"],
            latest_arrival=given["latest_arrival"],
            now=timezone.now(),
        )
        where = reverse("trade_api:shipping_quote_request", args=[asked.public_id])
        return Response(as_answer(asked), status=202, headers={"Location": where})


class ShippingQuoteAnswers(ActorAPIView):
    """The answers of one request so far."""

    public_methods = frozenset({"GET"})

    @extend_schema(operation_id="shipping_quotes", responses=ShippingRequestOut, tags=["trade"])
    def get(self, request: Request, public_id: str) -> Response:
        now = timezone.now()
        reader = reader_of(self.actor, "")
        asked = shipping_request_for(public_id, asked_by=reader)
        if asked.is_past_deadline(now) and close_late_quotes(request=asked, now=now):
            asked = shipping_request_for(public_id, asked_by=reader)
        return Response(as_answer(asked))


def as_answer(asked: ShippingQuoteRequest) -> dict[str, Any]:
    """Return a request and its quotes as the API shows them: nothing of it says what the goods are."""
    quotes = list(asked.quotes.select_related("service__carrier").order_by("price_minor", "pk"))
    return {
        "id": asked.public_id,
        "ship_from": asked.ship_from,
        "ship_to": asked.ship_to,
        "currency": asked.currency,
        "done": all(quote.state != ShippingQuote.State.PENDING for quote in quotes),
        "deadline_at": asked.deadline_at.isoformat(),
        "quotes": [
            {
                "id": quote.public_id,
                "service": quote.service.name,
                "carrier": quote.service.carrier.name,
                "mode": quote.service.mode,
                "state": quote.state,
                "price": str(quote.price.amount) if quote.price is not None else None,
                "currency": quote.currency,
                "min_days": quote.min_days,
                "max_days": quote.max_days,
                "reason": quote.reason,
                "reason_text": reason_text(quote),
            }
            for quote in quotes
        ],
    }
