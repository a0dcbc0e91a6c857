"""Orders in admin: to look at. What happens to them happens through operations."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from marketplace.kernel.admin import ReadOnlyAdmin
from marketplace.kernel.templatetags.bridgeway import money_minor
from trade.carriers import CarrierAway

from . import operations
from .customs_admin import CustomsBillAdmin
from .models import CarrierMessage, Order, OrderLine, OrderMove, Review, Shipment, TrackingEvent

__all__ = ["CustomsBillAdmin"]


class _ReadOnlyInline(TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False


class LineInline(_ReadOnlyInline):
    model = OrderLine
    fields = ("position", "title", "variant_label", "quantity", "list_unit_price", "list_currency", "line_total")
    readonly_fields = ("line_total",)

    @admin.display(description=_("charged"))
    def line_total(self, line: OrderLine) -> str:
        return money_minor(line.total_minor, line.currency)


class MoveInline(_ReadOnlyInline):
    model = OrderMove
    fields = ("at", "action", "from_status", "to_status", "party", "actor_label", "reason")


class ShipmentInline(_ReadOnlyInline):
    model = Shipment
    fields = ("carrier", "tracking_number", "shipped_at", "expected_date", "estimated_date", "state", "delivered_at")


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    list_display = ("number", "status", "organisation", "seller", "shown_total", "placed_at")
    list_filter = ("status", "incoterm", "currency")
    search_fields = ("number", "public_id", "organisation__name", "seller__name", "purchase_number")
    list_select_related = ("organisation", "seller")
    ordering = ("-id",)
    show_full_result_count = False
    inlines = (LineInline, MoveInline, ShipmentInline)
    readonly_fields = ("shown_total", "money", "customs")

    @admin.display(description=_("total"), ordering="total_minor")
    def shown_total(self, order: Order) -> str:
        return money_minor(order.total_minor, order.currency)

    @admin.display(description=_("money"))
    def money(self, order: Order) -> SafeString:
        """The escrow behind the order."""
        address = reverse("admin:payments_escrow_change", args=[order.escrow_id])
        return format_html('<a href="{}">{}</a>', address, order.escrow)

    @admin.display(description=_("customs bill"))
    def customs(self, order: Order) -> SafeString:
        """Where staff enter the real bill."""
        address = reverse("admin:orders_customsbill_enter", args=[order.public_id])
        return format_html('<a href="{}">{}</a>', address, _("Enter a customs bill"))


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("rating", "listing", "organisation", "written_at", "replied_at")
    list_filter = ("rating",)
    list_select_related = ("listing", "organisation")
    search_fields = ("text", "listing__title", "order__number")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(TrackingEvent)
class TrackingEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "code", "shipment", "place", "source", "received_at")
    list_filter = ("code", "source")
    search_fields = ("shipment__tracking_number", "shipment__order__number")
    list_select_related = ("shipment",)
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(CarrierMessage)
class CarrierMessageAdmin(ReadOnlyAdmin):
    list_display = ("received_at", "carrier_code", "number", "outcome", "attempts", "problem")
    list_filter = ("carrier_code", "outcome")
    search_fields = ("number", "message_id")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("handle_once_more",)

    @admin.action(description=_("Handle again"))
    def handle_once_more(self, request: HttpRequest, queryset: QuerySet[CarrierMessage]) -> None:
        """Act on the chosen messages again; what was recorded before is not recorded twice."""
        done = 0
        for message in queryset[:100]:
            try:
                operations.handle_again(message=message, now=timezone.now())
                done += 1
            except CarrierAway as failure:
                operations.note_failure(message=message, problem=str(failure), now=timezone.now())
        self.message_user(request, _("%(done)s messages were handled.") % {"done": done})
