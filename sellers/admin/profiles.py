"""Sellers."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.admin import ReadOnlyAdmin
from sellers import operations
from sellers.admin.reasons import ReasonedAction, staff
from sellers.models import (
    SellerProfile,
)


@admin.register(SellerProfile)
class SellerProfileAdmin(ReasonedAction, ReadOnlyAdmin):
    list_display = ("organisation", "tagline", "status", "created_at")
    list_filter = ("status",)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "slug", "tagline")
    ordering = ("-id",)
    actions = ("approve_chosen",)

    @admin.action(description=_("Open the page, with a reason"))
    def approve_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        def run(profile: SellerProfile, reason: str) -> None:
            operations.approve_seller(actor=staff(request), profile=profile, reason=reason, now=timezone.now())

        return self.with_reason(request, queryset, action="approve_chosen", run=run)
