"""A seller's storefront, product feeds, desk and shelf over the API."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.addresses import absolute
from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.refusals import NotFound
from sellers import operations, queries
from sellers.desk import cards_for, in_order
from sellers.desk_cards import own_cards
from sellers.models import ProductFeed

READ = "listings:read"
WRITE = "listings:write"
MOST_STOCK = 200


class AddressIO(serializers.Serializer[Any]):
    slug = serializers.CharField(max_length=80, help_text="The last part of the storefront's address.")


class OwnStorefrontOut(serializers.Serializer[Any]):
    slug = serializers.CharField()
    url = serializers.CharField()
    former = serializers.ListField(child=serializers.CharField(), help_text="Addresses that lead here for good.")
    is_open = serializers.BooleanField()


class MyStorefront(ActorAPIView):
    """Where the storefront of the organisation stands."""

    required_scopes: ClassVar = {"GET": READ, "PATCH": WRITE}

    def _shown(self) -> Response:
        self.actor.must("listings.view_own")
        profile = queries.own_profile(self.actor)
        if profile is None:
            raise NotFound
        row = {
            "slug": profile.slug,
            "url": absolute(profile.get_absolute_url()),
            "former": [each.slug for each in profile.former_slugs.all()],
            "is_open": profile.is_open,
        }
        return Response(OwnStorefrontOut(row).data)

    @extend_schema(operation_id="get_my_storefront", responses=OwnStorefrontOut, tags=["storefront"])
    def get(self, request: Request) -> Response:
        return self._shown()

    @extend_schema(
        operation_id="move_my_storefront", request=AddressIO, responses=OwnStorefrontOut, tags=["storefront"]
    )
    def patch(self, request: Request) -> Response:
        """Move it; the address it leaves leads to the new one for good."""
        given: dict[str, Any] = self.valid(AddressIO)
        operations.move_storefront(actor=self.actor, slug=given["slug"], now=timezone.now())
        return self._shown()


class LeftOutOut(serializers.Serializer[Any]):
    reason = serializers.CharField()
    count = serializers.IntegerField()


class FeedOut(serializers.ModelSerializer[ProductFeed]):
    id = serializers.CharField(source="public_id")
    left_out = LeftOutOut(many=True)

    class Meta:
        model = ProductFeed
        fields = ("id", "country", "language", "currency", "google_url", "meta_url", "items", "left_out", "built_at")


class FeedIn(serializers.Serializer[Any]):
    country = serializers.CharField(max_length=2, help_text="ISO 3166 alpha-2.")
    language = serializers.CharField(max_length=10)
    currency = serializers.CharField(
        max_length=3, required=False, default="", help_text="ISO 4217; without one the country's own."
    )


class MyFeeds(ActorAPIView):
    """Product feeds for Google and Meta."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="list_my_feeds", responses=FeedOut(many=True), tags=["storefront"])
    def get(self, request: Request) -> Response:
        return Response(FeedOut(queries.feeds_of(self.actor), many=True).data)

    @extend_schema(operation_id="make_feed", request=FeedIn, responses={201: FeedOut}, tags=["storefront"])
    def post(self, request: Request) -> Response:
        """Make one for a country, language and currency; its files are written within a minute."""
        given: dict[str, Any] = self.valid(FeedIn)
        feed = operations.make_feed(actor=self.actor, now=timezone.now(), **given)
        return Response(FeedOut(feed).data, status=201)


class OneFeed(ActorAPIView):
    """One product feed."""

    required_scopes: ClassVar = {"GET": READ, "DELETE": WRITE}

    @extend_schema(operation_id="get_feed", responses=FeedOut, tags=["storefront"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(FeedOut(queries.feed_of(self.actor, public_id)).data)

    @extend_schema(operation_id="revoke_feed", request=None, responses={204: None}, tags=["storefront"])
    def delete(self, request: Request, public_id: str) -> Response:
        """Revoke it: its addresses answer nobody any more."""
        operations.revoke_feed(actor=self.actor, feed=queries.feed_of(self.actor, public_id), now=timezone.now())
        return Response(status=204)


class DeskCardOut(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField()
    kind = serializers.ChoiceField(["danger", "warning", "success", "info", "neutral"])
    url = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True, help_text="When the first of them must be done.")
    since_at = serializers.DateTimeField(allow_null=True, help_text="Since when the first has waited.")


class MyDesk(ActorAPIView):
    """What needs the seller today."""

    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(operation_id="get_desk", responses=DeskCardOut(many=True), tags=["storefront"])
    def get(self, request: Request) -> Response:
        """What is lost first stands first; labels are in the caller's language."""
        counts = queries.desk_counts(self.actor)
        sent_back = queries.needing_changes(self.actor).count()
        own = own_cards(self.actor, counts, sent_back, now=timezone.now())
        return Response(DeskCardOut(in_order([*cards_for(self.actor), *own]), many=True).data)


class StockRowOut(serializers.Serializer[Any]):
    variant = serializers.CharField(source="variant.public_id")
    listing = serializers.CharField(source="variant.listing.public_id")
    title = serializers.CharField(source="variant.listing.title")
    label = serializers.CharField(source="variant.label")  # type: ignore[assignment]
    sku = serializers.CharField(source="variant.sku")
    stock = serializers.IntegerField(source="variant.stock_available", help_text="Free to sell.")
    reserved = serializers.IntegerField()
    sold_a_week = serializers.FloatField()
    days_left = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(["out", "low", "fine"])


class StockIn(serializers.Serializer[Any]):
    stock = serializers.IntegerField(min_value=0, help_text="Free to sell, as counted.")


class MyStock(ActorAPIView):
    """What is on the shelf."""

    required_scopes: ClassVar = {"GET": READ}

    @extend_schema(
        operation_id="list_my_stock",
        responses=StockRowOut(many=True),
        tags=["storefront"],
        parameters=[
            OpenApiParameter("show", OpenApiTypes.STR, enum=["low", "out"]),
            OpenApiParameter("q", OpenApiTypes.STR, description="Words of the title, or the start of a SKU."),
        ],
    )
    def get(self, request: Request) -> Response:
        """Up to 200 variants that count stock, what ends first first."""
        found = queries.stock_of(
            self.actor,
            now=timezone.now(),
            words=request.query_params.get("q", "")[:100],
            show=request.query_params.get("show", ""),
        )
        return Response(StockRowOut(queries.stock_rows(found[:MOST_STOCK]), many=True).data)


class OneStock(ActorAPIView):
    """The shelf of one variant."""

    required_scopes: ClassVar = {"PUT": WRITE}

    @extend_schema(operation_id="count_stock", request=StockIn, responses=StockRowOut, tags=["storefront"])
    def put(self, request: Request, public_id: str) -> Response:
        """Set it to what was counted."""
        variant = queries.stock_variant(self.actor, public_id)
        now = timezone.now()
        operations.restock(actor=self.actor, variant=variant, stock=self.valid(StockIn)["stock"], now=now)
        rows = queries.stock_rows(queries.stock_of(self.actor, now=now).filter(pk=variant.pk))
        if not rows:
            # Counted, but not on sale: it stands on no list of stock.
            rows = [queries.StockRow(queries.stock_variant(self.actor, public_id), 0, 0.0, None)]
        return Response(StockRowOut(rows[0]).data)
