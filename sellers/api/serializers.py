"""What the API takes and gives of selling."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from sellers.models import Listing, ListingPicture, SafetyContact, SellerProfile
from sellers.queries import open_revision


@extend_schema_field({})
class AnyValue(serializers.Field):
    """A value that the operation itself reads and refuses by name."""

    def to_internal_value(self, data: Any) -> Any:
        return data

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"type": "integer", "nullable": True})
class WholeNumber(AnyValue):
    pass


@extend_schema_field({"type": "string"})
class Text(AnyValue):
    pass


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["min_quantity", "unit_price"],
            "properties": {
                "min_quantity": {"type": "integer", "minimum": 1},
                "unit_price": {"type": "string", "format": "decimal", "example": "12.50"},
            },
        },
    }
)
class Tiers(AnyValue):
    pass


@extend_schema_field(
    {
        "type": "object",
        "nullable": True,
        "properties": {
            "code": {"type": "string"},
            "grade": {"type": "string"},
            "harvest_date": {"type": "string", "format": "date"},
            "best_before_date": {"type": "string", "format": "date"},
            "storage_min_c": {"type": "number"},
            "storage_max_c": {"type": "number"},
        },
    }
)
class LotValue(AnyValue):
    pass


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class Attributes(AnyValue):
    pass


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": True,
        "example": {"ware": "stoneware", "capacity": {"value": "350", "unit": "ml"}, "dishwasher-safe": True},
    }
)
class Specs(AnyValue):
    pass


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["up_to", "days"],
            "properties": {"up_to": {"type": "integer", "minimum": 1}, "days": {"type": "integer", "minimum": 0}},
        },
    }
)
class LeadTimes(AnyValue):
    pass


class ListingIn(serializers.Serializer[Any]):
    """The fields of a listing that a seller sets. Only those sent change. Weights in grams, sizes in millimetres."""

    kind = Text(required=False)
    title = Text(required=False)
    category = Text(required=False, help_text="Slug of a category that takes listings.")
    language = Text(required=False)
    summary = Text(required=False)
    description = Text(required=False)
    currency = Text(required=False)
    unit = Text(required=False)
    moq = WholeNumber(required=False)
    tiers = Tiers(required=False)
    stock = WholeNumber(required=False)
    sku = Text(required=False)
    order_step = WholeNumber(required=False, help_text="Quantities are whole multiples of it.")
    counts_variants_together = serializers.BooleanField(
        required=False, help_text="Price by quantity and minimum order go by the sum over all variants."
    )
    lead_time_days = WholeNumber(required=False)
    lead_times = LeadTimes(required=False, help_text="In how many days up to how many are ready; above, you are asked.")
    origin_country = Text(required=False)
    ships_from_country = Text(required=False)
    hs_code = Text(required=False)
    incoterms = serializers.ListField(
        child=serializers.CharField(max_length=3),
        required=False,
        max_length=11,
        help_text="Incoterms 2020 codes offered; empty for the company's own.",
    )
    weight_g = WholeNumber(required=False)
    length_mm = WholeNumber(required=False)
    width_mm = WholeNumber(required=False)
    height_mm = WholeNumber(required=False)
    units_per_inner = WholeNumber(required=False)
    units_per_carton = WholeNumber(required=False)
    carton_weight_g = WholeNumber(required=False, help_text="Full.")
    carton_length_mm = WholeNumber(required=False)
    carton_width_mm = WholeNumber(required=False)
    carton_height_mm = WholeNumber(required=False)
    attributes = Attributes(required=False, help_text="Free facts beside what the category asks.")
    translations = Specs(
        required=False,
        help_text="Language to title, summary, description, alt (picture to text) and by (seller or machine).",
    )
    binding_language = Text(required=False, help_text="Whose text counts where they differ; empty: the original's.")
    making = Specs(required=False, help_text="Made to order: options, measurements, deposit_percent.")
    service = Specs(required=False, help_text="Services: pricing, milestones, where, languages, minutes, slots.")
    specs = Specs(required=False, help_text="Answers to what `GET /categories/{slug}/attributes` asks, by code.")
    lot = LotValue(required=False)


class EditIn(ListingIn):
    version = serializers.IntegerField(
        required=False, help_text="The version you read; an older one is refused instead of overwriting."
    )


@extend_schema_serializer(component_name="OwnTierOut")
class TierOut(serializers.Serializer[Any]):
    min_quantity = serializers.IntegerField()
    unit_price = serializers.DecimalField(max_digits=19, decimal_places=4)


@extend_schema_serializer(component_name="OwnVariantOut")
class VariantOut(serializers.Serializer[Any]):
    id = serializers.CharField(source="public_id")
    sku = serializers.CharField()
    gtin = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    options = serializers.DictField()
    is_default = serializers.BooleanField()
    is_active = serializers.BooleanField()
    tracks_stock = serializers.BooleanField()
    stock_available = serializers.IntegerField()
    has_own_tiers = serializers.BooleanField(help_text="False: it has the listing's prices.")
    tiers = TierOut(many=True, source="tiers.all")
    moq = serializers.IntegerField(allow_null=True, help_text="Null: the listing's; so with what follows.")
    order_step = serializers.IntegerField(allow_null=True)
    weight_g = serializers.IntegerField(allow_null=True)
    length_mm = serializers.IntegerField(allow_null=True)
    width_mm = serializers.IntegerField(allow_null=True)
    height_mm = serializers.IntegerField(allow_null=True)
    picture = serializers.CharField(source="picture.public_id", allow_null=True, default=None)


class PictureOut(serializers.ModelSerializer[ListingPicture]):
    id = serializers.CharField(source="public_id")
    renditions = serializers.SerializerMethodField()

    class Meta:
        model = ListingPicture
        fields = ("id", "alt_text", "width", "height", "is_shown", "renditions")

    def get_renditions(self, picture: ListingPicture) -> dict[str, str]:
        return {str(width): url for width, url in picture.renditions.items()}


class ListingSummaryOut(serializers.ModelSerializer[Listing]):
    """A row of the seller's own list."""

    id = serializers.CharField(source="public_id")
    category = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]
    changes = serializers.CharField(
        source="revision_state", allow_null=True, help_text="State of proposed changes: draft, in_review, rejected."
    )

    class Meta:
        model = Listing
        fields = (
            "id", "title", "status", "changes", "kind", "category", "currency", "moq", "version", "published_at",
            "updated_at",
        )  # fmt: skip


