"""What anybody may read of sellers over the API."""

from typing import ClassVar

from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.refusals import NotFound
from sellers import queries
from sellers.api.serializers import AttributeOut, CategoryOut, SellerOut
from sellers.queries.categories import Branch


class Categories(ActorAPIView):
    """The category tree."""

    public_methods: ClassVar = frozenset({"GET"})

    @extend_schema(
        operation_id="list_categories",
        responses=CategoryOut(many=True),
        auth=[],
        tags=["catalogue"],
        parameters=[OpenApiParameter("language", OpenApiTypes.STR, description="Language of the names.")],
    )
    def get(self, request: Request) -> Response:
        """All categories, each after its parent, in one answer."""
        language = request.query_params.get("language") or None
        rows: list[dict[str, object]] = []

        def add(branches: list[Branch], parent: str | None) -> None:
            for branch in branches:
                rows.append(
                    {
                        "slug": branch.category.slug,
                        "name": branch.category.label(language),
                        "parent": parent,
                        "takes_listings": not branch.children and branch.category.is_open,
                    }
                )
                add(branch.children, branch.category.slug)

        add(queries.category_tree(), None)
        return Response(CategoryOut(rows, many=True).data)


class CategoryAttributes(ActorAPIView):
    """What a category asks of its listings."""

    public_methods: ClassVar = frozenset({"GET"})

    @extend_schema(
        operation_id="list_category_attributes",
        responses=AttributeOut(many=True),
        auth=[],
        tags=["catalogue"],
        parameters=[OpenApiParameter("language", OpenApiTypes.STR, description="Language of the labels.")],
    )
    def get(self, request: Request, slug: str) -> Response:
        """Its own attributes and those it inherits, in the order asked."""
        language = request.query_params.get("language") or get_language() or "en"
        rows = [
            {
                "code": each.code,
                "label": each.label(language),
                "type": each.type,
                "required": each.is_required,
                "faceted": each.is_faceted,
                "units": list(each.units),
                "minimum": each.minimum,
                "maximum": each.maximum,
                "steps": list(each.steps),
                "choices": [{"code": choice.code, "label": choice.label(language)} for choice in each.choices],
            }
            for each in queries.definitions_of(queries.category_by_slug(slug))
        ]
        return Response(AttributeOut(rows, many=True).data)


class OneSeller(ActorAPIView):
    """A seller's public page."""

    public_methods: ClassVar = frozenset({"GET"})

    @extend_schema(operation_id="get_seller", responses=SellerOut, auth=[], tags=["catalogue"])
    def get(self, request: Request, slug: str) -> Response:
        """Its present address may be another than the one asked for."""
        try:
            profile = queries.storefront(slug, actor=self.actor)
        except NotFound:
            profile = queries.storefront(queries.storefront_moved_from(slug), actor=self.actor)
        profile.facts = queries.storefront_facts(profile)  # type: ignore[attr-defined]
        profile.standing = queries.standing_of(profile)  # type: ignore[attr-defined]
        return Response(SellerOut(profile).data)
