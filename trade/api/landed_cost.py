"""What goods cost at the door, exchange rates and customs codes."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.money import Money, exponent, is_currency
from marketplace.kernel.refusals import InvalidInput
from trade.api.serializers import ExchangeRatesOut, HsCodesOut, LandedCostIn, LandedCostOut
from trade.fx import current_rates
from trade.landed_cost import Basket, BasketLine
from trade.queries import find_hs_codes, landed_cost_for

# The price under these terms holds the freight by definition.
PRICE_HOLDS_FREIGHT = frozenset({"CFR", "CPT", "CIF", "CIP"})


class LandedCost(ActorAPIView):
    """Duty, tax, fees and total of a consignment, with the rules behind each figure."""

    public_methods = frozenset({"POST"})
    required_scopes: ClassVar = {}

    @extend_schema(operation_id="landed_cost", request=LandedCostIn, responses=LandedCostOut, tags=["trade"])
    def post(self, request: Request) -> Response:
        basket = basket_from(self.valid(LandedCostIn), today=timezone.now().date())
        return Response(landed_cost_for(basket).as_json())


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
                "source": rate.source,
                "usable": rate.currency in table,
            }
            for rate in table.stored()
            if rate.currency != "EUR"
        ]
        return Response(
            {"base": "EUR", "on": table.on.isoformat(), "spread_percent": str(table.spread_percent), "rates": rates}
        )


class HsCodes(ActorAPIView):
    """Customs codes by their first digits or by words of their title."""

    public_methods = frozenset({"GET"})

    @extend_schema(
        operation_id="hs_codes",
        parameters=[OpenApiParameter("q", str, description="Digits of a code, or words.", required=True)],
        responses=HsCodesOut,
        tags=["trade"],
    )
    def get(self, request: Request) -> Response:
        found = find_hs_codes(request.query_params.get("q", "")[:80], limit=50)
        return Response({"results": [{"code": code.code, "level": code.level, "title": code.title} for code in found]})


def basket_from(given: dict[str, Any], *, today: date) -> Basket:
    """
    Return the basket a request describes.

    :raises InvalidInput: if the currency is not one, or an amount is finer than its smallest unit.
    """
    currency = given["currency"].upper()
    if not is_currency(currency):
        raise InvalidInput(fields={"currency": [f"{given['currency']} is not an ISO 4217 currency."]})
    places = exponent(currency)
    problems: dict[str, list[Any]] = {}

    def money(field: str, amount: Any) -> Money | None:
        if amount is None:
            return None
        if -amount.normalize().as_tuple().exponent > places:
            problems[field] = [f"{currency} has {places} decimals."]
        return Money(amount.quantize(Decimal(1).scaleb(-places)), currency) if field not in problems else None

    lines = tuple(
        BasketLine(
            hs_code=(line["hs_code"] or "").replace(".", "").replace(" ", "") or None,
            origin=(line["origin"] or given["ship_from"]).upper(),
            value=money(f"lines.{place}.value", line["value"]) or Money(0, currency),
            quantity=line["quantity"],
            weight_g=None if line["weight_kg"] is None else int(line["weight_kg"] * 1000),
            kind=line["kind"],
            key=str(place + 1),
            preference=line["preference"] or None,
        )
        for place, line in enumerate(given["lines"])
    )
    importer = {"kind": "business", "vat_id": ""} | dict(given["importer"] or {})
    by_default = "incoterm" if given["incoterm"] in PRICE_HOLDS_FREIGHT else "goods"
    basket = Basket(
        ship_from=given["ship_from"].upper(),
        ship_to=given["ship_to"].upper(),
        currency=currency,
        incoterm=given["incoterm"],
        freight=money("freight", given["freight"]),
        insurance=money("insurance", given["insurance"]),
        importer_kind=importer["kind"],
        on=given["date"] or today,
        lines=lines,
        inland_freight=money("inland_freight", given["inland_freight"]),
        price_basis=given["price_basis"] or by_default,
        tax_registered=bool(importer["vat_id"]),
        transport=given["transport"],
    )
    if problems:
        raise InvalidInput(fields=problems)
    return basket
