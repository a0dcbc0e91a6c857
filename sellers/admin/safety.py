"""Who is responsible for the safety of what is sold."""

from django.contrib import admin

from marketplace.kernel.admin import ReadOnlyAdmin
from sellers.models import SafetyContact


@admin.register(SafetyContact)
class SafetyContactAdmin(ReadOnlyAdmin):
    """Product safety contacts as sellers name them."""

    list_display = ("organisation", "market", "name", "email", "listing", "updated_at")
    list_filter = ("market",)
    list_select_related = ("organisation", "listing")
    search_fields = ("organisation__name", "name", "email")
