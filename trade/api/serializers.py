"""Shapes of the API's requests and answers."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from trade.dangerous import kinds
from trade.landed_cost import INCOTERMS
from trade.landed_cost.basket import PRICE_BASES

LARGEST = Decimal("1000000000000")
MOST_LINES = 1_000


class Amount(serializers.DecimalField):
    """A decimal string; its sign and scale are checked with its currency, where the field can be named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=20, decimal_places=4, max_value=LARGEST, **kwargs)


class ImporterIn(serializers.Serializer):
    kind = serializers.ChoiceField(["business", "consumer"], default="business")
    vat_id = serializers.CharField(
        required=False, allow_blank=True, allow_null=True, max_length=30, default="",
        help_text="Tax number of the importing business in the destination; without one it counts as unregistered.",
    )  # fmt: skip


class LandedLineIn(serializers.Serializer):
    hs_code = serializers.CharField(
        required=False, allow_blank=True, allow_null=True, max_length=20, default=None,
        help_text="2, 4, 6, 8 or 10 digits, with dots or spaces or without.",
    )  # fmt: skip
    origin = serializers.CharField(max_length=2, required=False, allow_blank=True, allow_null=True, default="")
    value = Amount(help_text="Price of the whole line.")
    currency = serializers.CharField(
        max_length=3, required=False, allow_blank=True, default="", help_text="If given, that of the request."
    )
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3, default=Decimal(1), max_value=LARGEST)
    weight_kg = serializers.DecimalField(
        max_digits=14, decimal_places=6, required=False, allow_null=True, default=None, max_value=10**7,
        help_text="Gross weight of the whole line in kilograms.",
    )  # fmt: skip
    weight = serializers.CharField(
        max_length=30, required=False, allow_blank=True, allow_null=True, default="",
        help_text="Instead of weight_kg: the weight with its unit, such as 500 g or 12 lb.",
    )  # fmt: skip
    vat_class = serializers.CharField(
        max_length=16, required=False, allow_blank=True, allow_null=True, default="",
        help_text="Tax class of the destination, such as reduced or zero, or the rate itself; otherwise by HS code.",
    )  # fmt: skip
    kind = serializers.ChoiceField(["goods", "service"], default="goods")
    preference = serializers.CharField(
        max_length=20, required=False, allow_blank=True, allow_null=True, default="",
        help_text="Trade agreement whose proof of origin is on file; without it normal duty applies.",
    )  # fmt: skip


class Lines(serializers.ListField):
    """Refuses too many before looking at each."""

    child = LandedLineIn()

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list) and len(data) > MOST_LINES:
            raise serializers.ValidationError(
                _("At most %(most)s lines at once; these are %(count)s. Split them into several requests.")
                % {"most": MOST_LINES, "count": len(data)}
            )
        return super().to_internal_value(data)


class LandedCostIn(serializers.Serializer):
    date = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Day of import; today by default. Past days too."
    )
    ship_from = serializers.CharField(max_length=2)
    ship_to = serializers.CharField(max_length=2)
    region = serializers.CharField(
        max_length=3, required=False, allow_blank=True, allow_null=True, default="",
        help_text="State or province of the destination, where the tax depends on it (Canada, Brazil).",
    )  # fmt: skip
    incoterm = serializers.ChoiceField(sorted(INCOTERMS), default="DAP")
    currency = serializers.CharField(max_length=3)
    freight = Amount(required=False, allow_null=True, default=None)
    insurance = Amount(required=False, allow_null=True, default=None)
    inland_freight = Amount(required=False, allow_null=True, default=None, help_text="Carriage after the border.")
    transport = serializers.ChoiceField(
        ["sea", "air", "road", "post", "express"], required=False, allow_blank=True, default=""
    )
    price_basis = serializers.ChoiceField(
        PRICE_BASES, required=False, allow_null=True, default=None,
        help_text=(
            "Whether line values are the goods alone, hold what the incoterm says, or are the whole price at the door "
            "(all_in), from which the value of the goods is reckoned back. By default a CFR, CPT, CIF or CIP price "
            "holds its freight, and under any other term freight comes on top."
        ),
    )  # fmt: skip
    importer = ImporterIn(required=False, allow_null=True, default=dict)
    lines = Lines()


class ExplainedOut(serializers.Serializer):
    code = serializers.CharField()
    facts = serializers.DictField(child=serializers.CharField())
    text = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    as_of = serializers.DateField(allow_null=True)
    is_shaky = serializers.BooleanField()


