"""The history of a listing, for programs."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView, CursorPage
from sellers import operations, queries
from sellers.models import ListingEdit
from sellers.views.history import who_of


class ListingEditOut(serializers.ModelSerializer[ListingEdit]):
    """One save: fields as they were and as they became. A field under `proposed.` went to the changes that wait."""

    id = serializers.CharField(source="public_id")
    who = serializers.SerializerMethodField()
    undoes = serializers.CharField(source="undoes.public_id", default=None, allow_null=True)
    is_undone = serializers.SerializerMethodField()
    before = serializers.DictField()
    after = serializers.DictField()

    class Meta:
        model = ListingEdit
        fields = ("id", "what", "who", "at", "version", "before", "after", "undoes", "is_undone")

    def get_who(self, edit: ListingEdit) -> str:
        return who_of(edit)

    def get_is_undone(self, edit: ListingEdit) -> bool:
        return hasattr(edit, "undone_by")


class ListingHistory(ActorAPIView):
    """Who changed what of a listing."""

    required_scopes: ClassVar = {"GET": "listings:read"}

    @extend_schema(operation_id="list_listing_history", responses=ListingEditOut(many=True), tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        """Newest first."""
        listing = queries.listing_for_edit(self.actor, public_id)
        page = CursorPage()
        found = page.of(queries.edits_of(self.actor, listing), request)
        return page.get_paginated_response(ListingEditOut(found, many=True).data)


class UndoEdit(ActorAPIView):
    required_scopes: ClassVar = {"POST": "listings:write"}

    @extend_schema(operation_id="undo_listing_edit", request=None, responses=ListingEditOut, tags=["listings"])
    def post(self, request: Request, public_id: str, edit: str) -> Response:
        """Put back the values from before one change; refused if one of them was changed again later."""
        listing = queries.listing_for_edit(self.actor, public_id)
        chosen = queries.edit_of(self.actor, listing, edit)
        undone: Any = operations.undo_edit(actor=self.actor, edit=chosen, now=timezone.now())
        return Response(ListingEditOut(undone).data)
