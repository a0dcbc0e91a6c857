"""Exchange rates in admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin

from trade.editions import raise_edition
from trade.models import Edition, ExchangeRate


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ModelAdmin):
    """Rates by day; a manual rate is added as a row of its own day, and a stored rate is not rewritten."""

    list_display: ClassVar = ["date", "currency", "per_eur", "kind", "source"]
    list_filter: ClassVar = ["kind", "currency"]
    date_hierarchy = "date"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ExchangeRate, form: Any, change: bool) -> None:
        with transaction.atomic():
            obj.save()
            raise_edition(Edition.Kind.RATES, timezone.now())
