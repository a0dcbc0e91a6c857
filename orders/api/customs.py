"""Delivery terms and customs bills over the API."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.refusals import NotFound
from orders import customs_queries, operations, queries
from orders.api.serializers import CheckoutOut, amount
from orders.models import CustomsBill, Order
from orders.rules import Party
from orders.views.customs import claim_urls
from payments.operations import start_claim_payment


class TermsIn(serializers.Serializer):
    incoterm = serializers.CharField(max_length=3, help_text="One of the terms the seller offers (landed.terms).")


class CustomsBillIn(serializers.Serializer):
    number = serializers.CharField(max_length=80, help_text="Number of the document.")
    billed_on = serializers.DateField()
    currency = serializers.CharField(max_length=3)
    duty = serializers.CharField(max_length=24, default="0", help_text="Decimal string.")
    tax = serializers.CharField(max_length=24, default="0")
    fees = serializers.CharField(max_length=24, default="0")
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    paper = serializers.FileField(required=False, help_text="Scan, with multipart/form-data: JPEG, PNG, WebP or AVIF.")


class CustomsBillOut(serializers.Serializer):
    """A bill, what was reckoned instead, and what moved; amounts but the bill's own are in the order's currency."""

    id = serializers.CharField(source="public_id")
    state = serializers.CharField()
    number = serializers.CharField()
    billed_on = serializers.DateField()
    currency = serializers.CharField()
    duty = serializers.SerializerMethodField()
    tax = serializers.SerializerMethodField()
    fees = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField()
    order_currency = serializers.CharField()
    actual = serializers.SerializerMethodField()
    reckoned = serializers.SerializerMethodField()
    collected = serializers.SerializerMethodField()
    promise = serializers.CharField(help_text="guaranteed, estimate or unknown: what the price lock said.")
    borne_by = serializers.CharField(source="bearer")
    charged = serializers.SerializerMethodField(help_text="Asked of the buyer.")
    returned = serializers.SerializerMethodField(help_text="Given back to the buyer.")
    fx_rate = serializers.CharField()
    fx_source = serializers.CharField()
    fx_as_of = serializers.DateField()
    held_because = serializers.ListField(child=serializers.CharField())
    decision_reason = serializers.CharField()
    has_paper = serializers.SerializerMethodField()
    recorded_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)

    def get_duty(self, bill: CustomsBill) -> str:
        return amount(bill.duty_minor, bill.currency)

    def get_tax(self, bill: CustomsBill) -> str:
        return amount(bill.tax_minor, bill.currency)

    def get_fees(self, bill: CustomsBill) -> str:
        return amount(bill.fees_minor, bill.currency)

    def get_total(self, bill: CustomsBill) -> str:
        return amount(bill.total_minor, bill.currency)

    def get_actual(self, bill: CustomsBill) -> str:
        return amount(bill.actual_minor, bill.order_currency)

    def get_reckoned(self, bill: CustomsBill) -> str | None:
        return None if bill.estimate_minor is None else amount(bill.estimate_minor, bill.order_currency)

    def get_collected(self, bill: CustomsBill) -> str:
        return amount(bill.collected_minor, bill.order_currency)

    def get_charged(self, bill: CustomsBill) -> str:
        return amount(bill.charged_minor, bill.order_currency)

    def get_returned(self, bill: CustomsBill) -> str:
        return amount(bill.returned_minor, bill.order_currency)

    def get_has_paper(self, bill: CustomsBill) -> bool:
        return hasattr(bill, "paper")


class CustomsBillsOut(serializers.Serializer):
    promise = serializers.CharField()
    incoterm = serializers.CharField()
    owed = serializers.CharField(allow_null=True, help_text="Still to be paid by the buyer.")
    bills = CustomsBillOut(many=True, help_text="The newest first; the settled one counts.")


class ClaimPageOut(serializers.Serializer):
    checkout_url = serializers.CharField()


class CheckoutTerms(ActorAPIView):
    """Choose the delivery terms; lock the price again afterwards."""

    required_scopes: ClassVar = {"PUT": "orders:write"}

    @extend_schema(operation_id="choose_incoterm", request=TermsIn, responses=CheckoutOut, tags=["checkout"])
    def put(self, request: Request, public_id: str) -> Response:
        checkout = operations.choose_incoterm(
            actor=self.actor,
            checkout=queries.checkout_of(self.actor, public_id),
            incoterm=self.valid(TermsIn)["incoterm"].upper(),
            now=timezone.now(),
        )
        return Response(CheckoutOut(checkout).data)


class CustomsBills(ActorAPIView):
    """The real customs bill of an order: read by both sides, entered by the seller or its carrier's feed."""

    required_scopes: ClassVar = {"GET": "orders:read", "POST": "orders:write"}
    parser_classes: ClassVar = [JSONParser, MultiPartParser]

    @extend_schema(operation_id="get_customs_bill", responses=CustomsBillsOut, tags=["orders"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(_shown(queries.order_of(self.actor, public_id)))

    @extend_schema(
        operation_id="record_customs_bill", request=CustomsBillIn, responses={201: CustomsBillOut}, tags=["orders"]
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Enter what customs charged. The same bill again is the bill that is there; another one corrects it."""
        order = queries.order_of(self.actor, public_id)
        given: dict[str, Any] = dict(self.valid(CustomsBillIn))
        paper = given.pop("paper", None)
        bill = operations.record_customs_bill(
            actor=self.actor,
            order=order,
            bill=given,
            paper=paper,
            now=timezone.now(),
        )
        return Response(CustomsBillOut(bill).data, status=201)


class PayCustoms(ActorAPIView):
    """The payment page for what the customs bill is above the estimate."""

    required_scopes: ClassVar = {"POST": "orders:write"}

    @extend_schema(operation_id="pay_customs", request=None, responses=ClaimPageOut, tags=["orders"])
    def post(self, request: Request, public_id: str) -> Response:
        order = queries.order_of(self.actor, public_id)
        claim = customs_queries.customs_of(order).claim
        if queries.party_of(self.actor, order) is not Party.BUYER or claim is None:
            raise NotFound
        payment = start_claim_payment(actor=self.actor, claim=claim, now=timezone.now(), **claim_urls(order))
        return Response(ClaimPageOut({"checkout_url": payment.checkout_url}).data)


def _shown(order: Order) -> Any:
    customs = customs_queries.customs_of(order)
    owed = customs.claim.amount_minor if customs.claim is not None and customs.claim.is_open else None
    shown = {
        "promise": order.promise,
        "incoterm": order.incoterm,
        "owed": None if owed is None else amount(owed, order.currency),
        "bills": customs.bills,
    }
    return CustomsBillsOut(shown).data
