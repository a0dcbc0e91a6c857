"""Papers in admin: to look at, and to have drawn again."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from accounts.actor import Actor
from marketplace.kernel.admin import ReadOnlyAdmin

from .models import AuthorityPaper, Paper, PaperFile, PaperSeries
from .operations import render_paper


class FileInline(TabularInline):
    model = PaperFile
    fields = readonly_fields = ("name", "size", "sha256", "drawn_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("data")


@admin.register(Paper)
class PaperAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "organisation", "order", "issued_date", "state", "attempts", "problem")
    list_filter = ("state", "kind")
    search_fields = ("number", "public_id", "order__number", "organisation__name")
    list_select_related = ("organisation", "order")
    ordering = ("-id",)
    show_full_result_count = False
    inlines = (FileInline,)
    actions = ("draw_again",)

    @admin.action(description=_("Draw again"))
    def draw_again(self, request: HttpRequest, queryset: Any) -> None:
        actor = Actor.for_staff(request.user)  # type: ignore[arg-type]
        drawn, failed = 0, []
        for paper in queryset[:50]:
            try:
                render_paper(actor=actor, public_id=paper.public_id, now=timezone.now())
                drawn += 1
            except Exception as failure:
                # What went wrong stands on the paper; the others are drawn all the same.
                failed.append(f"{paper.number}: {failure}"[:200])
        if drawn:
            messages.success(request, _("%(count)s drawn.") % {"count": drawn})
        for text in failed:
            messages.error(request, text)


@admin.register(PaperSeries)
class PaperSeriesAdmin(ReadOnlyAdmin):
    list_display = ("prefix", "year", "kind", "organisation", "next_number")
    list_filter = ("kind", "year")
    search_fields = ("organisation__name",)
    list_select_related = ("organisation",)
    ordering = ("-id",)


@admin.register(AuthorityPaper)
class AuthorityPaperAdmin(ReadOnlyAdmin):
    list_display = ("kind", "number", "issued_date", "order", "organisation", "added_at")
    exclude = ("file",)
    search_fields = ("number", "order__number")
    list_filter = ("kind",)
    list_select_related = ("order", "organisation")
    ordering = ("-id",)
