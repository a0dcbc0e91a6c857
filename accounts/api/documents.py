"""Company papers over the API."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import operations, queries
from accounts.models import CompanyDocument
from marketplace.kernel.api import ActorAPIView, CursorPage


class CompanyDocumentOut(serializers.ModelSerializer[CompanyDocument]):
    id = serializers.CharField(source="public_id")

    class Meta:
        model = CompanyDocument
        fields = ("id", "kind", "title", "state", "reason", "expires_on", "sent_at", "decided_at")


class DocumentIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(CompanyDocument.Kind.choices)
    title = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    expires_on = serializers.DateField(required=False, allow_null=True, default=None)
    file = serializers.FileField(help_text="A picture or a PDF without a password or program, up to 12 MB.")


class OnboardingDocuments(ActorAPIView):
    """Papers that show who the organisation is."""

    required_scopes: ClassVar = {"GET": "organisation:write", "POST": "organisation:write"}
    parser_classes: ClassVar = [MultiPartParser]

    @extend_schema(operation_id="list_company_documents", responses=CompanyDocumentOut(many=True), tags=["onboarding"])
    def get(self, request: Request) -> Response:
        self.actor.must("organisation.manage")
        page = CursorPage()
        rows = page.of(queries.documents_of(self.actor), request, ordering=("-id",))
        return page.get_paginated_response(CompanyDocumentOut(rows, many=True).data)

    @extend_schema(
        operation_id="add_company_document",
        request=DocumentIn,
        responses={201: CompanyDocumentOut},
        tags=["onboarding"],
    )
    def post(self, request: Request) -> Response:
        given = self.valid(DocumentIn)
        document = operations.add_company_document(
            actor=self.actor, upload=given.pop("file"), now=timezone.now(), **given
        )
        return Response(CompanyDocumentOut(document).data, status=201)


class OnboardingDocument(ActorAPIView):
    """One paper."""

    required_scopes: ClassVar = {"GET": "organisation:write", "DELETE": "organisation:write"}

    @extend_schema(operation_id="get_company_document", responses=CompanyDocumentOut, tags=["onboarding"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(CompanyDocumentOut(queries.document_of(self.actor, public_id)).data)

    @extend_schema(operation_id="withdraw_company_document", responses={204: None}, tags=["onboarding"])
    def delete(self, request: Request, public_id: str) -> Response:
        operations.withdraw_company_document(actor=self.actor, public_id=public_id, now=timezone.now())
        return Response(status=204)
