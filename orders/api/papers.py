"""An order's papers over the API: list, issue, download; packing; papers of authorities; credit notes."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.money import Money, round_money, to_minor
from marketplace.kernel.refusals import NotFound
from orders import operations, paper_queries, queries
from orders.api.serializers import amount
from orders.models import Order, Packing, PaperFile
from orders.paper_content import facts_of, value_in_eur
from orders.paper_needs import due_kinds, missing_of, required_papers
from orders.views.papers import download
from trade.fx import current_rates
from trade.papers import Kind
from trade.papers.content import code_of


class PaperOut(serializers.Serializer):
    id = serializers.CharField(source="paper.public_id")
    kind = serializers.CharField(source="paper.kind")
    number = serializers.CharField(source="paper.number")
    issued_on = serializers.DateField(source="paper.issued_date")
    state = serializers.CharField(source="paper.state")
    is_current = serializers.BooleanField(help_text="False once it is replaced, or the invoice fully credited.")
    corrects = serializers.CharField(source="paper.corrects.number", default=None, allow_null=True)
    currency = serializers.CharField(source="paper.currency")
    total = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()
    verification_code = serializers.SerializerMethodField()
    content_sha256 = serializers.CharField(source="paper.content_hash")

    def get_total(self, row: Any) -> str:
        return amount(row.paper.total_minor, row.paper.currency)

    def get_files(self, row: Any) -> list[str]:
        return sorted(row.files)

    def get_verification_code(self, row: Any) -> str:
        return code_of(row.paper.content_hash)


class MissingOut(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()
    is_sellers = serializers.BooleanField(source="is_seller")
    is_blocking = serializers.BooleanField()


class RequiredOut(serializers.Serializer):
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    how = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    is_sellers = serializers.BooleanField()
    number = serializers.CharField(source="given.number", default=None, allow_null=True)
    issued_on = serializers.DateField(source="given.issued_date", default=None, allow_null=True)


class PapersOut(serializers.Serializer):
    papers = PaperOut(many=True)
    due = serializers.ListField(child=serializers.CharField(), help_text="Kinds that belong to this order.")
    missing = MissingOut(many=True)
    required = RequiredOut(many=True, help_text="Papers others give.")  # type: ignore[assignment]


class IssueIn(serializers.Serializer):
    kind = serializers.ChoiceField(
        choices=[kind.value for kind in Kind if kind is not Kind.CREDIT_NOTE],
        required=False,
        help_text="One kind, issued anew; left out: everything that is due and not there yet.",
    )


class PackageIn(serializers.Serializer):
    kind = serializers.CharField(max_length=2, help_text="UN/ECE Recommendation 21 code, such as CT or PX.")
    count = serializers.IntegerField(min_value=1)
    gross_weight_g = serializers.IntegerField(min_value=1, help_text="Of one package, in grams.")
    length_cm = serializers.IntegerField(min_value=0, default=0)
    width_cm = serializers.IntegerField(min_value=0, default=0)
    height_cm = serializers.IntegerField(min_value=0, default=0)


class PackingBody(serializers.Serializer):
    packages = PackageIn(many=True)
    marks = serializers.CharField(max_length=200, allow_blank=True, default="")
    notes = serializers.CharField(max_length=500, allow_blank=True, default="")
    wood_is_treated = serializers.BooleanField(default=False)
    wants_origin = serializers.BooleanField(default=False)
    origin_criterion = serializers.CharField(max_length=8, allow_blank=True, default="")
    second_language = serializers.CharField(max_length=12, allow_blank=True, default="")


class AuthorityIn(serializers.Serializer):
    kind = serializers.CharField(max_length=40)
    number = serializers.CharField(max_length=80)
    issued_date = serializers.DateField()


class CreditLineIn(serializers.Serializer):
    position = serializers.IntegerField(min_value=1)
    amount = serializers.DecimalField(max_digits=16, decimal_places=4, min_value=0)


class CreditIn(serializers.Serializer):
    reason = serializers.CharField(max_length=300)
    lines = CreditLineIn(many=True, required=False, help_text="Left out: the whole invoice.")


class _PaperView(ActorAPIView):
    def found(self, public_id: str) -> Order:
        return queries.order_of(self.actor, public_id)

    def answer(self, order: Order, status: int = 200) -> Response:
        today = timezone.now().date()
        facts = facts_of(order)
        value = value_in_eur(order, current_rates(today))
        body = {
            "papers": paper_queries.papers_of(order),
            "due": [kind.value for kind in due_kinds(facts, value_eur=value)],
            "missing": missing_of(facts, value_eur=value),
            "required": required_papers(facts, on=today),
        }
        return Response(PapersOut(body).data, status=status)


class OrderPapers(_PaperView):
    """The papers of an order, and what is missing."""

    required_scopes: ClassVar = {"GET": "orders:read", "POST": "orders:write"}

    @extend_schema(operation_id="list_papers", responses=PapersOut, tags=["papers"])
    def get(self, request: Request, public_id: str) -> Response:
        return self.answer(self.found(public_id))

    @extend_schema(operation_id="issue_papers", request=IssueIn, responses={201: PapersOut}, tags=["papers"])
    def post(self, request: Request, public_id: str) -> Response:
        """Issue everything due, or one kind anew. Papers are drawn by a worker: poll until `state` is `ready`."""
        order, given, now = self.found(public_id), self.valid(IssueIn), timezone.now()
        rates = current_rates(now.date())
        if kind := given.get("kind"):
            operations.issue_paper(actor=self.actor, order=order, kind=Kind(kind), rates=rates, now=now)
        else:
            operations.prepare_papers(actor=self.actor, order=order, rates=rates, now=now)
        return self.answer(order, 201)


class OrderPacking(_PaperView):
    """How an order is packed."""

    required_scopes: ClassVar = {"GET": "orders:read", "PUT": "orders:write"}

    @extend_schema(operation_id="get_packing", responses=PackingBody, tags=["papers"])
    def get(self, request: Request, public_id: str) -> Response:
        kept = Packing.objects.filter(order=self.found(public_id)).first()
        if kept is None:
            raise NotFound
        return Response(PackingBody(kept).data)

    @extend_schema(operation_id="replace_packing", request=PackingBody, responses=PackingBody, tags=["papers"])
    def put(self, request: Request, public_id: str) -> Response:
        order, given = self.found(public_id), self.valid(PackingBody)
        kept = operations.save_packing(actor=self.actor, order=order, now=timezone.now(), **given)
        return Response(PackingBody(kept).data)


class OrderAuthorityPapers(_PaperView):
    """Papers that an authority gave for an order."""

    required_scopes: ClassVar = {"POST": "orders:write"}

    @extend_schema(
        operation_id="keep_authority_paper", request=AuthorityIn, responses={201: PapersOut}, tags=["papers"]
    )
    def post(self, request: Request, public_id: str) -> Response:
        order, given = self.found(public_id), self.valid(AuthorityIn)
        operations.keep_authority_paper(actor=self.actor, order=order, now=timezone.now(), **given)
        return self.answer(order, 201)


class OrderCreditNotes(_PaperView):
    """Credit notes for an order's invoice."""

    required_scopes: ClassVar = {"POST": "orders:write"}

    @extend_schema(operation_id="credit_invoice", request=CreditIn, responses={201: PapersOut}, tags=["papers"])
    def post(self, request: Request, public_id: str) -> Response:
        order, given = self.found(public_id), self.valid(CreditIn)
        parts = {
            line["position"]: to_minor(round_money(Money(line["amount"], order.currency)))
            for line in given.get("lines", [])
        }
        operations.credit_invoice(
            actor=self.actor, order=order, reason=given["reason"], parts=parts, now=timezone.now()
        )
        return self.answer(order, 201)


class PaperFiles(ActorAPIView):
    """One file of a paper: `pdf`, `preview`, `cii` or `ubl`."""

    required_scopes: ClassVar = {"GET": "orders:read"}

    @extend_schema(
        operation_id="get_paper_file",
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY)},
        tags=["papers"],
    )
    def get(self, request: Request, public_id: str, name: str) -> HttpResponse:
        paper = paper_queries.paper_of(self.actor, public_id)
        if name not in PaperFile.Name.values:
            raise NotFound
        kind = PaperFile.Name(name)
        data = bytes(paper_queries.file_of(paper, name).data)
        return download(data, paper_queries.TYPES[kind], paper.file_name(paper_queries.SUFFIXES[kind]))
