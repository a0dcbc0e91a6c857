"""The HS nomenclature in admin."""

from typing import ClassVar

from django.contrib import admin

from trade.admin._base import ReadOnlyAdmin
from trade.models import EndedHsCode, HsCode


@admin.register(HsCode)
class HsCodeAdmin(ReadOnlyAdmin):
    list_display: ClassVar = ["code", "level", "title"]
    list_filter: ClassVar = ["level"]
    search_fields: ClassVar = ["code", "title"]


@admin.register(EndedHsCode)
class EndedHsCodeAdmin(ReadOnlyAdmin):
    list_display: ClassVar = ["code", "ended_on", "successors", "source", "source_date"]
    search_fields: ClassVar = ["code", "successors"]
