"""Lots of a seller's own perishable listings, for programs."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from sellers import operations, queries
from sellers.models import Lot

READ, WRITE = "listings:read", "listings:write"


class LotIn(serializers.Serializer[Any]):
    """A lot; `quantity` is how much there is, or is left."""

    variant = serializers.CharField(required=False, help_text="Whose lot it is; left out: the default variant's.")
    quantity = serializers.IntegerField(required=False)
    best_before_date = serializers.DateField(required=False)
    code = serializers.CharField(required=False, allow_blank=True)
    grade = serializers.CharField(required=False, allow_blank=True)
    harvest_date = serializers.DateField(required=False, allow_null=True)
    leaves_from_date = serializers.DateField(required=False, allow_null=True)
    arrive_by_date = serializers.DateField(required=False, allow_null=True)
    storage_min_c = serializers.DecimalField(max_digits=4, decimal_places=1, required=False, allow_null=True)
    storage_max_c = serializers.DecimalField(max_digits=4, decimal_places=1, required=False, allow_null=True)


class OwnLotOut(serializers.ModelSerializer[Lot]):
    id = serializers.CharField(source="public_id")
    variant = serializers.CharField(source="variant.public_id")

    class Meta:
        model = Lot
        fields = (
            "id", "variant", "code", "grade", "received", "available", "sold", "lost", "harvest_date",
            "best_before_date", "leaves_from_date", "arrive_by_date", "storage_min_c", "storage_max_c", "closed_at",
        )  # fmt: skip

    sold = serializers.IntegerField(help_text="Taken by orders.")


class OwnLots(ActorAPIView):
    """The lots of one listing."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="list_lots", responses=OwnLotOut(many=True), tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        """Lots in the order they are taken, closed ones last."""
        listing = queries.listing_for_edit(self.actor, public_id)
        return Response(OwnLotOut(queries.lots_of(self.actor, listing)[:200], many=True).data)

    @extend_schema(operation_id="add_lot", request=LotIn, responses={201: OwnLotOut}, tags=["listings"])
    def post(self, request: Request, public_id: str) -> Response:
        """Enter a lot; it is on sale at once."""
        sent = _sent(request)
        lot = operations.add_lot(
            actor=self.actor,
            listing=queries.listing_for_edit(self.actor, public_id),
            variant=str(sent.pop("variant", "") or ""),
            content=sent,
            now=timezone.now(),
        )
        return Response(OwnLotOut(lot).data, status=201)


class OneOwnLot(ActorAPIView):
    """One lot."""

    required_scopes: ClassVar = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @extend_schema(operation_id="get_lot", responses=OwnLotOut, tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(OwnLotOut(queries.lot_of(self.actor, public_id)).data)

    @extend_schema(operation_id="change_lot", request=LotIn, responses=OwnLotOut, tags=["listings"])
    def patch(self, request: Request, public_id: str) -> Response:
        """Correct it; `quantity` is what is left, as counted."""
        lot = queries.lot_of(self.actor, public_id)
        changed = operations.change_lot(actor=self.actor, lot=lot, content=_sent(request), now=timezone.now())
        return Response(OwnLotOut(changed).data)

    @extend_schema(operation_id="close_lot", responses=OwnLotOut, tags=["listings"])
    def delete(self, request: Request, public_id: str) -> Response:
        """Take what is left of it off sale for good; the row stays."""
        lot = queries.lot_of(self.actor, public_id)
        return Response(OwnLotOut(operations.close_lot(actor=self.actor, lot=lot, now=timezone.now())).data)


def _sent(request: Request) -> dict[str, Any]:
    return dict(request.data) if isinstance(request.data, dict) else {}
