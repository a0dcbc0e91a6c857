"""The category tree."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from sellers.models import (
    Category,
)


@admin.register(Category)
class CategoryAdmin(ModelAdmin):
    """Names and whether a category takes listings; the shape of the tree comes with the reference data."""

    list_display = ("indented", "slug", "is_open")
    list_filter = ("is_open",)
    search_fields = ("name", "slug")
    fields = ("slug", "name", "name_translations", "icon", "is_open")
    readonly_fields = ("slug",)
    ordering = ("path",)
    list_per_page = 200

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("category"))
    def indented(self, category: Category) -> str:
        return "\u2003" * (category.depth - 1) + category.label()
