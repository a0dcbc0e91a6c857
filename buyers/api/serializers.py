"""Shapes of what comes in and goes out."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.places import COUNTRIES
from buyers.market_state import LARGEST_QUANTITY
from buyers.models import LONGEST_MESSAGE
from buyers.search.request import SORTS
from sellers.models import Listing


class ListField(serializers.ListField):
    """Repeated or comma-separated values of one name."""

    def get_value(self, dictionary: Any) -> Any:
        given = (
            dictionary.getlist(self.field_name) if hasattr(dictionary, "getlist") else dictionary.get(self.field_name)
        )
        if not given:
            return serializers.empty
        return [value for each in given for value in str(each).split(",") if value]


class ListingQuery(serializers.Serializer[Any]):
    """What may be asked of `GET /listings`."""

    q = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=10_000, help_text="Words in any language."
    )
    category = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=80, help_text="A category's slug."
    )
    kind = ListField(child=serializers.ChoiceField(Listing.Kind.choices), required=False, default=list)
    origin = ListField(child=serializers.ChoiceField(sorted(COUNTRIES)), required=False, default=list)
    ships_from = ListField(child=serializers.ChoiceField(sorted(COUNTRIES)), required=False, default=list)
    seller = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=80, help_text="A seller's slug."
    )
    price_min = serializers.DecimalField(19, 4, required=False, min_value=0, default=None, help_text="In `currency`.")
    price_max = serializers.DecimalField(19, 4, required=False, min_value=0, default=None, help_text="In `currency`.")
    moq_max = serializers.IntegerField(required=False, min_value=1, default=None)
    lead_time_max = serializers.IntegerField(required=False, min_value=0, default=None, help_text="Days.")
    rating_min = serializers.DecimalField(2, 1, required=False, min_value=1, max_value=5, default=None)
    in_stock = serializers.BooleanField(required=False, default=False)
    attr = ListField(
        child=serializers.RegexField(r"^[-\w]{1,40}=[-\w.~]{1,60}$"),
        required=False,
        default=list,
        help_text="Answers to what `category` asks, `code=value`, as the facets `spec:<code>` count them.",
    )
    ship_to = serializers.ChoiceField(sorted(COUNTRIES), required=False)
    anywhere = serializers.BooleanField(
        required=False, default=False, help_text="Also what is not delivered to `ship_to`."
    )
    currency = serializers.ChoiceField(settings.CURRENCIES_OFFERED, required=False)
    quantity = serializers.IntegerField(required=False, default=0, min_value=0, max_value=LARGEST_QUANTITY)
    sort = serializers.ChoiceField(SORTS, required=False, default="relevance")
    page = serializers.IntegerField(required=False, default=1, min_value=1)
    page_size = serializers.IntegerField(required=False, default=24, min_value=1, max_value=100)
    exact = serializers.BooleanField(required=False, default=False, help_text="Do not correct spelling.")


class MoneyOut(serializers.Serializer[Any]):
    amount = serializers.CharField()
    currency = serializers.CharField()


class SellerOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    country = serializers.CharField()
    url = serializers.CharField()


class LandedPriceOut(serializers.Serializer[Any]):
    """The cost of `quantity` at the door. A part that is null is unknown; `missing` says what is lacking."""

    quantity = serializers.IntegerField()
    ship_to = serializers.CharField()
    currency = serializers.CharField()
    goods = serializers.CharField(allow_null=True)
    freight = serializers.CharField(allow_null=True)
    insurance = serializers.CharField(allow_null=True)
    duty = serializers.CharField(allow_null=True)
    tax = serializers.CharField(allow_null=True)
    fees = serializers.CharField(allow_null=True)
    total = serializers.CharField(allow_null=True)
    per_unit = serializers.CharField(allow_null=True)
    status = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField())
    transit_days = serializers.ListField(child=serializers.IntegerField(), allow_null=True)


class ListingOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    kind = serializers.ChoiceField(Listing.Kind.choices)
    category = serializers.CharField(allow_null=True)
    url = serializers.CharField()
    picture = serializers.CharField(allow_null=True)
    seller = SellerOut()
    price = MoneyOut(help_text="Per unit at `quantity`, in the seller's currency.")
    price_shown = MoneyOut(
        allow_null=True, help_text="The same in `currency`, converted; null without an exchange rate."
    )
    landed_price = LandedPriceOut()
    moq = serializers.IntegerField()
    unit = serializers.CharField()
    lead_time_days = serializers.IntegerField(allow_null=True)
    in_stock = serializers.BooleanField()
    delivers = serializers.BooleanField()
    origin_country = serializers.CharField()
    ships_from_country = serializers.CharField()
    hs_code = serializers.CharField()
    rating = serializers.CharField(allow_null=True)
    rating_count = serializers.IntegerField()


class ListingsOut(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    corrected = serializers.CharField(allow_null=True, help_text="The words searched instead of those typed.")
    results = ListingOut(many=True)
    facets = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))
    took_ms = serializers.FloatField()


class TierOut(serializers.Serializer[Any]):
    min_quantity = serializers.IntegerField()
    unit_price = serializers.CharField()


class OptionOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField())


class LeadTimeOut(serializers.Serializer[Any]):
    up_to = serializers.IntegerField()
    days = serializers.IntegerField()


class VariantOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    sku = serializers.CharField()
    gtin = serializers.CharField()
    moq = serializers.IntegerField(help_text="The smallest order of this variant.")
    order_step = serializers.IntegerField(help_text="Quantities are whole multiples of it.")
    label = serializers.CharField()  # type: ignore[assignment]
    options = serializers.DictField()
    stock = serializers.IntegerField(allow_null=True, help_text="Null where stock is not counted.")
    tiers = TierOut(many=True)


class LotOut(serializers.Serializer[Any]):
    variant = serializers.CharField()
    code = serializers.CharField()
    available = serializers.IntegerField()
    leaves_from_date = serializers.DateField(allow_null=True)
    arrive_by_date = serializers.DateField(allow_null=True)
    harvest_date = serializers.DateField(allow_null=True)
    best_before_date = serializers.DateField()
    grade = serializers.CharField()


class SpecOut(serializers.Serializer[Any]):
    """One answer to what the category asks, in the caller's language."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()


