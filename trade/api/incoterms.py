"""The terms of delivery over the API."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.money import Money, is_currency, round_money
from marketplace.kernel.refusals import InvalidInput
from trade.api.serializers import Amount
from trade.ddp_price import split_ddp_price
from trade.incoterms import TERMS, Payer, Term, stages_of


class StageOut(serializers.Serializer):
    stage = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    payer = serializers.ChoiceField(
        [payer.value for payer in Payer], help_text="by_contract: as the carriage is booked"
    )
    risk = serializers.BooleanField(help_text="The risk passes to the buyer before this stage.")


class IncotermOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    any_mode = serializers.BooleanField(help_text="False: for sea and inland waterway only.")
    cover = serializers.CharField(
        allow_blank=True, help_text="Insurance owed to the buyer: A all risks, C named perils."
    )
    risk_passes = serializers.CharField(source="risk_text")
    collects_freight = serializers.BooleanField(source="has_freight", help_text="Freight is paid with the order.")
    collects_insurance = serializers.BooleanField(source="has_cover")
    collects_customs = serializers.BooleanField(source="has_customs", help_text="Duty, tax and fees are paid with it.")
    stages = serializers.SerializerMethodField()

    def get_stages(self, term: Term) -> list[dict[str, Any]]:
        return list(StageOut(stages_of(term.code), many=True).data)


class IncotermsOut(serializers.Serializer):
    results = IncotermOut(many=True)


class DdpPriceIn(serializers.Serializer):
    currency = serializers.CharField(max_length=3)
    price = Amount(min_value=Decimal(0))
    duty_percent = serializers.DecimalField(max_digits=9, decimal_places=4, min_value=Decimal(0))
    tax_percent = serializers.DecimalField(max_digits=9, decimal_places=4, min_value=Decimal(0))


class DdpPriceOut(serializers.Serializer):
    currency = serializers.CharField()
    goods = serializers.CharField()
    duty = serializers.CharField()
    tax = serializers.CharField()


class DdpPrice(ActorAPIView):
    """An all-in price taken apart into goods, duty and tax."""

    public_methods = frozenset({"POST"})

    @extend_schema(operation_id="split_ddp_price", request=DdpPriceIn, responses=DdpPriceOut, tags=["trade"])
    def post(self, request: Request) -> Response:
        given = self.valid(DdpPriceIn)
        currency = given["currency"].upper()
        if not is_currency(currency):
            raise InvalidInput(fields={"currency": [f"{given['currency']} is not an ISO 4217 currency."]})
        parts = split_ddp_price(
            round_money(Money(given["price"], currency)),
            duty_percent=given["duty_percent"],
            tax_percent=given["tax_percent"],
        )
        amounts = {name: str(getattr(parts, name).amount) for name in ("goods", "duty", "tax")}
        return Response(DdpPriceOut({"currency": currency, **amounts}).data)


class Incoterms(ActorAPIView):
    """Incoterms 2020: who pays each stage, where the risk passes, what is collected with an order."""

    public_methods = frozenset({"GET"})

    @extend_schema(operation_id="incoterms", responses=IncotermsOut, tags=["trade"])
    def get(self, request: Request) -> Response:
        return Response(IncotermsOut({"results": list(TERMS.values())}).data)
