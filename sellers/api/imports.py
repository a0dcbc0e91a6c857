"""Catalogues as files, for programs."""

from typing import Any, ClassVar

from django.http import FileResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView, CursorPage
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.models import CatalogueExport, CatalogueImport, ImportProblem
from sellers.tasks import work_on_import, write_catalogue
from sellers.views.exports import export_response
from sellers.views.imports import report_lines

READ, WRITE = "listings:read", "listings:write"


class UploadIn(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="CSV, XLSX, ODS, XLS or JSON Lines; gzip or zip around it is fine.")
    encoding = serializers.CharField(required=False, help_text="Instead of the one found, such as cp1252.")
    delimiter = serializers.CharField(required=False, help_text="Instead of the one found.")


class ColumnUse(serializers.Serializer[Any]):
    to = serializers.CharField(help_text="A field, attribute:NAME, spec:CODE, or empty to leave the column out.")
    way = serializers.CharField(required=False, help_text="Unit (kg, cm, cents ...) or treatment (html, shorten).")


class MappingIn(serializers.Serializer[Any]):
    columns = serializers.DictField(child=ColumnUse())
    constants = serializers.DictField(child=serializers.CharField(), required=False)
    rest = serializers.ChoiceField(choices=["ignore", "attributes"], required=False)
    decimal = serializers.ChoiceField(choices=[".", ","], required=False)
    categories = serializers.DictField(
        child=serializers.CharField(allow_blank=True), required=False, help_text="Value of the file to slug."
    )
    at_once = serializers.BooleanField(
        required=False, default=False, help_text="Write what is good in the same pass, without waiting for a yes."
    )


class ReadAgainIn(serializers.Serializer[Any]):
    encoding = serializers.CharField(required=False, default="", allow_blank=True, help_text="Such as cp1252.")
    delimiter = serializers.CharField(
        required=False, default="", allow_blank=True, trim_whitespace=False, help_text="One of , ; | and the tab."
    )


class StartIn(serializers.Serializer[Any]):
    wants_review = serializers.BooleanField(required=False, default=False)


class ImportOut(serializers.ModelSerializer[CatalogueImport]):
    """An import and how far it is."""

    id = serializers.CharField(source="public_id")

    class Meta:
        model = CatalogueImport
        fields = (
            "id", "file_name", "file_size", "format", "header", "mapping", "state", "wants_review", "rows_total",
            "rows_done", "new_count", "changed_count", "unchanged_count", "bad_count", "warning_count", "later_total",
            "later_done", "later_failed", "examples", "failure", "created_at", "confirmed_at", "finished_at",
        )  # fmt: skip


class ImportProblemOut(serializers.ModelSerializer[ImportProblem]):
    class Meta:
        model = ImportProblem
        fields = ("row", "column", "value", "reason", "is_warning")


class ExportIn(serializers.Serializer[Any]):
    format = serializers.CharField(help_text="csv, xlsx or jsonl")
    status = serializers.CharField(required=False, default="", allow_blank=True)


class ExportOut(serializers.ModelSerializer[CatalogueExport]):
    id = serializers.CharField(source="public_id")

    class Meta:
        model = CatalogueExport
        fields = ("id", "format", "status", "state", "rows_done", "rows_total", "created_at", "finished_at")


def _at_work(job: CatalogueImport, status: int = 200) -> Response:
    if job.is_at_work:
        work_on_import.delay(job.pk)
    return Response(ImportOut(job).data, status=status)


