"""Product safety contacts over the API."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from sellers import operations, queries
from sellers.api.serializers import SafetyContactIn, SafetyContactOut


class SafetyContacts(ActorAPIView):
    """The responsible persons that the actor's organisation names, by market."""

    required_scopes: ClassVar = {"GET": "listings:read", "PUT": "listings:write"}

    @extend_schema(operation_id="list_safety_contacts", responses=SafetyContactOut(many=True), tags=["listings"])
    def get(self, request: Request) -> Response:
        return self._all()

    @extend_schema(
        operation_id="set_safety_contact",
        request=SafetyContactIn,
        responses=SafetyContactOut(many=True),
        tags=["listings"],
    )
    def put(self, request: Request) -> Response:
        """Name the responsible person of a market; an empty contact takes it out."""
        given: dict[str, Any] = self.valid(SafetyContactIn)
        listing = queries.listing_for_edit(self.actor, given["listing"]) if given["listing"] else None
        operations.set_safety_contact(
            actor=self.actor, listing=listing, market=given["market"], contact=given, now=timezone.now()
        )
        return self._all()

    def _all(self) -> Response:
        return Response(SafetyContactOut(queries.own_safety_contacts(self.actor), many=True).data)
