"""Who I am, and my organisation's addresses."""

from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import operations, queries
from marketplace.kernel.api import ActorAPIView, CursorPage

from .serializers import ADDRESS_FIELDS, AddressIn, AddressOut, MeOut


class Me(ActorAPIView):
    """The actor behind the request."""

    required_scopes: ClassVar = {"GET": "organisation:read"}

    @extend_schema(operation_id="me", responses=MeOut, tags=["organisation"])
    def get(self, request: Request) -> Response:
        return Response(MeOut(self.actor).data)


class Addresses(ActorAPIView):
    """The organisation's address book."""

    required_scopes: ClassVar = {"GET": "organisation:read", "POST": "organisation:write"}

    @extend_schema(operation_id="list_addresses", responses=AddressOut(many=True), tags=["organisation"])
    def get(self, request: Request) -> Response:
        page = CursorPage()
        rows = page.of(queries.addresses_of(self.actor), request, ordering=("-id",))
        return page.get_paginated_response(AddressOut(rows, many=True).data)

    @extend_schema(operation_id="create_address", request=AddressIn, responses={201: AddressOut}, tags=["organisation"])
    def post(self, request: Request) -> Response:
        given = self.valid(AddressIn)
        address = operations.save_address(
            actor=self.actor,
            fields={name: given.get(name, "") for name in ADDRESS_FIELDS},
            label=given["label"],
            is_default=given["is_default"],
            now=timezone.now(),
        )
        return Response(AddressOut(address).data, status=201)


class OneAddress(ActorAPIView):
    """One saved address."""

    required_scopes: ClassVar = {
        "GET": "organisation:read",
        "PUT": "organisation:write",
        "DELETE": "organisation:write",
    }

    @extend_schema(operation_id="get_address", responses=AddressOut, tags=["organisation"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(AddressOut(queries.address_of(self.actor, public_id)).data)

    @extend_schema(operation_id="replace_address", request=AddressIn, responses=AddressOut, tags=["organisation"])
    def put(self, request: Request, public_id: str) -> Response:
        given = self.valid(AddressIn)
        address = operations.save_address(
            actor=self.actor,
            fields={name: given.get(name, "") for name in ADDRESS_FIELDS},
            label=given["label"],
            is_default=given["is_default"],
            public_id=public_id,
            now=timezone.now(),
        )
        return Response(AddressOut(address).data)

    @extend_schema(operation_id="delete_address", responses={204: None}, tags=["organisation"])
    def delete(self, request: Request, public_id: str) -> Response:
        operations.remove_address(actor=self.actor, public_id=public_id, now=timezone.now())
        return Response(status=204)
