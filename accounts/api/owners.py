"""Who owns and controls the organisation."""

from decimal import Decimal
from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import operations, queries
from accounts.models import BeneficialOwner
from marketplace.kernel.api import ActorAPIView, CursorPage


class OwnerIn(serializers.Serializer):
    kind = serializers.ChoiceField(BeneficialOwner.Kind.choices, default=BeneficialOwner.Kind.PERSON)
    full_name = serializers.CharField(max_length=200)
    other_names = serializers.CharField(
        max_length=400, required=False, allow_blank=True, default="", help_text="Divided by semicolons."
    )
    born_on = serializers.DateField(required=False, allow_null=True, default=None)
    country = serializers.CharField(max_length=2)
    share_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, default=Decimal(0)
    )
    role = serializers.ChoiceField(BeneficialOwner.Role.choices, default=BeneficialOwner.Role.OWNER)


class OwnerOut(OwnerIn):
    id = serializers.CharField(source="public_id")


class Owners(ActorAPIView):
    """The organisation's owners."""

    required_scopes: ClassVar = {"GET": "organisation:write", "POST": "organisation:write"}

    @extend_schema(operation_id="list_owners", responses=OwnerOut(many=True), tags=["organisation"])
    def get(self, request: Request) -> Response:
        self.actor.must("organisation.manage")
        page = CursorPage()
        rows = page.of(queries.owners_of(self.actor), request, ordering=("-id",))
        return page.get_paginated_response(OwnerOut(rows, many=True).data)

    @extend_schema(operation_id="create_owner", request=OwnerIn, responses={201: OwnerOut}, tags=["organisation"])
    def post(self, request: Request) -> Response:
        owner = operations.save_owner(actor=self.actor, now=timezone.now(), **self.valid(OwnerIn))
        return Response(OwnerOut(owner).data, status=201)


class OneOwner(ActorAPIView):
    """One owner."""

    required_scopes: ClassVar = {"PUT": "organisation:write", "DELETE": "organisation:write"}

    @extend_schema(operation_id="replace_owner", request=OwnerIn, responses=OwnerOut, tags=["organisation"])
    def put(self, request: Request, public_id: str) -> Response:
        given = self.valid(OwnerIn)
        owner = operations.save_owner(actor=self.actor, public_id=public_id, now=timezone.now(), **given)
        return Response(OwnerOut(owner).data)

    @extend_schema(operation_id="delete_owner", responses={204: None}, tags=["organisation"])
    def delete(self, request: Request, public_id: str) -> Response:
        operations.remove_owner(actor=self.actor, public_id=public_id, now=timezone.now())
        return Response(status=204)