class TextsOut(serializers.Serializer[Any]):
    """What a listing says in one more language; `by` is seller or machine."""

    language = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    description = serializers.CharField()
    by = serializers.CharField()


class ListingDetailOut(ListingOut):
    description = serializers.CharField()
    language = serializers.CharField()
    currency = serializers.CharField()
    attributes = serializers.DictField()
    specs = SpecOut(many=True)
    texts = TextsOut(many=True, help_text="The seller's translations; the fields above are the original.")
    binding_language = serializers.CharField(help_text="Whose text counts where texts differ.")
    making = serializers.DictField(help_text="What may be asked of something made to order; empty for other kinds.")
    service = serializers.DictField(help_text="How a service is delivered; empty for other kinds.")
    options = OptionOut(many=True, help_text="What variants are chosen by.")
    counts_variants_together = serializers.BooleanField(help_text="Tier and minimum go by the sum over variants.")
    lead_times = LeadTimeOut(many=True, help_text="By quantity; above the last, ask the seller.")
    variants = VariantOut(many=True)
    lots = LotOut(many=True)
    pictures = serializers.ListField(child=serializers.CharField())


class SuggestionQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=200, allow_blank=True)


class NamedOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    url = serializers.CharField()


class SuggestionsOut(serializers.Serializer[Any]):
    queries = serializers.ListField(child=serializers.CharField())
    categories = NamedOut(many=True)
    sellers = NamedOut(many=True)
    listings = NamedOut(many=True)


class ConversationIn(serializers.Serializer[Any]):
    listing = serializers.CharField(max_length=32)
    body = serializers.CharField(max_length=LONGEST_MESSAGE * 2, trim_whitespace=False)
    confirmed = serializers.BooleanField(default=False, help_text="Send although contact details were found.")


class MessageIn(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=LONGEST_MESSAGE * 2, trim_whitespace=False)
    confirmed = serializers.BooleanField(default=False, help_text="Send although contact details were found.")


class ConversationOut(serializers.Serializer[Any]):
    id = serializers.CharField(source="public_id")
    subject = serializers.CharField()
    buyer = serializers.CharField(source="organisation.public_id")
    seller = serializers.CharField(source="seller.public_id")
    listing = serializers.CharField(source="listing.public_id", allow_null=True, default=None)
    created_at = serializers.DateTimeField()
    last_message_at = serializers.DateTimeField()


class MessageOut(serializers.Serializer[Any]):
    id = serializers.CharField(source="public_id")
    organisation = serializers.CharField(source="organisation.public_id")
    author = serializers.CharField(source="author.full_name")
    body = serializers.CharField()
    warnings = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class ReadOut(serializers.Serializer[Any]):
    read = serializers.IntegerField()
