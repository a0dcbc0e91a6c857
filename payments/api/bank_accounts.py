"""Bank accounts over the API: numbers go in, last digits come out."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.proof import proved_at
from marketplace.kernel.api import ActorAPIView, CursorPage
from payments import queries
from payments.banks import SCHEMES
from payments.models import BankAccount
from payments.operations import add_bank_account, remove_bank_account

READ, WRITE = "payments:read", "payments:write"


class BankAccountOut(serializers.ModelSerializer[BankAccount]):
    id = serializers.CharField(source="public_id")

    class Meta:
        model = BankAccount
        fields = (
            "id", "country", "currency", "scheme", "holder_name", "holder_matches", "bank_name", "last4", "is_checked",
            "usable_from",
        )  # fmt: skip


class BankAccountIn(serializers.Serializer[Any]):
    country = serializers.CharField(min_length=2, max_length=2)
    currency = serializers.CharField(min_length=3, max_length=3)
    scheme = serializers.ChoiceField(sorted(SCHEMES))
    holder_name = serializers.CharField(max_length=200)
    details = serializers.DictField(
        child=serializers.CharField(max_length=90, allow_blank=True),
        help_text="The fields of the scheme, such as `iban`, or `routing_number` and `account_number`.",
    )


class BankAccounts(ActorAPIView):
    """Where the organisation wants its money."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="list_bank_accounts", responses=BankAccountOut(many=True), tags=["onboarding"])
    def get(self, request: Request) -> Response:
        page = CursorPage()
        rows = page.of(queries.bank_accounts_of(self.actor), request, ordering=("-id",))
        return page.get_paginated_response(BankAccountOut(rows, many=True).data)

    @extend_schema(
        operation_id="add_bank_account", request=BankAccountIn, responses={201: BankAccountOut}, tags=["onboarding"]
    )
    def post(self, request: Request) -> Response:
        """The first account of a currency; changing it takes a person who has just proved who they are."""
        given = self.valid(BankAccountIn)
        account = add_bank_account(actor=self.actor, proved_at=proved_at(request._request), now=timezone.now(), **given)
        return Response(BankAccountOut(account).data, status=201)


class OneBankAccount(ActorAPIView):
    """One bank account."""

    required_scopes: ClassVar = {"GET": READ, "DELETE": WRITE}

    @extend_schema(operation_id="get_bank_account", responses=BankAccountOut, tags=["onboarding"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(BankAccountOut(queries.bank_account_of(self.actor, public_id)).data)

    @extend_schema(operation_id="delete_bank_account", responses={204: None}, tags=["onboarding"])
    def delete(self, request: Request, public_id: str) -> Response:
        """Takes a person who has just proved who they are."""
        account = queries.bank_account_of(self.actor, public_id)
        remove_bank_account(
            actor=self.actor,
            public_id=account.public_id,
            proved_at=proved_at(request._request),
            now=timezone.now(),
        )
        return Response(status=204)
