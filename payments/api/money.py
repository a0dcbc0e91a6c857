"""Balances, statement, payouts, and the set-up for being paid."""

from typing import ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView, CursorPage
from marketplace.kernel.refusals import InvalidInput
from payments import queries
from payments.operations import connect_account

from .serializers import BalancesOut, MovementOut, MovementQuery, OnboardingOut, PayoutOut


class Balances(ActorAPIView):
    """Where the organisation's money is, by currency, each amount with its reason."""

    required_scopes: ClassVar = {"GET": "payments:read"}

    @extend_schema(operation_id="list_balances", responses=BalancesOut, tags=["payments"])
    def get(self, request: Request) -> Response:
        return Response(BalancesOut({"results": queries.balances_for(self.actor)}).data)


class Movements(ActorAPIView):
    """The organisation's statement, newest first."""

    required_scopes: ClassVar = {"GET": "payments:read"}

    @extend_schema(
        operation_id="list_movements", parameters=[MovementQuery], responses=MovementOut(many=True), tags=["payments"]
    )
    def get(self, request: Request) -> Response:
        asked = MovementQuery(data=request.query_params.dict())
        if not asked.is_valid():
            raise InvalidInput(fields=dict(asked.errors))
        found = queries.movements_of(self.actor, queries.MovementFilter(**asked.validated_data))
        page = CursorPage()
        return page.get_paginated_response(
            MovementOut(page.of(found, request, ordering=queries.MOVEMENTS_ORDER), many=True).data
        )


class Payouts(ActorAPIView):
    """The organisation's payouts, newest first."""

    required_scopes: ClassVar = {"GET": "payments:read"}

    @extend_schema(operation_id="list_payouts", responses=PayoutOut(many=True), tags=["payments"])
    def get(self, request: Request) -> Response:
        page = CursorPage()
        return page.get_paginated_response(
            PayoutOut(page.of(queries.payouts_of(self.actor), request, ordering=queries.PAYOUTS_ORDER), many=True).data
        )


class Onboarding(ActorAPIView):
    """A link to the payment provider, where the organisation gives what is needed for payouts."""

    required_scopes: ClassVar = {"POST": "payments:write"}

    @extend_schema(operation_id="start_onboarding", request=None, responses={201: OnboardingOut}, tags=["payments"])
    def post(self, request: Request) -> Response:
        base = settings.PUBLIC_URL.rstrip("/")
        url = connect_account(
            actor=self.actor,
            return_url=base + reverse("payments:payouts_set_up"),
            refresh_url=base + reverse("payments:payouts_link_expired"),
            now=timezone.now(),
        )
        return Response(OnboardingOut({"url": url}).data, status=201)
