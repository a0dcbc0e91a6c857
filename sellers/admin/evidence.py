"""Claims and documents that wait to be checked, and what was decided about them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from marketplace.kernel.admin import ReadOnlyAdmin
from marketplace.kernel.refusals import Refusal
from sellers import operations
from sellers.admin.reasons import ReasonedAction, said, staff
from sellers.claims import KINDS
from sellers.models import EvidenceDecision, TradeEvidence
from sellers.operations.decide_evidence import MOVES
from sellers.views.claims import scan_response


@admin.register(TradeEvidence)
class TradeEvidenceAdmin(ReasonedAction, ReadOnlyAdmin):
    """What sellers claim: what waits stands first, the longest waiting on top."""

    list_display = ("label", "number", "organisation", "issuer", "scope", "expires_on", "state", "submitted_at", "look")
    list_filter = ("state", "scope", "document")
    list_select_related = ("organisation",)
    search_fields = ("number", "issuer", "document", "organisation__name")
    actions = ("ask_chosen", "refuse_chosen", "revoke_chosen")
    change_form_outer_before_template = "sellers/admin/evidence.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[TradeEvidence]:
        waits = Case(When(state=TradeEvidence.State.WAITING, then=Value(0)), default=Value(1))
        return super().get_queryset(request).annotate(rank=waits).order_by("rank", "submitted_at")

    @admin.display(description=_("scan"))
    def look(self, paper: TradeEvidence) -> SafeString | str:
        if not paper.file:
            return "–"
        address = reverse("admin:sellers_evidence_scan", args=[paper.pk])
        return format_html('<a href="{}">{}</a>', address, _("Look at it"))

    def get_urls(self) -> list[URLPattern]:
        look = self.admin_site.admin_view(self.scan)
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [
            path("<int:pk>/scan/", look, name="sellers_evidence_scan"),
            path("<int:pk>/decide/", decide, name="sellers_evidence_decide"),
            *super().get_urls(),
        ]

    def scan(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The scan of a document, for staff."""
        paper = get_object_or_404(TradeEvidence, pk=pk)
        if not self.has_view_permission(request, paper):
            raise Http404
        return scan_response(paper)

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the decision that was chosen on the page of one claim."""
        paper = get_object_or_404(TradeEvidence, pk=pk)
        if not self.has_view_permission(request, paper):
            raise Http404
        try:
            operations.decide_evidence(
                actor=staff(request),
                evidence=paper,
                decision=request.POST.get("decision", ""),
                reason=request.POST.get("reason", ""),
                against=request.POST.get("against", ""),
                now=timezone.now(),
            )
        except Refusal as refusal:
            messages.error(request, said(refusal))
            return HttpResponseRedirect(reverse("admin:sellers_tradeevidence_change", args=[pk]))
        messages.success(request, str(_("Decided. The seller is told.")))
        return HttpResponseRedirect(reverse("admin:sellers_tradeevidence_changelist") + "?state__exact=waiting")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        paper = TradeEvidence.objects.select_related("organisation").filter(pk=object_id).first()
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **(_looked_at(paper) if paper else {})}
        )

    @admin.action(description=_("Ask for more, with a reason"))
    def ask_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._decide(request, queryset, "ask_chosen", EvidenceDecision.Decision.ASKED)

    @admin.action(description=_("Do not accept, with a reason"))
    def refuse_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._decide(request, queryset, "refuse_chosen", EvidenceDecision.Decision.REFUSED)

    @admin.action(description=_("Take down what was accepted, with a reason"))
    def revoke_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._decide(request, queryset, "revoke_chosen", EvidenceDecision.Decision.REVOKED)

    def _decide(self, request: HttpRequest, queryset: Any, action: str, decision: str) -> HttpResponse | None:
        def run(paper: TradeEvidence, reason: str) -> None:
            operations.decide_evidence(
                actor=staff(request), evidence=paper, decision=decision, reason=reason, now=timezone.now()
            )

        return self.with_reason(request, queryset, action=action, run=run)


def _looked_at(paper: TradeEvidence) -> dict[str, Any]:
    """Return what a reviewer sees of a claim before deciding."""
    labels = dict(EvidenceDecision.Decision.choices)
    return {
        "paper": paper,
        "kind": KINDS.get(paper.document),
        "covers": paper.covers.select_related("listing", "variant"),
        "decisions": paper.decisions.select_related("by"),
        "possible": [(code, labels[code]) for code, (sources, _target) in MOVES.items() if paper.state in sources],
        "against": TradeEvidence.Against.choices,
        "others": TradeEvidence.objects.filter(organisation_id=paper.organisation_id).exclude(pk=paper.pk)[:12],
    }
