"""Alerts about lots, for programs."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from buyers import operations, queries
from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.refusals import InvalidInput
from sellers import queries as sellers
from sellers.models import Category


class LotAlertIn(serializers.Serializer):
    words = serializers.CharField(required=False, allow_blank=True, default="", help_text="All must be in the listing.")
    category = serializers.SlugField(required=False, allow_blank=True, default="", help_text="A category's slug.")
    seller = serializers.SlugField(required=False, allow_blank=True, default="", help_text="A storefront's slug.")
    ship_to = serializers.CharField(help_text="ISO 3166-1 alpha-2.")


class LotAlertOut(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    words = serializers.CharField()
    category = serializers.SlugField(source="category.slug", default=None, allow_null=True)
    seller = serializers.CharField(source="seller.name", default=None, allow_null=True)
    ship_to = serializers.CharField()
    created_at = serializers.DateTimeField()


class LotAlerts(ActorAPIView):
    """What the organisation is told of."""

    required_scopes: ClassVar = {"GET": "cart:read", "POST": "cart:write"}

    @extend_schema(operation_id="list_lot_alerts", responses=LotAlertOut(many=True), tags=["alerts"])
    def get(self, request: Request) -> Response:
        self.actor.must_act_for_an_organisation()
        return Response(LotAlertOut(queries.lot_alerts_of(self.actor), many=True).data)

    @extend_schema(operation_id="ask_to_be_told", request=LotAlertIn, responses={201: LotAlertOut}, tags=["alerts"])
    def post(self, request: Request) -> Response:
        """Be told of lots that fit and can still reach you, when they come on sale and at each markdown."""
        given: dict[str, Any] = self.valid(LotAlertIn)
        category = Category.objects.filter(slug=given["category"]).first() if given["category"] else None
        if given["category"] and category is None:
            raise InvalidInput(fields={"category": [_("There is no such category.")]})
        alert = operations.ask_to_be_told(
            actor=self.actor,
            category=category,
            seller=sellers.storefront(given["seller"], actor=self.actor).organisation if given["seller"] else None,
            words=given["words"],
            ship_to=given["ship_to"],
            now=timezone.now(),
        )
        return Response(LotAlertOut(alert).data, status=status.HTTP_201_CREATED)


class OneLotAlert(ActorAPIView):
    """One alert."""

    required_scopes: ClassVar = {"DELETE": "cart:write"}

    @extend_schema(operation_id="stop_lot_alert", responses={204: None}, tags=["alerts"])
    def delete(self, request: Request, public_id: str) -> Response:
        """Not to be told of these lots any more."""
        operations.stop_telling(actor=self.actor, alert=queries.lot_alert_of(self.actor, public_id))
        return Response(status=status.HTTP_204_NO_CONTENT)
