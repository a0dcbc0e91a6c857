"""Parcels of an order over the API: where they are, further ones, and what the seller says of them."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from orders import operations, queries
from orders.models import Shipment
from orders.tracking import EVENT_LABELS, SELLER_MAY_SAY


class TrackingEventOut(serializers.Serializer):
    code = serializers.ChoiceField(sorted(EVENT_LABELS))
    at = serializers.DateTimeField()
    utc_offset_minutes = serializers.IntegerField(help_text="Of the place where it happened.")
    place = serializers.CharField()
    text = serializers.CharField(help_text="As the carrier says it.")
    source = serializers.ChoiceField(["webhook", "poll", "seller"])  # type: ignore[assignment]


class TrackedShipmentOut(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    carrier = serializers.CharField()
    carrier_code = serializers.CharField()
    tracking_number = serializers.CharField()
    tracking_url = serializers.CharField()
    contents = serializers.CharField()
    shipped_at = serializers.DateTimeField()
    expected_on = serializers.DateField(source="expected_date")
    estimated_on = serializers.DateField(source="estimated_date", allow_null=True)
    is_late = serializers.BooleanField()
    state = serializers.CharField(help_text="Code of the newest event; empty before the first.")
    delivered_at = serializers.DateTimeField(allow_null=True)
    events = TrackingEventOut(many=True)


class ShipmentsOut(serializers.Serializer):
    shipments = TrackedShipmentOut(many=True)


class SentParcelIn(serializers.Serializer):
    carrier = serializers.CharField(max_length=80)
    tracking_number = serializers.CharField(max_length=80)
    expected_date = serializers.DateField()
    tracking_url = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    contents = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class EventIn(serializers.Serializer):
    code = serializers.ChoiceField(SELLER_MAY_SAY)
    at = serializers.DateTimeField()
    place = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    text = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


def _shown(shipment: Shipment) -> dict[str, Any]:
    data: dict[str, Any] = TrackedShipmentOut(shipment).data
    return data


class Shipments(ActorAPIView):
    """The parcels of an order."""

    required_scopes: ClassVar = {"GET": "orders:read", "POST": "orders:write"}

    @extend_schema(operation_id="list_shipments", responses=ShipmentsOut, tags=["orders"])
    def get(self, request: Request, public_id: str) -> Response:
        """Where they are, with every event, for buyer and seller."""
        found = queries.order_of(self.actor, public_id).shipments.prefetch_related("events")
        return Response({"shipments": [_shown(shipment) for shipment in found]})

    @extend_schema(
        operation_id="add_shipment", request=SentParcelIn, responses={201: TrackedShipmentOut}, tags=["orders"]
    )
    def post(self, request: Request, public_id: str) -> Response:
        """The seller sends a further parcel of an order that is under way."""
        order = queries.order_of(self.actor, public_id)
        made = operations.add_shipment(actor=self.actor, order=order, now=timezone.now(), **self.valid(SentParcelIn))
        return Response(_shown(made), status=201)


class ShipmentEvents(ActorAPIView):
    """What happened to one parcel."""

    required_scopes: ClassVar = {"POST": "orders:write"}

    @extend_schema(
        operation_id="add_tracking_event", request=EventIn, responses={201: TrackedShipmentOut}, tags=["orders"]
    )
    def post(self, request: Request, public_id: str, shipment: int) -> Response:
        """The seller says what happened, where no carrier does."""
        order = queries.order_of(self.actor, public_id)
        told = operations.add_tracking_event(
            actor=self.actor, order=order, shipment=shipment, now=timezone.now(), **self.valid(EventIn)
        )
        return Response(_shown(told), status=201)
