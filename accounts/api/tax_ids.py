"""The organisation's numbers with authorities, over the API."""

from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import operations, queries
from accounts.models import TaxId
from marketplace.kernel.api import ActorAPIView, CursorPage


class TaxIdIn(serializers.Serializer):
    kind = serializers.ChoiceField(choices=TaxId.Kind.choices)
    country = serializers.CharField(min_length=2, max_length=2)
    value = serializers.CharField(max_length=60)


class TaxIdOut(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    kind = serializers.CharField()
    country = serializers.CharField()
    value = serializers.CharField()
    is_checked = serializers.BooleanField(help_text="A published check exists for this number, and it passed.")
    verified_at = serializers.DateTimeField(
        allow_null=True, help_text="When its register last confirmed it; only then does it lift a tax from orders."
    )


class TaxIds(ActorAPIView):
    """VAT, EORI, REX, IOSS and register numbers of the organisation."""

    required_scopes: ClassVar = {"GET": "organisation:read", "POST": "organisation:write"}

    @extend_schema(operation_id="list_tax_numbers", responses=TaxIdOut(many=True), tags=["organisation"])
    def get(self, request: Request) -> Response:
        page = CursorPage()
        rows = page.of(queries.tax_ids_of(self.actor), request, ordering=("-id",))
        return page.get_paginated_response(TaxIdOut(rows, many=True).data)

    @extend_schema(operation_id="save_tax_number", request=TaxIdIn, responses={201: TaxIdOut}, tags=["organisation"])
    def post(self, request: Request) -> Response:
        """Keep a number; the one of the same kind and country is replaced."""
        kept = operations.save_tax_id(actor=self.actor, **self.valid(TaxIdIn), now=timezone.now())
        return Response(TaxIdOut(kept).data, status=201)


class OneTaxId(ActorAPIView):
    """One number."""

    required_scopes: ClassVar = {"GET": "organisation:read", "DELETE": "organisation:write"}

    @extend_schema(operation_id="get_tax_number", responses=TaxIdOut, tags=["organisation"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(TaxIdOut(queries.tax_id_of(self.actor, public_id)).data)

    @extend_schema(operation_id="delete_tax_number", responses={204: None}, tags=["organisation"])
    def delete(self, request: Request, public_id: str) -> Response:
        operations.remove_tax_id(actor=self.actor, public_id=public_id, now=timezone.now())
        return Response(status=204)
