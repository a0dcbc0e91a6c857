"""Variants of a seller's own listings, for programs."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from sellers import operations, queries
from sellers.api.serializers import Text, Tiers, VariantOut, WholeNumber

READ, WRITE = "listings:read", "listings:write"


class OptionIO(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="What buyers choose by, such as colour.")
    values = serializers.ListField(child=serializers.CharField(), help_text="In the order shown; at most 100.")


class VariantIn(serializers.Serializer[Any]):
    """One variant. What is left out stays; null is the listing's."""

    id = Text(required=False, help_text="Which variant; else the combination says.")
    options = serializers.DictField(child=serializers.CharField(), required=False)
    sku = Text(required=False)
    gtin = Text(required=False)
    tiers = Tiers(required=False, help_text="Empty: the listing's prices.")
    stock = WholeNumber(required=False)
    moq = WholeNumber(required=False)
    order_step = WholeNumber(required=False)
    weight_g = WholeNumber(required=False)
    length_mm = WholeNumber(required=False)
    width_mm = WholeNumber(required=False)
    height_mm = WholeNumber(required=False)
    picture = Text(required=False, help_text="Id of one of the listing's pictures.")
    is_active = serializers.BooleanField(required=False)


class VariantsIn(serializers.Serializer[Any]):
    options = OptionIO(many=True)
    variants = VariantIn(many=True, required=False, help_text="All there shall be; left out: every combination.")
    version = serializers.IntegerField(required=False)


class VariantsPatch(serializers.Serializer[Any]):
    variants = VariantIn(many=True)
    version = serializers.IntegerField(required=False)


class VariantsOut(serializers.Serializer[Any]):
    options = OptionIO(many=True)
    variants = VariantOut(many=True)


class OwnVariants(ActorAPIView):
    """The options and variants of one listing."""

    required_scopes: ClassVar = {"GET": READ, "PUT": WRITE, "PATCH": WRITE}

    @extend_schema(operation_id="get_variants", responses=VariantsOut, tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        return self._shown(public_id)

    @extend_schema(operation_id="set_variants", request=VariantsIn, responses=VariantsOut, tags=["listings"])
    def put(self, request: Request, public_id: str) -> Response:
        """Say which options and variants there are; of a listing that was on sale, what is left out is archived."""
        sent = _sent(request)
        operations.set_variants(
            actor=self.actor,
            listing=queries.listing_for_edit(self.actor, public_id),
            options=sent.get("options") or [],
            variants=sent.get("variants"),
            version=_version(sent),
            now=timezone.now(),
        )
        return self._shown(public_id)

    @extend_schema(operation_id="edit_variants", request=VariantsPatch, responses=VariantsOut, tags=["listings"])
    def patch(self, request: Request, public_id: str) -> Response:
        """Change cells of the variants named; the others stay."""
        sent = _sent(request)
        operations.edit_variants(
            actor=self.actor,
            listing=queries.listing_for_edit(self.actor, public_id),
            variants=sent.get("variants") or [],
            version=_version(sent),
            now=timezone.now(),
        )
        return self._shown(public_id)

    def _shown(self, public_id: str) -> Response:
        listing = queries.listing_for_edit(self.actor, public_id)
        return Response(VariantsOut({"options": listing.options, "variants": listing.variants.all()}).data)


def _sent(request: Request) -> dict[str, Any]:
    return dict(request.data) if isinstance(request.data, dict) else {}


def _version(sent: dict[str, Any]) -> int | None:
    version = sent.get("version")
    return version if isinstance(version, int) else None
