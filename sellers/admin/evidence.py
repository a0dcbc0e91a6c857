"""Trade documents that wait to be checked."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.admin import ReadOnlyAdmin
from sellers import operations
from sellers.admin.reasons import ReasonedAction, staff
from sellers.models import (
    TradeEvidence,
)


@admin.register(TradeEvidence)
class TradeEvidenceAdmin(ReasonedAction, ReadOnlyAdmin):
    """Documents that sellers put on file: what waits stands first."""

    list_display = ("label", "number", "organisation", "listing", "destinations", "expires_on", "state", "look")
    list_filter = ("state", "document")
    list_select_related = ("organisation", "listing")
    search_fields = ("number", "document", "organisation__name", "listing__title")
    actions = ("accept_chosen", "refuse_chosen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TradeEvidence]:
        waits = Case(When(state=TradeEvidence.State.WAITING, then=Value(0)), default=Value(1))
        return super().get_queryset(request).annotate(rank=waits).order_by("rank", "-id")

    @admin.display(description=_("picture"))
    def look(self, paper: TradeEvidence) -> SafeString | str:
        if not paper.file:
            return "–"
        address = reverse("admin:sellers_evidence_picture", args=[paper.pk])
        return format_html('<a href="{}">{}</a>', address, _("Look at it"))

    def get_urls(self) -> list[URLPattern]:
        look = self.admin_site.admin_view(self.picture)
        return [path("<int:pk>/picture/", look, name="sellers_evidence_picture"), *super().get_urls()]

    def picture(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The picture of a document, for staff."""
        paper = get_object_or_404(TradeEvidence, pk=pk)
        if not paper.file or not self.has_view_permission(request, paper):
            raise Http404
        response = HttpResponse(paper.read_picture(), content_type="image/webp")
        response["Cache-Control"] = "private, no-store"
        return response

    @admin.action(description=_("Accept, with a note"))
    def accept_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._decide(request, queryset, is_accepted=True)

    @admin.action(description=_("Do not accept, with a reason"))
    def refuse_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._decide(request, queryset, is_accepted=False)

    def _decide(self, request: HttpRequest, queryset: Any, *, is_accepted: bool) -> HttpResponse | None:
        def run(paper: TradeEvidence, reason: str) -> None:
            operations.decide_evidence(
                actor=staff(request), evidence=paper, is_accepted=is_accepted, reason=reason, now=timezone.now()
            )

        action = "accept_chosen" if is_accepted else "refuse_chosen"
        return self.with_reason(request, queryset, action=action, run=run)
