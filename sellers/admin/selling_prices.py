"""Variants, lots and price lists, to look at."""

from typing import Any

from django.contrib import admin
from unfold.admin import TabularInline

from marketplace.kernel.admin import ReadOnlyAdmin
from sellers.models import Lot, LotHold, PriceList, PriceListBuyer, Variant


@admin.register(Variant)
class VariantAdmin(ReadOnlyAdmin):
    """What exactly is bought."""

    list_display = ("listing", "label", "sku", "gtin", "stock_available", "is_active", "is_default", "archived_at")
    list_filter = ("is_active", "is_default")
    list_select_related = ("listing",)
    search_fields = ("sku", "gtin", "public_id", "listing__title")
    show_full_result_count = False


@admin.register(Lot)
class LotAdmin(ReadOnlyAdmin):
    """Harvests and batches, and what is left of them."""

    list_display = ("listing", "code", "best_before_date", "received", "available", "lost", "closed_at")
    list_select_related = ("listing",)
    search_fields = ("code", "public_id", "listing__title")
    date_hierarchy = "best_before_date"
    show_full_result_count = False


@admin.register(LotHold)
class LotHoldAdmin(ReadOnlyAdmin):
    """Which order takes from which lot."""

    list_display = ("reference", "lot", "quantity")
    list_select_related = ("hold", "lot")
    search_fields = ("hold__reference", "lot__code", "lot__public_id")
    show_full_result_count = False

    @admin.display(ordering="hold__reference")
    def reference(self, row: LotHold) -> str:
        return row.hold.reference


class BuyersInline(TabularInline):
    model = PriceListBuyer
    extra = 0
    can_delete = False
    readonly_fields = ("organisation", "added_at")

    def has_add_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False


@admin.register(PriceList)
class PriceListAdmin(ReadOnlyAdmin):
    """Prices that chosen buyers are given."""

    list_display = ("organisation", "name", "currency", "percent_off", "starts_on", "ends_on", "closed_at")
    list_select_related = ("organisation",)
    search_fields = ("name", "public_id", "organisation__name")
    inlines = (BuyersInline,)
    show_full_result_count = False
