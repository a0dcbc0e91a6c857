"""A seller's prices for chosen buyers, for programs."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from sellers import operations, queries
from sellers.api.serializers import TierOut
from sellers.models import PriceList

READ, WRITE = "listings:read", "listings:write"


class ListedPriceIO(serializers.Serializer[Any]):
    variant = serializers.CharField(help_text="Id or SKU.")
    tiers = TierOut(many=True)


class PriceListIn(serializers.Serializer[Any]):
    """Only what is sent changes; `buyers` and `prices` replace what stood there."""

    name = serializers.CharField(required=False)
    currency = serializers.CharField(required=False)
    percent_off = serializers.DecimalField(max_digits=4, decimal_places=2, required=False, allow_null=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)
    buyers = serializers.ListField(child=serializers.CharField(), required=False, help_text="Organisation ids.")
    prices = ListedPriceIO(many=True, required=False)


class PriceListOut(serializers.ModelSerializer[PriceList]):
    id = serializers.CharField(source="public_id")
    buyers = serializers.SerializerMethodField()
    prices = serializers.SerializerMethodField()

    class Meta:
        model = PriceList
        fields = ("id", "name", "currency", "percent_off", "starts_on", "ends_on", "closed_at", "buyers", "prices")

    def get_buyers(self, price_list: PriceList) -> list[str]:
        return list(price_list.buyers.order_by("pk").values_list("organisation__public_id", flat=True))

    @extend_schema_field(ListedPriceIO(many=True))
    def get_prices(self, price_list: PriceList) -> list[dict[str, Any]]:
        found: dict[str, list[Any]] = {}
        for tier in price_list.tiers.select_related("variant").order_by("variant", "min_quantity"):
            found.setdefault(tier.variant.public_id, []).append(TierOut(tier).data)
        return [{"variant": variant, "tiers": tiers} for variant, tiers in found.items()]


class PriceLists(ActorAPIView):
    """The organisation's price lists."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="list_price_lists", responses=PriceListOut(many=True), tags=["price lists"])
    def get(self, request: Request) -> Response:
        return Response(PriceListOut(queries.price_lists_of(self.actor), many=True).data)

    @extend_schema(
        operation_id="create_price_list", request=PriceListIn, responses={201: PriceListOut}, tags=["price lists"]
    )
    def post(self, request: Request) -> Response:
        """Give buyers prices of their own; nobody else learns of it."""
        made = operations.set_price_list(actor=self.actor, price_list=None, content=_sent(request), now=timezone.now())
        return Response(PriceListOut(made).data, status=201)


class OnePriceList(ActorAPIView):
    """One price list."""

    required_scopes: ClassVar = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @extend_schema(operation_id="get_price_list", responses=PriceListOut, tags=["price lists"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(PriceListOut(queries.price_list_of(self.actor, public_id)).data)

    @extend_schema(operation_id="change_price_list", request=PriceListIn, responses=PriceListOut, tags=["price lists"])
    def patch(self, request: Request, public_id: str) -> Response:
        found = queries.price_list_of(self.actor, public_id)
        changed = operations.set_price_list(
            actor=self.actor, price_list=found, content=_sent(request), now=timezone.now()
        )
        return Response(PriceListOut(changed).data)

    @extend_schema(operation_id="close_price_list", responses=PriceListOut, tags=["price lists"])
    def delete(self, request: Request, public_id: str) -> Response:
        """End it; orders keep that it priced them."""
        found = queries.price_list_of(self.actor, public_id)
        return Response(
            PriceListOut(operations.close_price_list(actor=self.actor, price_list=found, now=timezone.now())).data
        )


def _sent(request: Request) -> dict[str, Any]:
    return dict(request.data) if isinstance(request.data, dict) else {}
