"""Conversations in admin: to look at when one side asks for help; nobody writes or changes them here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from buyers.models import Conversation, ListingInterest, LotAlert, SitemapPart
from marketplace.kernel.admin import ReadOnlyAdmin

MOST_SHOWN = 200


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "organisation", "seller", "subject", "last_message_at")
    list_select_related = ("organisation", "seller")
    search_fields = ("public_id", "organisation__name", "seller__name")
    ordering = ("-last_message_at",)
    show_full_result_count = False
    fieldsets = (
        (
            None,
            {"fields": ("public_id", "organisation", "seller", "listing", "subject", "created_at", "last_message_at")},
        ),
        (
            _("Messages"),
            {
                "description": _(
                    "Private words of two organisations. Read them only to settle what one of them asked for; they may "
                    "hold personal data and must not be copied elsewhere."
                ),
                "fields": ("thread",),
                "classes": ("collapse",),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("public_id", "thread")

    @admin.display(description=_("Messages"))
    def thread(self, conversation: Conversation) -> SafeString:
        rows = conversation.messages.select_related("organisation").order_by("-pk")[:MOST_SHOWN]
        return format_html_join(
            "\n",
            '<p dir="auto"><b>{}</b> <small>{}</small><br>{}</p>',
            ((each.organisation.name, f"{each.created_at:%Y-%m-%d %H:%M} UTC", each.body) for each in reversed(rows)),
        )


@admin.register(ListingInterest)
class ListingInterestAdmin(ReadOnlyAdmin):
    """Counts of views; nobody is in them."""

    list_display = ("day", "organisation", "listing", "ship_to", "views")
    list_select_related = ("organisation", "listing")
    list_filter = ("ship_to",)
    search_fields = ("organisation__name", "listing__title")
    date_hierarchy = "day"
    show_full_result_count = False


@admin.register(LotAlert)
class LotAlertAdmin(ReadOnlyAdmin):
    """What buyers want to be told of."""

    list_display = ("created_at", "organisation", "words", "category", "seller", "ship_to")
    list_select_related = ("organisation", "category", "seller")
    search_fields = ("organisation__name", "words")
    show_full_result_count = False


@admin.register(SitemapPart)
class SitemapPartAdmin(ReadOnlyAdmin):
    """What search engines are told there is, and how fresh it is."""

    list_display = ("section", "number", "urls", "is_stale", "built_at", "changed_at")
    list_filter = ("section", "is_stale")
    show_full_result_count = False