class OwnListingOut(serializers.ModelSerializer[Listing]):
    """A listing as its seller sees it: what is on sale, and the changes that wait."""

    id = serializers.CharField(source="public_id")
    category = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]
    variants = VariantOut(many=True, source="variants.all")
    pictures = PictureOut(many=True, source="pictures.all")
    changes = serializers.SerializerMethodField()
    last_decision = serializers.SerializerMethodField()

    class Meta:
        model = Listing
        fields = (
            "id", "status", "version", "kind", "title", "category", "language", "summary", "description", "currency",
            "unit", "moq", "order_step", "counts_variants_together", "lead_time_days", "lead_times", "options",
            "origin_country", "ships_from_country", "hs_code", "incoterms",
            "weight_g", "length_mm", "width_mm", "height_mm", "units_per_inner", "units_per_carton",
            "carton_weight_g", "carton_length_mm", "carton_width_mm", "carton_height_mm", "attributes",
            "specs", "making", "service", "translations", "binding_language", "variants", "pictures", "changes",
            "last_decision", "rating_average", "rating_count", "submitted_at", "published_at", "updated_at",
        )  # fmt: skip

    @extend_schema_field(
        {
            "type": "object",
            "nullable": True,
            "properties": {"state": {"type": "string"}, "content": {"type": "object", "additionalProperties": True}},
        }
    )
    def get_changes(self, listing: Listing) -> dict[str, Any] | None:
        revision = open_revision(listing)
        return {"state": revision.state, "content": revision.content} if revision else None

    @extend_schema_field(
        {
            "type": "object",
            "nullable": True,
            "properties": {
                "decision": {"type": "string"},
                "reason": {"type": "string"},
                "decided_at": {"type": "string", "format": "date-time"},
            },
        }
    )
    def get_last_decision(self, listing: Listing) -> dict[str, Any] | None:
        decision = listing.decisions.first()
        if decision is None:
            return None
        return {"decision": decision.decision, "reason": decision.reason, "decided_at": decision.decided_at}


