"""Holds over the API: the statement of reasons, and the appeal."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import operations, queries
from accounts.models import Hold, HoldAppeal, HoldChange
from marketplace.kernel.api import ActorAPIView, CursorPage

READ = "organisation:read"
WRITE = "organisation:write"


class HoldChangeOut(serializers.ModelSerializer):
    class Meta:
        model = HoldChange
        fields = ("kind", "reason", "old_end", "new_end", "at")


class AppealOut(serializers.ModelSerializer):
    class Meta:
        model = HoldAppeal
        fields = ("text", "sent_at", "due_at", "outcome", "reason", "decided_at")


class HoldOut(serializers.ModelSerializer):
    """One hold with its statement of reasons."""

    id = serializers.CharField(source="public_id")
    may_be_appealed = serializers.SerializerMethodField()
    appeal = AppealOut(default=None, allow_null=True)

    class Meta:
        model = Hold
        fields: ClassVar[tuple[str, ...]] = (
            "id", "stops", "subject", "subject_label", "code", "reason", "ground", "source", "state", "starts_at",
            "ends_at", "over_at", "appeal_until", "may_be_appealed", "appeal",
        )  # fmt: skip

    def get_may_be_appealed(self, hold: Hold) -> bool:
        return hold.may_be_appealed(timezone.now())


class OneHoldOut(HoldOut):
    """One hold with everything that was decided about it."""

    changes = HoldChangeOut(many=True)

    class Meta(HoldOut.Meta):
        fields = (*HoldOut.Meta.fields, "changes")


class AppealIn(serializers.Serializer):
    text = serializers.CharField(max_length=5000)
    documents = serializers.ListField(
        child=serializers.FileField(), required=False, max_length=5, help_text="PDFs or pictures; multipart only."
    )


class Holds(ActorAPIView):
    """The holds on the actor's organisation, in force and over."""

    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(operation_id="list_holds", responses=HoldOut(many=True), tags=["trust"])
    def get(self, request: Request) -> Response:
        page = CursorPage()
        rows = page.of(queries.holds_of(self.actor), request)
        return page.get_paginated_response(HoldOut(rows, many=True).data)


class OneHold(ActorAPIView):
    """One hold."""

    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(operation_id="get_hold", responses=OneHoldOut, tags=["trust"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(OneHoldOut(queries.hold_of(self.actor, public_id)).data)


class Appeal(ActorAPIView):
    """What the organisation says against a hold, once."""

    required_scopes: ClassVar = {"POST": WRITE}
    parser_classes: ClassVar = [JSONParser, MultiPartParser]

    @extend_schema(operation_id="appeal_hold", request=AppealIn, responses={201: AppealOut}, tags=["trust"])
    def post(self, request: Request, public_id: str) -> Response:
        hold = queries.hold_of(self.actor, public_id)
        given: dict[str, Any] = self.valid(AppealIn)
        appeal = operations.appeal_hold(
            actor=self.actor, hold=hold, text=given["text"], uploads=given.get("documents", []), now=timezone.now()
        )
        return Response(AppealOut(appeal).data, status=201)
