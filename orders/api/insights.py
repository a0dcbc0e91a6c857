"""How the seller's trade goes, over the API."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.refusals import InvalidInput
from orders.insights import PERIODS, insights_of


class MoneyField(serializers.CharField):
    """A decimal string; the currency stands beside it, once for the answer."""

    def to_representation(self, value: Any) -> str:
        return str(value.amount)


class TallyOut(serializers.Serializer):
    sales = MoneyField(help_text="Goods sold, a decimal string.")
    orders = serializers.IntegerField()
    buyers = serializers.IntegerField()
    views = serializers.IntegerField(help_text="Browsers that opened a listing.")
    enquiries = serializers.IntegerField()
    reply_hours = serializers.FloatField(allow_null=True, help_text="Median time to the first answer.")
    on_time_percent = serializers.IntegerField(allow_null=True)


class ColumnOut(serializers.Serializer):
    start = serializers.DateField()
    sales = MoneyField()
    before = MoneyField(help_text="As many days earlier as the period is long.")


class CountryRowOut(serializers.Serializer):
    country = serializers.CharField()
    sales = MoneyField()
    orders = serializers.IntegerField()
    views = serializers.IntegerField()


class ListingRowOut(serializers.Serializer):
    listing = serializers.CharField(source="listing.public_id")
    title = serializers.CharField(source="listing.title")
    views = serializers.IntegerField()
    enquiries = serializers.IntegerField()
    orders = serializers.IntegerField()
    sales = MoneyField()


class RunningOutOut(serializers.Serializer):
    variant = serializers.CharField(source="variant.public_id")
    title = serializers.CharField(source="variant.listing.title")
    stock = serializers.IntegerField(source="variant.stock_available")
    days_left = serializers.IntegerField()


class InsightsOut(serializers.Serializer):
    currency = serializers.CharField(source="now.sales.currency.code")
    since = serializers.DateField()
    until = serializers.DateField()
    now = TallyOut()
    before = TallyOut()
    columns = ColumnOut(many=True, help_text="Days, or weeks in a long period.")
    countries = CountryRowOut(many=True)
    listings = ListingRowOut(many=True)
    running_out = RunningOutOut(many=True)


class SalesInsights(ActorAPIView):
    """Sales, views and enquiries of the organisation."""

    required_scopes: ClassVar = {"GET": "orders:read"}

    @extend_schema(
        operation_id="read_insights",
        parameters=[OpenApiParameter("days", int, enum=PERIODS, description="The length of the period.")],
        responses=InsightsOut,
        tags=["orders"],
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params.get("days", str(PERIODS[0]))
        if asked not in map(str, PERIODS):
            raise InvalidInput(fields={"days": [_("Choose 30, 90 or 365.")]})
        found = insights_of(self.actor, days=int(asked), now=timezone.now())
        return Response(InsightsOut(found).data)
