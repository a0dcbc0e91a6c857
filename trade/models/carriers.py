"""Carriers, what they offer and what it costs."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Cards loaded before cards had a first day hold from here on.
FIRST_DAY = date(2026, 1, 1)


class Carrier(models.Model):
    """A company that moves goods."""

    class Adapter(models.TextChoices):
        RATE_CARD = "rate_card", _("Rate cards stored here")
        KARRIO = "karrio", _("The carrier's own system, asked live")

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    adapter = models.CharField(max_length=12, choices=Adapter.choices, default=Adapter.RATE_CARD)
    tracking_url = models.CharField(max_length=200, blank=True, help_text=_("With {number} for the tracking number."))
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")

    def __str__(self) -> str:
        return self.name


class CarrierService(models.Model):
    """One service of a carrier: how it moves goods, what fits in it, and how weight is reckoned."""

    class Mode(models.TextChoices):
        POST = "post", _("Post")
        EXPRESS = "express", _("Express")
        AIR = "air", _("Air freight")
        SEA = "sea", _("Sea freight")
        ROAD = "road", _("Road")
        COLD_CHAIN = "cold_chain", _("Cold chain")
        DIGITAL = "digital", _("Digital delivery")

    class Unit(models.TextChoices):
        PARCEL = "parcel", _("Parcel")
        PALLET = "pallet", _("Pallet")
        CONTAINER = "container", _("Container")

    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT, related_name="services")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    volume_divisor = models.PositiveIntegerField(
        help_text=_("Cubic centimetres that are charged as one kilogram."), default=5000
    )
    weight_step_g = models.PositiveIntegerField(default=500)
    minimum_g = models.PositiveIntegerField(default=0)
    max_parcel_g = models.PositiveIntegerField()
    max_shipment_g = models.PositiveIntegerField()
    max_length_mm = models.PositiveIntegerField()
    max_girth_mm = models.PositiveIntegerField(help_text=_("Length plus twice width plus twice height."))
    prices_each_parcel = models.BooleanField(default=False, help_text=_("Each parcel is priced on its own."))
    fuel_percent = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    handling_days = models.PositiveSmallIntegerField(default=1)
    unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.PARCEL)
    pack_length_mm = models.PositiveIntegerField(
        default=600, help_text=_("What pieces are put together in: the largest carton, pallet load or container.")
    )
    pack_width_mm = models.PositiveIntegerField(default=400)
    pack_height_mm = models.PositiveIntegerField(default=400)
    least_cm3 = models.PositiveIntegerField(default=0, help_text=_("Goods of less volume are not taken."))
    accepts = models.CharField(
        max_length=200, blank=True, help_text=_("Dangerous goods it takes, codes separated by spaces.")
    )
    min_c = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, help_text=_("Coldest it can be set to, °C.")
    )
    max_c = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, help_text=_("Warmest it can be set to, °C.")
    )
    is_overland = models.BooleanField(default=False, help_text=_("Goes only where a lorry gets."))
    cut_off_hour = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Booked before this hour, local time, it is collected the same day.")
    )
    insurance_percent = models.DecimalField(
        max_digits=6, decimal_places=3, default=Decimal(0), help_text=_("Of the goods' value; 0: no cover is offered.")
    )
    insurance_minimum = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal(0))
    is_active = models.BooleanField(default=True)
    source = models.CharField(max_length=200)
    source_date = models.DateField()

    class Meta:
        ordering = ["code"]
        verbose_name = _("carrier service")
        verbose_name_plural = _("carrier services")
        constraints = [
            models.CheckConstraint(
                condition=Q(volume_divisor__gt=0) & Q(weight_step_g__gt=0), name="trade_service_steps_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RateZone(models.Model):
    """From one region to another: the service's zone and its transit time. `domestic` stands for one country."""

    service = models.ForeignKey(CarrierService, on_delete=models.CASCADE, related_name="zones")
    from_region = models.CharField(max_length=8)
    to_region = models.CharField(max_length=8)
    zone = models.CharField(max_length=8)
    min_days = models.PositiveSmallIntegerField()
    likely_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("There by then four times in five; the most days hold nineteen in twenty.")
    )
    max_days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["service", "from_region", "to_region"]
        verbose_name = _("rate zone")
        verbose_name_plural = _("rate zones")
        constraints = [
            models.UniqueConstraint(fields=["service", "from_region", "to_region"], name="trade_one_zone_per_lane"),
            models.CheckConstraint(condition=Q(max_days__gte=models.F("min_days")), name="trade_zone_transit_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.from_region}-{self.to_region}: {self.zone}"


class RateCard(models.Model):
    """
    The price in a zone up to a chargeable weight; above the last break each further kilogram costs `per_kg`.

    All rows of a zone with the same `valid_from` are one card. It holds until a later one begins; none is overwritten.
    """

    service = models.ForeignKey(CarrierService, on_delete=models.CASCADE, related_name="cards")
    zone = models.CharField(max_length=8)
    up_to_g = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=2)
    per_kg = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    valid_from = models.DateField(default=FIRST_DAY)

    class Meta:
        ordering = ["service", "zone", "valid_from", "up_to_g"]
        verbose_name = _("rate card row")
        verbose_name_plural = _("rate card rows")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "zone", "valid_from", "up_to_g"], name="trade_one_price_per_weight_break_and_day"
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="trade_card_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.up_to_g} g {self.price} {self.currency}"


class Surcharge(models.Model):
    """
    What a service charges on top of its card, in the card's currency. Later rows of one code replace earlier ones.

    When each code applies is told in `trade.freight.Surcharge`.
    """

    class Code(models.TextChoices):
        REMOTE = "remote", _("Remote area")
        LANDLOCKED = "landlocked", _("On-carriage to a country without a port")
        OVERSIZE = "oversize", _("Oversize")
        OVERWEIGHT = "overweight", _("Overweight")
        DANGEROUS = "dangerous", _("Dangerous goods")
        SECURITY = "security", _("Security screening")
        TERMINAL = "terminal", _("Terminal handling")

    class Per(models.TextChoices):
        SHIPMENT = "shipment", _("Shipment")
        PARCEL = "parcel", _("Parcel, pallet or container")
        KG = "kg", _("Chargeable kilogram")

    service = models.ForeignKey(CarrierService, on_delete=models.CASCADE, related_name="surcharges")
    code = models.CharField(max_length=12, choices=Code.choices)
    per = models.CharField(max_length=8, choices=Per.choices)
    amount = models.DecimalField(max_digits=10, decimal_places=4)
    minimum = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal(0))
    above_mm = models.PositiveIntegerField(default=0)
    above_g = models.PositiveIntegerField(default=0)
    valid_from = models.DateField(default=FIRST_DAY)

    class Meta:
        ordering = ["service", "code", "valid_from"]
        verbose_name = _("surcharge")
        verbose_name_plural = _("surcharges")
        constraints = [
            models.UniqueConstraint(fields=["service", "code", "valid_from"], name="trade_one_surcharge_per_day"),
            models.CheckConstraint(condition=Q(amount__gte=0) & Q(minimum__gte=0), name="trade_surcharge_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount} / {self.per}"
