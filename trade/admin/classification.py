"""The queue of goods whose HS code a person decides."""

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.actor import Actor
from accounts.models import User
from marketplace.kernel.refusals import Refusal
from trade import operations
from trade.admin._base import ReadOnlyAdmin
from trade.models import ClassificationRequest
from trade.queries import find_hs_codes, hs_chapters, hs_code_page
from trade.queries.classification import classifier, suggestion_of
from trade.queries.nomenclature import SUBHEADING, has_hs_code


@admin.register(ClassificationRequest)
class ClassificationRequestAdmin(ReadOnlyAdmin):
    """What waits comes first, the longest waiting on top; a decision is an operation and says why."""

    list_display: ClassVar = ["title", "organisation", "state", "hs_code", "asked_at", "queued_at"]
    list_filter: ClassVar = ["state"]
    list_select_related: ClassVar = ["organisation"]
    search_fields: ClassVar = ["title", "public_id", "subject", "organisation__name", "hs_code"]
    ordering: ClassVar = ["-state", "queued_at", "-asked_at"]
    show_full_result_count = False
    change_form_outer_before_template = "trade/admin/classify.html"

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<int:pk>/decide/", decide, name="trade_classificationrequest_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the code; what is refused is said, and the page stands as it was."""
        asked = get_object_or_404(ClassificationRequest, pk=pk)
        code = request.POST.get("hs_code", "").strip() or request.POST.get("candidate", "")
        reason = request.POST.get("reason", "")
        try:
            operations.decide_classification(
                actor=Actor.for_staff(cast(User, request.user)),
                request=asked,
                hs_code=code,
                reason=reason,
                now=timezone.now(),
            )
        except Refusal as refusal:
            said = [str(text) for texts in refusal.fields.values() for text in texts] or [refusal.detail]
            messages.error(request, " ".join(said))
            return HttpResponseRedirect(reverse("admin:trade_classificationrequest_change", args=[pk]))
        messages.success(request, _("Decided. The seller is told."))
        return HttpResponseRedirect(reverse("admin:trade_classificationrequest_changelist") + "?state__exact=queued")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        asked = self.get_object(request, object_id)
        context = {"asked": asked, **(_help(asked, request) if asked is not None else {}), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)


def _help(asked: ClassificationRequest, request: HttpRequest) -> dict[str, Any]:
    """Return what helps to decide: candidates as of now, a search, and the branch of the tree being looked at."""
    made = classifier()
    found = made.classify(asked.title, text=asked.text, material=asked.material, most=6)
    words, branch = request.GET.get("q", "").strip()[:80], request.GET.get("branch", "")
    is_branch = bool(branch) and has_hs_code(branch)
    return {
        "hs_candidates": [suggestion_of(each, made.index.titles) for each in found],
        "words": words,
        "found": find_hs_codes(words, limit=20) if words else [],
        "branch": hs_code_page(branch) if is_branch else None,
        # A chapter or heading on the way down the tree is no answer yet.
        "chosen": branch if is_branch and len(branch) >= SUBHEADING else "",
        "chapters": [] if is_branch else hs_chapters(),
    }
