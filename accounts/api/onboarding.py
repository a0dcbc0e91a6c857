"""The way to selling, over the API."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import operations, queries
from accounts.models import Requirement, TaxId
from accounts.onboarding import Onboarding, onboarding_of
from accounts.requirements.standing import State, StepState
from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.refusals import NotFound

READ, WRITE = "organisation:read", "organisation:write"


class RequirementStandingOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    gate = serializers.ChoiceField(Requirement.Gate.choices, source="requirement.gate")
    kind = serializers.ChoiceField(Requirement.Kind.choices, source="requirement.kind")
    state = serializers.ChoiceField(State.choices)
    step = serializers.CharField()
    url = serializers.CharField(help_text="The page where it is given.")
    what_to_do = serializers.CharField(source="help")
    detail = serializers.CharField()
    message = serializers.CharField(help_text="What staff asked, or why it is waived.")
    until = serializers.DateTimeField(allow_null=True)


class StepOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField(source="step.label")  # type: ignore[assignment]
    state = serializers.ChoiceField(StepState.choices)
    url = serializers.CharField()


class SellingReadinessOut(serializers.Serializer[Any]):
    may_sell = serializers.BooleanField()
    may_be_paid = serializers.BooleanField()
    steps = StepOut(many=True)
    requirements = RequirementStandingOut(many=True, source="standings")


class NumbersIn(serializers.Serializer[Any]):
    """Numbers that the organisation's own country gave it; an empty one is taken away, one left out stays."""

    company = serializers.CharField(required=False, allow_blank=True, max_length=60)
    tax = serializers.CharField(required=False, allow_blank=True, max_length=60)
    vat = serializers.CharField(required=False, allow_blank=True, max_length=60)
    eori = serializers.CharField(required=False, allow_blank=True, max_length=60)


class NumberOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(TaxId.Kind.choices)
    country = serializers.CharField()
    value = serializers.CharField()
    is_checked = serializers.BooleanField(help_text="A published check exists for this number, and it passed.")


class TermsOut(serializers.Serializer[Any]):
    id = serializers.CharField(source="terms.public_id")
    version = serializers.CharField(source="terms.version")
    body = serializers.CharField(source="terms.body")
    in_force_from = serializers.DateTimeField(source="terms.in_force_from")
    signed_at = serializers.DateTimeField(source="signature.signed_at", allow_null=True, default=None)
    signed_name = serializers.CharField(source="signature.signed_name", allow_null=True, default=None)


class SignTermsIn(serializers.Serializer[Any]):
    id = serializers.CharField(max_length=32, help_text="Of the version that was shown.")
    signed_name = serializers.CharField(max_length=200)


class _Onboarding(ActorAPIView):
    def now_standing(self) -> Onboarding:
        """How far the actor's organisation is."""
        self.actor.must("organisation.view")
        return onboarding_of(self.actor.must_act_for_an_organisation(), now=timezone.now())


class OnboardingState(_Onboarding):
    """What is asked before selling and before being paid, and how far the organisation is."""

    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(operation_id="onboarding_state", responses=SellingReadinessOut, tags=["onboarding"])
    def get(self, request: Request) -> Response:
        return Response(SellingReadinessOut(self.now_standing()).data)


class OnboardingNumbers(ActorAPIView):
    """The numbers of the organisation with its own country's register and tax office."""

    required_scopes: ClassVar = {"PUT": WRITE}

    @extend_schema(
        operation_id="save_onboarding_numbers", request=NumbersIn, responses=NumberOut(many=True), tags=["onboarding"]
    )
    def put(self, request: Request) -> Response:
        """All are kept or none is."""
        kept = operations.save_numbers(actor=self.actor, numbers=self.valid(NumbersIn), now=timezone.now())
        return Response(NumberOut(kept, many=True).data)


class OnboardingTerms(ActorAPIView):
    """The seller's terms in force, and the organisation's signature."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="sellers_terms", responses=TermsOut, tags=["onboarding"])
    def get(self, request: Request) -> Response:
        self.actor.must("organisation.view")
        terms, signature = queries.terms_for(self.actor, now=timezone.now())
        if terms is None:
            raise NotFound
        return Response(TermsOut({"terms": terms, "signature": signature}).data)

    @extend_schema(
        operation_id="sign_sellers_terms", request=SignTermsIn, responses={201: TermsOut}, tags=["onboarding"]
    )
    def post(self, request: Request) -> Response:
        """Sign the version in force. Signing twice signs once."""
        given = self.valid(SignTermsIn)
        signature = operations.sign_terms(
            actor=self.actor,
            version=given["id"],
            signed_name=given["signed_name"],
            address=request.META.get("REMOTE_ADDR", ""),
            program=request.headers.get("User-Agent", ""),
            now=timezone.now(),
        )
        return Response(TermsOut({"terms": signature.terms, "signature": signature}).data, status=201)


class OnboardingStatement(_Onboarding):
    """Make one of the statements that are asked for."""

    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(
        operation_id="make_statement", request=None, responses={201: SellingReadinessOut}, tags=["onboarding"]
    )
    def post(self, request: Request, code: str) -> Response:
        operations.attest_requirement(actor=self.actor, code=code, now=timezone.now())
        return Response(SellingReadinessOut(self.now_standing()).data, status=201)


class SendOnboarding(_Onboarding):
    """Send what staff asked for, and what they have to see, for review."""

    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="send_onboarding", request=None, responses=SellingReadinessOut, tags=["onboarding"])
    def post(self, request: Request) -> Response:
        operations.send_for_review(actor=self.actor, now=timezone.now())
        return Response(SellingReadinessOut(self.now_standing()).data)
