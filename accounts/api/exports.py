"""Archives of an organisation's data over the API."""

from typing import ClassVar

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import operations, queries
from accounts.models import DataExport
from accounts.views.exports import export_response
from marketplace.kernel.api import ActorAPIView, CursorPage

SCOPE = "organisation:write"


class DataExportOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")

    class Meta:
        model = DataExport
        fields = (
            "id", "state", "parts_done", "parts_total", "rows_written", "size_bytes", "requested_at", "ready_at",
            "expires_at",
        )  # fmt: skip


class DataExports(ActorAPIView):
    """The archives of the actor's organisation; POST asks for one."""

    required_scopes: ClassVar = {"GET": SCOPE, "POST": SCOPE}

    @extend_schema(operation_id="list_data_exports", responses=DataExportOut(many=True), tags=["trust"])
    def get(self, request: Request) -> Response:
        page = CursorPage()
        rows = page.of(queries.exports_of(self.actor), request)
        return page.get_paginated_response(DataExportOut(rows, many=True).data)

    @extend_schema(operation_id="request_data_export", request=None, responses={201: DataExportOut}, tags=["trust"])
    def post(self, request: Request) -> Response:
        export = operations.request_export(actor=self.actor, now=timezone.now())
        return Response(DataExportOut(export).data, status=201)


class OneDataExport(ActorAPIView):
    """One archive: how far it is."""

    required_scopes: ClassVar = {"GET": SCOPE}

    @extend_schema(operation_id="get_data_export", responses=DataExportOut, tags=["trust"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(DataExportOut(queries.export_of(self.actor, public_id)).data)


class DataExportFile(ActorAPIView):
    """The archive itself, a ZIP."""

    required_scopes: ClassVar = {"GET": SCOPE}

    @extend_schema(
        operation_id="download_data_export",
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
        tags=["trust"],
    )
    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        return export_response(queries.export_to_fetch(self.actor, public_id, timezone.now()))
