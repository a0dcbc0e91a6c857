"""The HS nomenclature in admin."""

from typing import ClassVar

from django.contrib import admin

from trade.admin._base import ReadOnlyAdmin
from trade.models import HsCode


@admin.register(HsCode)
class HsCodeAdmin(ReadOnlyAdmin):
    list_display: ClassVar = ["code", "level", "title"]
    list_filter: ClassVar = ["level"]
    search_fields: ClassVar = ["code", "title"]
