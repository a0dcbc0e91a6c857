"""Changes that wait for their hour, and changes of many listings."""

from django.contrib import admin

from marketplace.kernel.admin import ReadOnlyAdmin
from sellers.models import BulkEdit, BulkEditRow, ScheduledChange


@admin.register(ScheduledChange)
class ScheduledChangeAdmin(ReadOnlyAdmin):
    list_display = ("due_at", "listing", "organisation", "action", "state", "reason")
    list_filter = ("state", "action")
    list_select_related = ("listing", "organisation")
    search_fields = ("listing__title", "listing__public_id", "organisation__name")
    show_full_result_count = False


@admin.register(BulkEdit)
class BulkEditAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "organisation", "actor", "change", "state", "started_at", "ended_at")
    list_filter = ("state",)
    list_select_related = ("organisation",)
    search_fields = ("public_id", "organisation__name")
    show_full_result_count = False


@admin.register(BulkEditRow)
class BulkEditRowAdmin(ReadOnlyAdmin):
    list_display = ("bulk_edit", "listing", "state", "reason")
    list_filter = ("state",)
    list_select_related = ("bulk_edit", "listing")
    search_fields = ("bulk_edit__public_id", "listing__title", "listing__public_id")
    show_full_result_count = False