class Imports(ActorAPIView):
    """The imports of the actor's organisation."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}
    parser_classes: ClassVar = [MultiPartParser, JSONParser]

    @extend_schema(operation_id="list_imports", responses=ImportOut(many=True), tags=["imports"])
    def get(self, request: Request) -> Response:
        page = CursorPage()
        return page.get_paginated_response(ImportOut(page.of(queries.imports_of(self.actor), request), many=True).data)

    @extend_schema(
        operation_id="upload_import",
        request={"multipart/form-data": UploadIn},
        responses={201: ImportOut},
        tags=["imports"],
    )
    def post(self, request: Request) -> Response:
        """Take a file in and guess what its columns are. Nothing is written to the catalogue."""
        upload = request.FILES.get("file")
        if upload is None:
            raise InvalidInput(fields={"file": ["Send a file."]})
        sent: Any = request.data
        job = operations.begin_import(
            actor=self.actor,
            upload=upload,
            file_name=upload.name or "",
            encoding=str(sent.get("encoding", "")),
            delimiter=str(sent.get("delimiter", "")),
            now=timezone.now(),
        )
        answer = Response(ImportOut(job).data, status=201)
        answer.headers["Location"] = reverse("sellers_api:import", args=[job.public_id])
        return answer


class OneImport(ActorAPIView):
    """One import: its mapping, what the check found, how far it is."""

    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(operation_id="get_import", responses=ImportOut, tags=["imports"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(ImportOut(queries.own_import(self.actor, public_id)).data)


class ImportMapping(ActorAPIView):
    required_scopes: ClassVar = {"PUT": WRITE}

    @extend_schema(operation_id="map_import", request=MappingIn, responses={202: ImportOut}, tags=["imports"])
    def put(self, request: Request, public_id: str) -> Response:
        """
        Say what the columns are. A worker then checks every row and writes nothing: watch `state` for `checked`.

        With `at_once` it writes the good rows in the same pass: watch `state` for `done`.
        """
        if not isinstance(request.data, dict):
            raise InvalidInput(fields={"form": ["Send a JSON object."]})
        job = queries.own_import(self.actor, public_id)
        mapping = dict(request.data)
        at_once = mapping.pop("at_once", False)
        if not isinstance(at_once, bool):
            raise InvalidInput(fields={"at_once": [_("Send true or false.")]})
        job = operations.map_import(actor=self.actor, job=job, mapping=mapping, at_once=at_once, now=timezone.now())
        return _at_work(job, 202)


class ReadImportAgain(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="reread_import", request=ReadAgainIn, responses=ImportOut, tags=["imports"])
    def post(self, request: Request, public_id: str) -> Response:
        """Take the file in other letters, or cut by another sign, and guess its columns anew."""
        given = self.valid(ReadAgainIn)
        job = queries.own_import(self.actor, public_id)
        job = operations.reread_import(actor=self.actor, job=job, now=timezone.now(), **given)
        return Response(ImportOut(job).data)


class StartImport(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="start_import", request=StartIn, responses={202: ImportOut}, tags=["imports"])
    def post(self, request: Request, public_id: str) -> Response:
        """Let a worker write what the check found; watch `state` for `done`."""
        given = self.valid(StartIn)
        job = queries.own_import(self.actor, public_id)
        job = operations.start_import(actor=self.actor, job=job, wants_review=given["wants_review"], now=timezone.now())
        return _at_work(job, 202)


class CancelImport(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="cancel_import", request=None, responses=ImportOut, tags=["imports"])
    def post(self, request: Request, public_id: str) -> Response:
        """Stop after the batch that is being written; what is in stays in."""
        job = queries.own_import(self.actor, public_id)
        return _at_work(operations.cancel_import(actor=self.actor, job=job, now=timezone.now()))


class ResumeImport(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="resume_import", request=None, responses={202: ImportOut}, tags=["imports"])
    def post(self, request: Request, public_id: str) -> Response:
        """Go on after the last row that is in."""
        job = queries.own_import(self.actor, public_id)
        return _at_work(operations.resume_import(actor=self.actor, job=job, now=timezone.now()), 202)


class UndoImport(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="undo_import", request=None, responses={202: ImportOut}, tags=["imports"])
    def post(self, request: Request, public_id: str) -> Response:
        """Take the last import back: new drafts go, changed listings are as they were."""
        job = queries.own_import(self.actor, public_id)
        return _at_work(operations.undo_import(actor=self.actor, job=job, now=timezone.now()), 202)


class ImportProblems(ActorAPIView):
    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(operation_id="list_import_problems", responses=ImportProblemOut(many=True), tags=["imports"])
    def get(self, request: Request, public_id: str) -> Response:
        """What was wrong, by row and cell, in the order of the file."""
        page = CursorPage()
        found = queries.problems_of(queries.own_import(self.actor, public_id))
        rows = page.of(found, request, ordering=("row", "pk"))
        return page.get_paginated_response(ImportProblemOut(rows, many=True).data)


class ImportReport(ActorAPIView):
    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(
        operation_id="download_import_report", responses={(200, "text/csv"): OpenApiTypes.STR}, tags=["imports"]
    )
    def get(self, request: Request, public_id: str) -> StreamingHttpResponse:
        """The rows that were left out as they stood, with one more column: what to do. Streamed CSV."""
        job = queries.own_import(self.actor, public_id)
        return StreamingHttpResponse(report_lines(job), content_type="text/csv; charset=utf-8")


class Exports(ActorAPIView):
    """Files of the organisation's own catalogue."""

    required_scopes: ClassVar = {"GET": READ, "POST": READ}

    @extend_schema(operation_id="list_exports", responses=ExportOut(many=True), tags=["imports"])
    def get(self, request: Request) -> Response:
        page = CursorPage()
        return page.get_paginated_response(ExportOut(page.of(queries.exports_of(self.actor), request), many=True).data)

    @extend_schema(operation_id="begin_export", request=ExportIn, responses={202: ExportOut}, tags=["imports"])
    def post(self, request: Request) -> Response:
        """Ask for a file; a worker writes it."""
        given = self.valid(ExportIn)
        export = operations.begin_export(
            actor=self.actor, form=given["format"], status=given["status"], now=timezone.now()
        )
        write_catalogue.delay(export.pk)
        return Response(ExportOut(export).data, status=202)


class OneExport(ActorAPIView):
    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(operation_id="get_export", responses=ExportOut, tags=["imports"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(ExportOut(queries.own_export(self.actor, public_id)).data)


class ExportFile(ActorAPIView):
    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(
        operation_id="download_export",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        parameters=[OpenApiParameter("public_id", OpenApiTypes.STR, location="path")],
        tags=["imports"],
    )
    def get(self, request: Request, public_id: str) -> FileResponse:
        """The file, once `state` is done."""
        return export_response(queries.own_export(self.actor, public_id))
