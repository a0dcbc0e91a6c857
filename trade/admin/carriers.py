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
)


class RateZoneInline(TabularInline):
    model = RateZone
    extra = 0


class RateCardInline(TabularInline):
    model = RateCard
    extra = 0


class CarrierDataAdmin(ModelAdmin):
    """Carriers and cards are edited in place: a quote keeps the price it was given."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        raise_edition(Edition.Kind.CARRIERS, timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Carrier)
class CarrierAdmin(CarrierDataAdmin):
    list_display: ClassVar = ["name", "code", "is_active"]


@admin.register(CarrierService)
class CarrierServiceAdmin(CarrierDataAdmin):
    list_display: ClassVar = ["name", "carrier", "mode", "fuel_percent", "is_active"]
    list_filter: ClassVar = ["mode", "is_active"]
    inlines: ClassVar = [RateCardInline, RateZoneInline]


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
