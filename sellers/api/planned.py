"""Copies, changes on schedule and changes of many listings, for programs."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView, CursorPage
from sellers import operations, queries
from sellers.api.serializers import AnyValue, OwnListingOut, Tiers
from sellers.bulk_changes import KINDS, ROUNDINGS
from sellers.models import BulkEdit, BulkEditRow, ScheduledChange

READ = "listings:read"
WRITE = "listings:write"
MOST_SENT = 20_000


class DuplicateListing(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="duplicate_listing", request=None, responses={201: OwnListingOut}, tags=["listings"])
    def post(self, request: Request, public_id: str) -> Response:
        """Begin a draft as a copy: without SKU, stock and lots, with copies of the pictures."""
        listing = queries.listing_for_edit(self.actor, public_id)
        copy = operations.duplicate_listing(actor=self.actor, listing=listing, now=timezone.now())
        made = queries.listing_for_edit(self.actor, copy.public_id)
        headers = {"Location": reverse("sellers_api:listing", args=[copy.public_id])}
        return Response(OwnListingOut(made).data, status=201, headers=headers)


class ScheduledChangeIn(serializers.Serializer[Any]):
    action = serializers.ChoiceField(ScheduledChange.Action.choices)
    due_at = serializers.DateTimeField(help_text="With its offset, such as 2026-12-03T14:00:00+01:00.")
    tiers = Tiers(required=False)


class ScheduledChangeOut(serializers.ModelSerializer[ScheduledChange]):
    id = serializers.CharField(source="public_id")
    listing = serializers.CharField(source="listing.public_id")
    tiers = serializers.ListField(child=serializers.ListField(), help_text="Rows of from quantity and price.")

    class Meta:
        model = ScheduledChange
        fields = ("id", "listing", "action", "tiers", "due_at", "state", "reason", "ended_at")


class ListingSchedule(ActorAPIView):
    """What happens to a listing by itself, and when."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="list_scheduled_changes", responses=ScheduledChangeOut(many=True), tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        listing = queries.listing_for_edit(self.actor, public_id)
        changes = queries.scheduled_changes(self.actor, listing).select_related("listing")[:200]
        return Response(ScheduledChangeOut(changes, many=True).data)

    @extend_schema(
        operation_id="schedule_change",
        request=ScheduledChangeIn,
        responses={201: ScheduledChangeOut},
        tags=["listings"],
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Plan to put a listing on sale, take it off sale or change its prices."""
        listing = queries.listing_for_edit(self.actor, public_id)
        given = self.valid(ScheduledChangeIn)
        change = operations.schedule_change(
            actor=self.actor,
            listing=listing,
            action=given["action"],
            due_at=given["due_at"],
            tiers=given.get("tiers") or (),
            now=timezone.now(),
        )
        return Response(ScheduledChangeOut(change).data, status=201)


class OneScheduledChange(ActorAPIView):
    required_scopes: ClassVar = {"DELETE": WRITE}

    @extend_schema(operation_id="cancel_scheduled_change", responses=ScheduledChangeOut, tags=["listings"])
    def delete(self, request: Request, public_id: str) -> Response:
        """Drop a change that waits; one that was made stays, as its state says."""
        change = queries.scheduled_change(self.actor, public_id)
        cancelled = operations.cancel_scheduled_change(actor=self.actor, change=change, now=timezone.now())
        return Response(ScheduledChangeOut(cancelled).data)


class BulkEditIn(serializers.Serializer[Any]):
    listings = serializers.ListField(child=serializers.CharField(max_length=32), min_length=1, max_length=MOST_SENT)
    kind = serializers.ChoiceField(sorted(KINDS))
    value = AnyValue(required=False, help_text="Per cent or amount as a decimal string, a number, a slug, a list.")
    rounding = serializers.ChoiceField(sorted(ROUNDINGS), required=False)


class BulkRowOut(serializers.ModelSerializer[BulkEditRow]):
    listing = serializers.CharField(source="listing.public_id")

    class Meta:
        model = BulkEditRow
        fields = ("listing", "state", "reason")


class BulkEditOut(serializers.ModelSerializer[BulkEdit]):
    """A change of many listings: poll until `state` is done, then read the rows that were left as they were."""

    id = serializers.CharField(source="public_id")
    counts = serializers.SerializerMethodField()
    refused = serializers.SerializerMethodField()
    change = serializers.DictField()

    class Meta:
        model = BulkEdit
        fields = ("id", "state", "change", "counts", "refused", "started_at", "ended_at")

    def get_counts(self, edit: BulkEdit) -> dict[str, int]:
        return queries.bulk_counts(edit)

    def get_refused(self, edit: BulkEdit) -> list[dict[str, Any]]:
        left = edit.rows.filter(state__in=[BulkEditRow.State.REFUSED, BulkEditRow.State.KEPT])
        rows: list[dict[str, Any]] = list(BulkRowOut(left.select_related("listing")[:500], many=True).data)
        return rows


class BulkEdits(ActorAPIView):
    """Changes of many listings at once."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="list_bulk_edits", responses=BulkEditOut(many=True), tags=["listings"])
    def get(self, request: Request) -> Response:
        page = CursorPage()
        found = page.of(queries.bulk_edits_of(self.actor), request)
        return page.get_paginated_response(BulkEditOut(found, many=True).data)

    @extend_schema(operation_id="start_bulk_edit", request=BulkEditIn, responses={202: BulkEditOut}, tags=["listings"])
    def post(self, request: Request) -> Response:
        """Change all listings named; the worker does it, and each that cannot be changed says why."""
        given, now = self.valid(BulkEditIn), timezone.now()
        edit = operations.choose_for_bulk_edit(
            actor=self.actor, listings=queries.listings_of(self.actor).order_by(), named=given.pop("listings"), now=now
        )
        edit = operations.start_bulk_edit(actor=self.actor, bulk_edit=edit, change=given, now=now)
        return Response(BulkEditOut(edit).data, status=202)


class OneBulkEdit(ActorAPIView):
    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(operation_id="get_bulk_edit", responses=BulkEditOut, tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        """How far it is."""
        return Response(BulkEditOut(queries.bulk_edit(self.actor, public_id)).data)


class UndoBulkEdit(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="undo_bulk_edit", request=None, responses={202: BulkEditOut}, tags=["listings"])
    def post(self, request: Request, public_id: str) -> Response:
        """Take the whole change back; what was changed again since stays."""
        edit = queries.bulk_edit(self.actor, public_id)
        undone = operations.undo_bulk_edit(actor=self.actor, bulk_edit=edit, now=timezone.now())
        return Response(BulkEditOut(undone).data, status=202)
