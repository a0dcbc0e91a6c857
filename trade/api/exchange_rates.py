"""Exchange rates: those in force, their history, and rates promised for a while."""

from datetime import date, timedelta
from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.money import is_currency
from marketplace.kernel.refusals import InvalidInput, NotFound
from trade import operations
from trade.api.serializers import ExchangeRatesOut, FxQuoteIn, FxQuoteOut, RateHistoryOut
from trade.fx import current_rates, rates_between, source_name
from trade.models import FxQuote
from trade.queries import fx_quote_for

USUAL_DAYS, MOST_DAYS = 90, 3660


class ExchangeRates(ActorAPIView):
    """The exchange rates in force, in units per euro, with source and day."""

    public_methods = frozenset({"GET"})

    @extend_schema(operation_id="exchange_rates", responses=ExchangeRatesOut, tags=["trade"])
    def get(self, request: Request) -> Response:
        table = current_rates()
        rates = [
            {
                "currency": rate.currency,
                "per_eur": f"{rate.per_eur.normalize():f}",
                "as_of": rate.as_of.isoformat(),
                "source": source_name(rate.source),
                "source_code": rate.source,
                "usable": rate.currency in table,
            }
            for rate in table.stored()
            if rate.currency != "EUR"
        ]
        return Response(
            {"base": "EUR", "on": table.on.isoformat(), "spread_percent": str(table.spread_percent), "rates": rates}
        )


class ExchangeRateHistory(ActorAPIView):
    """The stored rates of one currency between two days, in units per euro, oldest first."""

    public_methods = frozenset({"GET"})

    @extend_schema(
        operation_id="exchange_rate_history",
        parameters=[
            OpenApiParameter("from", date, description="First day; 90 days before the last by default."),
            OpenApiParameter("to", date, description="Last day; today by default."),
        ],
        responses=RateHistoryOut,
        tags=["trade"],
    )
    def get(self, request: Request, currency: str) -> Response:
        currency = currency.upper()
        if not is_currency(currency):
            raise NotFound
        last = _day(request, "to") or timezone.now().date()
        first = _day(request, "from") or max(last, date(1999, 1, 4)) - timedelta(days=USUAL_DAYS)
        if first > last or (last - first).days > MOST_DAYS:
            raise InvalidInput(fields={"from": ["Give a first day before the last, at most ten years apart."]})
        rates = [
            {"date": day.isoformat(), "per_eur": f"{per_eur.normalize():f}", "source_code": code}
            for day, per_eur, code in rates_between(currency, first, last)
        ]
        return Response({"base": "EUR", "currency": currency, "rates": rates})


class FxQuotes(ActorAPIView):
    """Promise a rate for half an hour."""

    required_scopes: ClassVar = {"POST": "cart:write"}

    @extend_schema(operation_id="lock_fx_quote", request=FxQuoteIn, responses={201: FxQuoteOut}, tags=["trade"])
    def post(self, request: Request) -> Response:
        given, now = self.valid(FxQuoteIn), timezone.now()
        quote = operations.lock_fx_quote(
            actor=self.actor,
            source=given["source_currency"].upper(),
            target=given["target_currency"].upper(),
            rates=current_rates(now.date()),
            now=now,
        )
        return Response(_shown(quote), status=201)


class FxQuoteView(ActorAPIView):
    """A promised rate, and whether it still stands."""

    required_scopes: ClassVar = {"GET": "cart:read"}

    @extend_schema(operation_id="fx_quote", responses=FxQuoteOut, tags=["trade"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(_shown(fx_quote_for(self.actor, public_id)))


def _shown(quote: FxQuote) -> dict[str, object]:
    return {
        "id": quote.public_id,
        "source_currency": quote.source,
        "target_currency": quote.target,
        "rate": f"{quote.rate.normalize():f}",
        "mid_rate": f"{quote.mid_rate.normalize():f}",
        "margin_percent": f"{quote.margin_percent.normalize():f}",
        "rate_source": source_name(quote.rate_source),
        "as_of": quote.as_of.isoformat(),
        "expires_at": quote.expires_at.isoformat(),
        "expired": quote.has_expired(timezone.now()),
    }


def _day(request: Request, name: str) -> date | None:
    text = request.query_params.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(fields={name: ["Write the day as 2026-11-20."]}) from None
