"""What is only looked at."""

from django.contrib import admin

from marketplace.kernel.admin import ReadOnlyAdmin
from sellers.models import (
    Markdown,
    ModerationDecision,
    StockHold,
)


@admin.register(StockHold)
class StockHoldAdmin(ReadOnlyAdmin):
    list_display = ("reference", "variant", "quantity", "state", "expires_at", "created_at")
    list_filter = ("state",)
    list_select_related = ("variant", "listing")
    search_fields = ("reference", "listing__title")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(ModerationDecision)
class ModerationDecisionAdmin(ReadOnlyAdmin):
    list_display = ("listing", "decision", "reason", "decided_by", "decided_at")
    list_filter = ("decision",)
    list_select_related = ("listing", "decided_by")
    search_fields = ("listing__title", "reason")
    show_full_result_count = False


@admin.register(Markdown)
class MarkdownAdmin(ReadOnlyAdmin):
    """Prices lowered by a seller's own schedule."""

    list_display = ("marked_at", "organisation", "listing", "percent", "best_before_date", "told", "ended_at")
    list_select_related = ("organisation", "listing")
    search_fields = ("organisation__name", "listing__title")
    show_full_result_count = False
