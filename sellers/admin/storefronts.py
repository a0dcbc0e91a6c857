"""Storefronts in admin: product feeds, measured figures, former addresses."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.admin import ReadOnlyAdmin
from sellers.models import FormerSlug, ProductFeed, SellerStanding


@admin.register(ProductFeed)
class ProductFeedAdmin(ReadOnlyAdmin):
    """What sellers let others read. The key itself is the seller's and is not shown."""

    list_display = ("organisation", "country", "language", "currency", "items", "left", "built_at", "revoked_at")
    list_filter = ("country", "language", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "public_id")
    exclude = ("token", "google_file", "meta_file", "report_file")
    ordering = ("-id",)
    show_full_result_count = False

    @admin.display(description=_("left out"))
    def left(self, feed: ProductFeed) -> int:
        return feed.left_out_count


@admin.register(SellerStanding)
class SellerStandingAdmin(ReadOnlyAdmin):
    """How sellers keep their word, as measured."""

    list_display = (
        "organisation", "enquiries", "replies", "reply_minutes", "shipments_due", "shipped_on_time", "orders",
        "measured_at",
    )  # fmt: skip
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)
    show_full_result_count = False


@admin.register(FormerSlug)
class FormerSlugAdmin(ReadOnlyAdmin):
    """Addresses that lead to where a storefront stands now."""

    list_display = ("slug", "profile", "left_at")
    list_select_related = ("profile",)
    search_fields = ("slug", "profile__slug")

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        return ("profile", "slug", "left_at")
