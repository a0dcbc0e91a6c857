"""Claims over the API: a seller's own, and those that anybody may read."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView, CursorPage
from sellers import operations, queries
from sellers.claims import KINDS
from sellers.models import EvidenceDecision, TradeEvidence

READ = "listings:read"
WRITE = "listings:write"


class ClaimDecisionOut(serializers.ModelSerializer):
    class Meta:
        model = EvidenceDecision
        fields = ("decision", "reason", "at")


class ClaimOut(serializers.ModelSerializer):
    """One of the seller's own claims, in whatever state."""

    id = serializers.CharField(source="public_id")
    name = serializers.CharField(source="label")
    listings = serializers.SerializerMethodField(help_text="Public ids of the listings and SKUs that it is said of.")
    destinations = serializers.ListField(child=serializers.CharField(), source="countries")
    has_scan = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField(help_text="Whether buyers may rely on it today.")
    decisions = ClaimDecisionOut(many=True)

    class Meta:
        model = TradeEvidence
        fields = (
            "id", "document", "name", "number", "issuer", "issued_on", "expires_on", "scope", "site", "listings",
            "destinations", "state", "reason", "checked_against", "has_scan", "is_published", "counts", "decisions",
        )  # fmt: skip

    def get_listings(self, paper: TradeEvidence) -> list[str]:
        return [(cover.variant or cover.listing).public_id for cover in paper.covers.all()]

    def get_has_scan(self, paper: TradeEvidence) -> bool:
        return bool(paper.file)

    def get_counts(self, paper: TradeEvidence) -> bool:
        return paper.counts(timezone.now().date())


class PaperIn(serializers.Serializer):
    number = serializers.CharField(max_length=80, required=False, allow_blank=True)
    issuer = serializers.CharField(max_length=120, required=False, allow_blank=True)
    issued_on = serializers.DateField(required=False, allow_null=True)
    expires_on = serializers.DateField(required=False, allow_null=True)
    file = serializers.FileField(required=False, help_text="A PDF or picture of it; multipart only.")


class ClaimIn(PaperIn):
    document = serializers.ChoiceField(sorted(KINDS))
    scope = serializers.ChoiceField(TradeEvidence.Scope.choices, default="company")
    site = serializers.CharField(max_length=200, required=False, allow_blank=True)
    listings = serializers.ListField(
        child=serializers.CharField(max_length=32), required=False, help_text="Public ids of listings and of SKUs."
    )
    destinations = serializers.ListField(
        child=serializers.CharField(max_length=2), required=False, help_text="Empty or left out: every country."
    )
    replaces = serializers.CharField(max_length=32, required=False, help_text="The claim that this one renews.")


class ShownClaimOut(serializers.Serializer):
    """A claim as anybody may read it."""

    id = serializers.CharField(source="public_id")
    kind = serializers.CharField(source="code")
    name = serializers.CharField(source="label")
    says = serializers.CharField()
    number = serializers.CharField()
    issuer = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)
    checked_on = serializers.DateField(allow_null=True)
    checked_against = serializers.CharField()
    scope = serializers.CharField()
    site = serializers.CharField()
    skus = serializers.ListField(child=serializers.CharField())
    countries = serializers.ListField(child=serializers.CharField())
    has_public_scan = serializers.BooleanField(source="is_published")


class OwnClaims(ActorAPIView):
    """Everything that the actor's organisation claims."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}
    parser_classes: ClassVar = [JSONParser, MultiPartParser]

    @extend_schema(
        operation_id="list_claims",
        responses=ClaimOut(many=True),
        tags=["trust"],
        parameters=[OpenApiParameter("state", OpenApiTypes.STR, enum=TradeEvidence.State.values)],
    )
    def get(self, request: Request) -> Response:
        page = CursorPage()
        rows = queries.claims_of(self.actor, state=request.query_params.get("state", ""))
        found = page.of(rows.prefetch_related("decisions"), request)
        return page.get_paginated_response(ClaimOut(found, many=True).data)

    @extend_schema(operation_id="add_claim", request=ClaimIn, responses={201: ClaimOut}, tags=["trust"])
    def post(self, request: Request) -> Response:
        given: dict[str, Any] = self.valid(ClaimIn)
        upload = given.pop("file", None)
        paper = operations.add_evidence(actor=self.actor, content=given, upload=upload, now=timezone.now())
        return Response(ClaimOut(paper).data, status=201)


class OneOwnClaim(ActorAPIView):
    """One claim."""

    required_scopes: ClassVar = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}
    parser_classes: ClassVar = [JSONParser, MultiPartParser]

    @extend_schema(operation_id="get_claim", responses=ClaimOut, tags=["trust"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(ClaimOut(queries.one_evidence(self.actor, public_id)).data)

    @extend_schema(operation_id="answer_claim", request=PaperIn, responses=ClaimOut, tags=["trust"])
    def patch(self, request: Request, public_id: str) -> Response:
        """Send what reviewers asked for."""
        paper = queries.one_evidence(self.actor, public_id)
        given: dict[str, Any] = self.valid(PaperIn)
        upload = given.pop("file", None)
        paper = operations.answer_evidence(
            actor=self.actor, evidence=paper, content=given, upload=upload, now=timezone.now()
        )
        return Response(ClaimOut(paper).data)

    @extend_schema(operation_id="withdraw_claim", responses={204: None}, tags=["trust"])
    def delete(self, request: Request, public_id: str) -> Response:
        paper = queries.one_evidence(self.actor, public_id)
        operations.withdraw_evidence(actor=self.actor, evidence=paper, now=timezone.now())
        return Response(status=204)


class SellerClaims(ActorAPIView):
    """What a seller may show today."""

    public_methods: ClassVar = frozenset({"GET"})

    @extend_schema(operation_id="list_seller_claims", responses=ShownClaimOut(many=True), auth=[], tags=["trust"])
    def get(self, request: Request, slug: str) -> Response:
        profile = queries.storefront(slug, actor=self.actor)
        rows = queries.claims_shown(profile.organisation_id, timezone.now().date())
        return Response(ShownClaimOut(rows, many=True).data)


class ListingClaims(ActorAPIView):
    """What may be shown of a listing today."""

    public_methods: ClassVar = frozenset({"GET"})

    @extend_schema(operation_id="list_listing_claims", responses=ShownClaimOut(many=True), auth=[], tags=["trust"])
    def get(self, request: Request, public_id: str) -> Response:
        rows = queries.listing_claims_shown(queries.live_listing(public_id), timezone.now().date())
        return Response(ShownClaimOut(rows, many=True).data)
