"""Carriers, what they offer and what it costs."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Carrier(models.Model):
    """A company that moves goods."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
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
    """The price in a zone up to a chargeable weight; above the last break each further kilogram costs `per_kg`."""

    service = models.ForeignKey(CarrierService, on_delete=models.CASCADE, related_name="cards")
    zone = models.CharField(max_length=8)
    up_to_g = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=2)
    per_kg = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")

    class Meta:
        ordering = ["service", "zone", "up_to_g"]
        verbose_name = _("rate card row")
        verbose_name_plural = _("rate card rows")
        constraints = [
            models.UniqueConstraint(fields=["service", "zone", "up_to_g"], name="trade_one_price_per_weight_break"),
            models.CheckConstraint(condition=Q(price__gte=0), name="trade_card_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.up_to_g} g {self.price} {self.currency}"
