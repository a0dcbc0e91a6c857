"""The floor in admin: what happened (read only), and deliveries that need a person."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from .models import Event, EventDelivery
from .tasks import send_deliveries


class ReadOnlyAdmin(ModelAdmin):
    """A table to look at: rows are written by operations only."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("id", "name", "subject_type", "subject_id", "actor_label", "occurred_at")
    list_filter = ("name",)
    search_fields = ("subject_id", "correlation_id", "name")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(EventDelivery)
class EventDeliveryAdmin(ReadOnlyAdmin):
    list_display = ("id", "handler", "event", "attempts", "due_at", "done_at", "failure")
    list_filter = (("done_at", admin.EmptyFieldListFilter), "handler")
    list_select_related = ("event",)
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("send_again",)

    @admin.action(description=_("Send again"))
    def send_again(self, request: HttpRequest, queryset: Any) -> None:
        send_deliveries(list(queryset.filter(done_at=None).values_list("pk", flat=True)))
