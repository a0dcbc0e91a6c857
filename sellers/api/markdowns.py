"""Lots at risk and how they are marked down, for programs."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from sellers import operations, queries


class StepIO(serializers.Serializer):
    days_left = serializers.IntegerField(help_text="Days before the best-before date.")
    percent = serializers.IntegerField(help_text="Per cent off the seller's own prices.")


class ScheduleIO(serializers.Serializer):
    steps = StepIO(many=True)


class LotAtRiskOut(serializers.Serializer):
    listing = serializers.CharField(source="listing.public_id")
    title = serializers.CharField(source="listing.title")
    best_before = serializers.DateField()
    days_left = serializers.IntegerField()
    lot = serializers.CharField(source="lot.public_id")
    lot_code = serializers.CharField(source="lot.code")
    stock = serializers.IntegerField(source="lot.available", help_text="What is left of this lot.")
    value = serializers.CharField(source="value.amount", help_text="Stock at the present price, a decimal string.")
    currency = serializers.CharField(source="listing.currency")
    percent_off = serializers.IntegerField(source="markdown.percent", default=0)
    buyers_told = serializers.IntegerField(source="markdown.told", default=0)
    reached = serializers.ListField(child=serializers.CharField(), help_text="Countries it still reaches in time.")


class LotsAtRisk(ActorAPIView):
    """Lots that near their best-before date."""

    required_scopes: ClassVar = {"GET": "listings:read"}

    @extend_schema(operation_id="list_lots_at_risk", responses=LotAtRiskOut(many=True), tags=["listings"])
    def get(self, request: Request) -> Response:
        found = queries.lots_at_risk(self.actor, now=timezone.now())
        return Response(LotAtRiskOut(found, many=True).data)


class MarkdownSchedule(ActorAPIView):
    """How all lots of the organisation are marked down."""

    required_scopes: ClassVar = {"GET": "listings:read", "PUT": "listings:write"}

    @extend_schema(operation_id="get_markdown_schedule", responses=ScheduleIO, tags=["listings"])
    def get(self, request: Request) -> Response:
        return Response(ScheduleIO({"steps": queries.schedule_of(self.actor, None)}).data)

    @extend_schema(operation_id="set_markdown_schedule", request=ScheduleIO, responses=ScheduleIO, tags=["listings"])
    def put(self, request: Request) -> Response:
        """Replace the schedule; no steps: no markdowns."""
        given: dict[str, Any] = self.valid(ScheduleIO)
        steps = operations.set_markdown_schedule(
            actor=self.actor, listing=None, steps=given["steps"], now=timezone.now()
        )
        return Response(ScheduleIO({"steps": steps}).data)
