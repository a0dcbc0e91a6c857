"""Carriers, their cards, and what was asked of them, in admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin, TabularInline

from trade.admin._base import ReadOnlyAdmin
from trade.editions import raise_edition
from trade.models import (
    Carrier,
    CarrierService,
    Edition,
    RateCard,
    RateZone,
    ShippingQuote,
    ShippingQuoteRequest,
    Surcharge,
)


class RateZoneInline(TabularInline):
    model = RateZone
    extra = 0


class _DatedInline(TabularInline):
    """Rows that hold from a day on: new ones are added, those that hold are never overwritten."""

    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RateCardInline(_DatedInline):
    model = RateCard


class SurchargeInline(_DatedInline):
    model = Surcharge


class CarrierDataAdmin(ModelAdmin):
    """Carriers and limits are edited in place, cards as new dated rows: a quote keeps the price it was given."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        raise_edition(Edition.Kind.CARRIERS, timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Carrier)
class CarrierAdmin(CarrierDataAdmin):
    list_display: ClassVar = ["name", "code", "adapter", "is_active"]


@admin.register(CarrierService)
class CarrierServiceAdmin(CarrierDataAdmin):
    list_display: ClassVar = ["name", "carrier", "mode", "fuel_percent", "is_active"]
    list_filter: ClassVar = ["mode", "is_active"]
    inlines: ClassVar = [RateCardInline, SurchargeInline, RateZoneInline]


class ShippingQuoteInline(TabularInline):
    model = ShippingQuote
    extra = 0
    fields: ClassVar = ["public_id", "service", "state", "price_minor", "currency", "min_days", "max_days", "reason"]
    readonly_fields: ClassVar = fields
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ShippingQuoteRequest)
class ShippingQuoteRequestAdmin(ReadOnlyAdmin):
    list_display: ClassVar = ["public_id", "ship_from", "ship_to", "currency", "requested_at"]
    search_fields: ClassVar = ["public_id"]
    inlines: ClassVar = [ShippingQuoteInline]