class LandedLineOut(serializers.Serializer):
    key = serializers.CharField()
    goods = serializers.CharField()
    freight = serializers.CharField()
    insurance = serializers.CharField()
    duty = serializers.CharField(allow_null=True)
    tax = serializers.CharField(allow_null=True)
    fees = serializers.CharField(allow_null=True)
    total = serializers.CharField(allow_null=True)
    duty_rate = serializers.CharField(allow_null=True, help_text="Percent; null for duties by weight or piece.")
    tax_rate = serializers.CharField(allow_null=True, help_text="Percent.")
    rules = ExplainedOut(many=True)


class LandedCostOut(serializers.Serializer):
    currency = serializers.CharField()
    goods = serializers.CharField()
    freight = serializers.CharField()
    insurance = serializers.CharField()
    duty = serializers.CharField(allow_null=True, help_text="Null is unknown, never zero.")
    tax = serializers.CharField(allow_null=True, help_text="Null is unknown, never zero.")
    fees = serializers.CharField(allow_null=True, help_text="Null is unknown, never zero.")
    total = serializers.CharField(allow_null=True, help_text="Null while a part of it is unknown.")
    self_assessed_tax = serializers.CharField(help_text="Tax the importer accounts for itself; not in the total.")
    recoverable_tax = serializers.CharField(help_text="The part of `tax` that a registered business reclaims.")
    status = serializers.ChoiceField(["estimate", "guaranteed", "unknown"])
    nothing_due = serializers.BooleanField(help_text="Known to be free of duty, tax and fees; never true when unknown.")
    missing = serializers.ListField(child=serializers.CharField())
    collected_by = serializers.CharField()
    rule_version = serializers.CharField()
    lines = LandedLineOut(many=True)
    explanation = ExplainedOut(many=True)


class ParcelIn(serializers.Serializer):
    weight_g = serializers.IntegerField(min_value=1)
    length_mm = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    width_mm = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    height_mm = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    count = serializers.IntegerField(min_value=1, default=1)
    may_turn = serializers.BooleanField(default=True, help_text="False: it must stand upright.")
    is_stackable = serializers.BooleanField(default=True, help_text="False: nothing may stand on it.")
    dangerous = serializers.ChoiceField(sorted(kinds()), required=False, allow_blank=True, default="")
    min_c = serializers.FloatField(
        required=False, allow_null=True, default=None, min_value=-90, max_value=90, help_text="Coldest it keeps at, °C."
    )
    max_c = serializers.FloatField(
        required=False, allow_null=True, default=None, min_value=-90, max_value=90, help_text="Warmest it keeps at, °C."
    )


class PlaceIn(serializers.Serializer):
    postal_code = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    city = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    state = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")


class ShippingRequestIn(serializers.Serializer):
    ship_from = serializers.CharField(max_length=2)
    ship_to = serializers.CharField(max_length=2)
    parcels = serializers.ListField(child=ParcelIn(), max_length=200)
    goods_value = Amount(default=Decimal(0))
    currency = serializers.CharField(max_length=3)
    needs_cold_chain = serializers.BooleanField(default=False)
    latest_arrival = serializers.DateField(required=False, allow_null=True, default=None)
    best_before = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Must arrive at least `margin_days` before it."
    )
    margin_days = serializers.IntegerField(min_value=0, max_value=365, default=1)
    lead_days = serializers.IntegerField(min_value=0, max_value=365, default=0, help_text="Until the goods are ready.")
    origin = PlaceIn(required=False, default=dict, help_text="Carriers asked live need a postal code or city.")
    destination = PlaceIn(required=False, default=dict)


class PackedOut(serializers.Serializer):
    count = serializers.IntegerField()
    pieces = serializers.IntegerField(help_text="In each.")
    weight_g = serializers.IntegerField()
    size_mm = serializers.ListField(child=serializers.IntegerField(), allow_null=True)
    dangerous = serializers.CharField()


class ChargeOut(serializers.Serializer):
    code = serializers.CharField()
    amount = serializers.CharField()


class CarrierServiceOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    mode = serializers.CharField()
    unit = serializers.CharField()
    max_parcel_g = serializers.IntegerField()
    max_length_mm = serializers.IntegerField()
    max_girth_mm = serializers.IntegerField()
    volume_divisor = serializers.IntegerField(help_text="Cubic centimetres charged as one kilogram.")
    accepts_dangerous = serializers.ListField(child=serializers.CharField())
    min_c = serializers.FloatField(allow_null=True)
    max_c = serializers.FloatField(allow_null=True)
    cut_off_hour = serializers.IntegerField(allow_null=True)


class CarrierOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    is_live = serializers.BooleanField(help_text="Asked in the carrier's own system, not priced from stored cards.")
    services = CarrierServiceOut(many=True)


class CarriersOut(serializers.Serializer):
    carriers = CarrierOut(many=True)


