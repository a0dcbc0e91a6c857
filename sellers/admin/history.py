"""Who changed what of a listing."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.admin import ReadOnlyAdmin
from sellers.models import ListingEdit


@admin.register(ListingEdit)
class ListingEditAdmin(ReadOnlyAdmin):
    list_display = ("at", "listing", "organisation", "what", "actor", "by_platform", "fields_named")
    list_filter = ("what", "by_platform")
    list_select_related = ("listing", "organisation")
    search_fields = ("listing__title", "listing__public_id", "organisation__name", "actor")
    show_full_result_count = False

    @admin.display(description=_("fields"))
    def fields_named(self, edit: ListingEdit) -> str:
        return ", ".join(edit.after)