class CropIn(serializers.Serializer[Any]):
    """The part to keep, in per cent of the picture."""

    left = serializers.IntegerField()
    top = serializers.IntegerField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class PictureIn(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="JPEG, PNG, WebP or AVIF, up to 12 MB.")
    alt_text = serializers.CharField(required=False, allow_blank=True, default="")


class CategoryOut(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    takes_listings = serializers.BooleanField()


class SafetyContactOut(serializers.ModelSerializer[SafetyContact]):
    """Whom consumers and authorities of a market write to; `listing` is null for everything the organisation sells."""

    listing = serializers.SlugRelatedField(slug_field="public_id", read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = SafetyContact
        fields = ("market", "listing", "name", "address", "email", "phone")


class SafetyContactIn(serializers.Serializer[Any]):
    market = serializers.ChoiceField(SafetyContact.Market.choices)
    listing = serializers.CharField(required=False, default="", help_text="Empty: everything the organisation sells.")
    name = serializers.CharField(required=False, default="", allow_blank=True)
    address = serializers.CharField(required=False, default="", allow_blank=True)
    email = serializers.CharField(required=False, default="", allow_blank=True)
    phone = serializers.CharField(required=False, default="", allow_blank=True)


class AttributeChoiceOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class AttributeOut(serializers.Serializer[Any]):
    """What a category asks of its listings. Ranges and steps are in the first unit."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    type = serializers.CharField(help_text="text, number, choice, choices, yes_no or date.")
    required = serializers.BooleanField()  # type: ignore[assignment]
    faceted = serializers.BooleanField()
    units = serializers.ListField(child=serializers.CharField())
    minimum = serializers.DecimalField(max_digits=14, decimal_places=3, allow_null=True)
    maximum = serializers.DecimalField(max_digits=14, decimal_places=3, allow_null=True)
    steps = serializers.ListField(child=serializers.DecimalField(max_digits=14, decimal_places=3))
    choices = AttributeChoiceOut(many=True)


@extend_schema_serializer(component_name="StorefrontOut")
class SellerOut(serializers.ModelSerializer[SellerProfile]):
    """A seller's public page."""

    name = serializers.CharField(source="organisation.name")
    country = serializers.CharField(source="organisation.country")
    url = serializers.CharField(source="get_absolute_url")
    listings = serializers.IntegerField(source="facts.listings")
    rating_average = serializers.DecimalField(source="facts.rating", max_digits=3, decimal_places=1, allow_null=True)
    rating_count = serializers.IntegerField(source="facts.rating_count")
    ships_from = serializers.ListField(child=serializers.CharField(), source="facts.ships_from")
    main_markets = serializers.ListField(child=serializers.CharField(), source="standing.markets", default=list)
    answers_within_minutes = serializers.IntegerField(
        source="standing.answers_within",
        default=None,
        allow_null=True,
        help_text="Median time to the first answer in the last 90 days; null while too few were answered.",
    )
    answered_percent = serializers.IntegerField(source="standing.answered_percent", default=None, allow_null=True)
    shipped_on_time_percent = serializers.IntegerField(
        source="standing.on_time_percent",
        default=None,
        allow_null=True,
        help_text="Of the orders due in the last 180 days; null while there are too few.",
    )

    class Meta:
        model = SellerProfile
        fields = (
            "slug", "name", "country", "tagline", "story", "founded_year", "employees", "ships_to", "ships_from",
            "listings", "rating_average", "rating_count", "url", "main_markets", "answers_within_minutes",
            "answered_percent", "shipped_on_time_percent",
        )  # fmt: skip