class ShippingQuoteOut(serializers.Serializer):
    id = serializers.CharField()
    service = serializers.CharField()
    carrier = serializers.CharField()
    mode = serializers.CharField()
    state = serializers.ChoiceField(["pending", "answered", "unavailable"])
    price = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    min_days = serializers.IntegerField(allow_null=True)
    likely_days = serializers.IntegerField(allow_null=True, help_text="There by then with 80 % certainty.")
    max_days = serializers.IntegerField(allow_null=True, help_text="There by then with 95 % certainty.")
    collected_on = serializers.DateField(allow_null=True)
    arrives_from = serializers.DateField(allow_null=True)
    arrives_by = serializers.DateField(allow_null=True)
    cut_off = serializers.DateTimeField(allow_null=True, help_text="Until when today's collection can be booked.")
    chargeable_g = serializers.IntegerField(allow_null=True)
    unit = serializers.ChoiceField(["parcel", "pallet", "container"], allow_null=True)
    packed = PackedOut(many=True)
    charges = ChargeOut(many=True, help_text="What the price is made of, in the carrier's currency.")
    charges_currency = serializers.CharField(allow_null=True)
    insurance = serializers.CharField(allow_null=True, help_text="Covering the full value costs this on top.")
    volume_is_assumed = serializers.BooleanField(help_text="Sizes were missing: four litres a kilogram were taken.")
    reason = serializers.CharField()
    reason_text = serializers.CharField()


class ShippingRequestOut(serializers.Serializer):
    id = serializers.CharField()
    ship_from = serializers.CharField()
    ship_to = serializers.CharField()
    currency = serializers.CharField()
    done = serializers.BooleanField(help_text="Every service has answered or is past the deadline.")
    deadline_at = serializers.DateTimeField()
    quotes = ShippingQuoteOut(many=True)


class ExchangeRateOut(serializers.Serializer):
    currency = serializers.CharField()
    per_eur = serializers.CharField()
    as_of = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_code = serializers.CharField()
    usable = serializers.BooleanField(help_text="False once the rate is past its age limit.")


class ExchangeRatesOut(serializers.Serializer):
    base = serializers.CharField()
    on = serializers.DateField()
    spread_percent = serializers.CharField()
    rates = ExchangeRateOut(many=True)


class HsCodeOut(serializers.Serializer):
    code = serializers.CharField()
    level = serializers.IntegerField()
    title = serializers.CharField()


class HsCodesOut(serializers.Serializer):
    results = HsCodeOut(many=True)


class HsSuggestionIn(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=8000, required=False, allow_blank=True, default="")
    material = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    origin = serializers.CharField(max_length=2, required=False, allow_blank=True, default="")
    reference = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="",
        help_text="What you call the goods, such as a listing's id: asking again about it updates the same question.",
    )  # fmt: skip
    ask_a_person = serializers.BooleanField(
        default=False, help_text="True: none of the codes is right, or you are not sure. Needs a token."
    )


class HsCandidateOut(serializers.Serializer):
    hs_code = serializers.CharField()
    title = serializers.CharField()
    confidence = serializers.FloatField(help_text="From 0 to 1.")
    why = serializers.ListField(child=serializers.CharField(), help_text="The words that speak for it.")


class HsSuggestionOut(serializers.Serializer):
    id = serializers.CharField(allow_null=True, help_text="Null when nobody is signed in: then nothing is kept.")
    state = serializers.ChoiceField(["suggested", "confirmed", "queued", "decided"])
    queued = serializers.BooleanField(help_text="A person is asked, because no code is likely enough or you said so.")
    hs_code = serializers.CharField(allow_blank=True, help_text="The confirmed or decided code, else empty.")
    reason = serializers.CharField(allow_blank=True)
    candidates = HsCandidateOut(many=True)


class HsConfirmIn(serializers.Serializer):
    hs_code = serializers.CharField(max_length=14)


class RateOfDayOut(serializers.Serializer):
    date = serializers.DateField()
    per_eur = serializers.CharField()
    source_code = serializers.CharField()


class RateHistoryOut(serializers.Serializer):
    base = serializers.CharField()
    currency = serializers.CharField()
    rates = RateOfDayOut(many=True)


class FxQuoteIn(serializers.Serializer):
    source_currency = serializers.CharField(max_length=3, help_text="The currency of the price.")
    target_currency = serializers.CharField(max_length=3, help_text="The currency to pay in.")


class FxQuoteOut(serializers.Serializer):
    id = serializers.CharField()
    source_currency = serializers.CharField()
    target_currency = serializers.CharField()
    rate = serializers.CharField(help_text="Units of the target for one of the source, margin included.")
    mid_rate = serializers.CharField()
    margin_percent = serializers.CharField()
    rate_source = serializers.CharField(allow_blank=True)
    as_of = serializers.DateField()
    expires_at = serializers.DateTimeField()
    expired = serializers.BooleanField()
