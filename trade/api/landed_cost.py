"""What goods cost at the door, and customs codes."""

from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.gate import CalculationRateThrottle
from marketplace.kernel.refusals import InvalidInput
from trade.api.basket import answer_json, basket_from, flat
from trade.api.serializers import HsCodesOut, LandedCostIn, LandedCostOut
from trade.queries import find_hs_codes, landed_cost_for


class LandedCost(ActorAPIView):
    """Duty, tax, fees and total of a consignment, with the rules behind each figure."""

    public_methods = frozenset({"POST"})
    required_scopes: ClassVar = {}
    throttle_classes: ClassVar = [CalculationRateThrottle]

    @extend_schema(operation_id="landed_cost", request=LandedCostIn, responses=LandedCostOut, tags=["trade"])
    def post(self, request: Request) -> Response:
        asked = LandedCostIn(data=request.data)
        if not asked.is_valid():
            raise InvalidInput(fields=flat(asked.errors))
        basket = basket_from(dict(asked.validated_data), today=timezone.now().date())
        return Response(answer_json(landed_cost_for(basket)))


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
