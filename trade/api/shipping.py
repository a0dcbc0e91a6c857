"""Shipping quotes."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.money import Money, is_currency
from marketplace.kernel.refusals import InvalidInput
from trade.api.serializers import CarrierServiceOut, CarriersOut, ShippingRequestIn, ShippingRequestOut
from trade.freight import Parcel
from trade.models import ShippingQuote, ShippingQuoteRequest
from trade.operations import close_late_quotes, request_shipping_quotes
from trade.operations.request_shipping_quotes import reader_of
from trade.presenting.shipping import reason_text
from trade.queries import services_to_ask, shipping_request_for


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
            latest_arrival=_latest(given),
            best_before=given["best_before"],
            lead_days=given["lead_days"],
            places={"from": given["origin"], "to": given["destination"]},
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


_SERVICE_FIELDS: tuple[str, ...] = tuple(name for name in CarrierServiceOut().fields if name != "accepts_dangerous")


class Carriers(ActorAPIView):
    """The carriers that can be asked, with what each of their services takes."""

    public_methods = frozenset({"GET"})

    @extend_schema(operation_id="list_carriers", responses=CarriersOut, tags=["trade"])
    def get(self, request: Request) -> Response:
        carriers: dict[str, dict[str, Any]] = {}
        for card in services_to_ask():
            facts = {"code": card.carrier_code, "name": card.carrier, "is_live": card.adapter != "rate_card"}
            carrier = carriers.setdefault(card.carrier_code, {**facts, "services": []})
            plain: dict[str, Any] = {name: getattr(card, name) for name in _SERVICE_FIELDS}
            carrier["services"].append({**plain, "accepts_dangerous": sorted(card.accepts)})
        return Response({"carriers": sorted(carriers.values(), key=lambda carrier: str(carrier["name"]))})


def _latest(given: dict[str, Any]) -> date | None:
    """The last good day of arrival: what is asked for, or what the best-before date leaves, whichever is earlier."""
    days = [given["latest_arrival"]]
    if given["best_before"] is not None:
        days.append(given["best_before"] - timedelta(days=given["margin_days"]))
    return min((day for day in days if day is not None), default=None)


def _details(details: dict[str, Any]) -> dict[str, Any]:
    arrives = details.get("arrives") or [None]
    return {
        "collected_on": details.get("collected"),
        "arrives_from": arrives[0],
        "arrives_by": arrives[-1],
        "cut_off": details.get("cut_off"),
        "chargeable_g": details.get("chargeable_g"),
        "unit": details.get("unit"),
        "packed": [
            {
                "count": parcel["count"],
                "pieces": parcel["pieces"],
                "weight_g": parcel["weight_g"],
                "size_mm": parcel["size"],
                "dangerous": parcel["dangerous"],
            }
            for parcel in details.get("packed", [])
        ],
        "charges": [{"code": code, "amount": amount} for code, amount in details.get("charges", [])],
        "charges_currency": details.get("card_currency"),
        "insurance": details.get("insurance"),
        "volume_is_assumed": bool(details.get("has_assumed_volume")),
    }


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
                "service": quote.name,
                "carrier": quote.service.carrier.name,
                "mode": quote.service.mode,
                "state": quote.state,
                "price": str(quote.price.amount) if quote.price is not None else None,
                "currency": quote.currency,
                "min_days": quote.min_days,
                "likely_days": quote.likely_days,
                "max_days": quote.max_days,
                **_details(quote.details),
                "reason": quote.reason,
                "reason_text": reason_text(quote),
            }
            for quote in quotes
        ],
    }
