"""Where a listing may be sold, and the documents on file, over the API."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from sellers import operations, queries
from sellers.models import TradeEvidence
from sellers.operations._evidence import FIELDS
from sellers.proposals import as_proposed
from trade import queries as trade
from trade.api.restrictions import MayItGoOut
from trade.presenting.restrictions import reach_json
from trade.restrictions import DOCUMENTS

READ = "listings:read"
WRITE = "listings:write"


class EvidenceOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    listings = serializers.SerializerMethodField(help_text="Empty: everything that the organisation sells.")
    destinations = serializers.ListField(child=serializers.CharField(), source="countries")

    class Meta:
        model = TradeEvidence
        fields = (
            "id", "listings", "document", "number", "issuer", "issued_on", "expires_on", "destinations", "state",
            "reason",
        )  # fmt: skip

    def get_listings(self, paper: TradeEvidence) -> list[str]:
        return [(cover.variant or cover.listing).public_id for cover in paper.covers.all()]


class EvidenceIn(serializers.Serializer):
    document = serializers.ChoiceField(sorted(DOCUMENTS))
    number = serializers.CharField(max_length=80)
    issuer = serializers.CharField(max_length=120, required=False, allow_blank=True)
    issued_on = serializers.DateField(required=False, allow_null=True)
    expires_on = serializers.DateField(required=False, allow_null=True)
    destinations = serializers.ListField(
        child=serializers.CharField(max_length=2), required=False, help_text="Empty or left out: every country."
    )
    for_everything = serializers.BooleanField(
        default=False, help_text="It stands for all that the organisation sells, not for this listing alone."
    )
    file = serializers.FileField(required=False, help_text="A picture or scan; multipart only.")


class ListingDestinations(ActorAPIView):
    """Where one of the actor's own listings may be sold today, and what is missing elsewhere."""

    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(operation_id="my_listing_destinations", responses=MayItGoOut, tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        listing = queries.listing_for_edit(self.actor, public_id)
        shown = as_proposed(listing, queries.open_revision(listing))
        goods, on = queries.goods_of_listings([shown])[shown.pk], timezone.now().date()
        return Response(reach_json(trade.reach_of(goods, on), goods, version=trade.rule_book(on).version, on=on))


class ListingEvidence(ActorAPIView):
    """The documents on file that can stand for a listing."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}
    parser_classes: ClassVar = [JSONParser, MultiPartParser]

    @extend_schema(operation_id="list_listing_documents", responses=EvidenceOut(many=True), tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        listing = queries.listing_for_edit(self.actor, public_id)
        papers = queries.evidence_of(self.actor, listing)
        return Response(EvidenceOut(papers, many=True).data)

    @extend_schema(
        operation_id="add_listing_document", request=EvidenceIn, responses={201: EvidenceOut}, tags=["listings"]
    )
    def post(self, request: Request, public_id: str) -> Response:
        listing = queries.listing_for_edit(self.actor, public_id)
        given: dict[str, Any] = self.valid(EvidenceIn)
        upload = given.pop("file", None)
        paper = operations.add_evidence(
            actor=self.actor,
            content=(
                {"scope": "company"}
                if given.pop("for_everything")
                else {"scope": "listings", "listings": [listing.public_id]}
            )
            | {name: given[name] for name in FIELDS if name in given},
            upload=upload,
            now=timezone.now(),
        )
        return Response(EvidenceOut(paper).data, status=201)
