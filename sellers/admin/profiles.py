"""Sellers: those who wait for approval, with all that was shown on one page."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import operations as accounts
from accounts.models import CompanyDocument, RequirementRecord
from accounts.onboarding import GATE, onboarding_of
from marketplace.kernel.admin import ReadOnlyAdmin
from marketplace.kernel.refusals import Refusal
from sellers import operations
from sellers.admin.reasons import ReasonedAction, said, staff
from sellers.models import Listing, SellerProfile, SellerReview

DECIDED = ("accepted", "returned", "overridden")
WAITING = CompanyDocument.State.WAITING
OF_SELLER: dict[str, Callable[..., Any]] = {
    "approve": operations.approve_seller,
    "reject": operations.reject_seller,
}
OF_REQUIREMENT: dict[str, Callable[..., Any]] = {
    "accept": accounts.accept_requirement,
    "return": accounts.return_requirement,
    "override": accounts.override_requirement,
    "end_override": accounts.end_override,
}


class WaitingFilter(admin.SimpleListFilter):
    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("Waits for us"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(rank=0) if self.value() == "waiting" else queryset


@admin.register(SellerProfile)
class SellerProfileAdmin(ReasonedAction, ReadOnlyAdmin):
    """The queue of sellers: who waits for approval, sent something or has papers to look at stands first."""

    list_display = ("organisation", "country", "tagline", "status", "waits", "created_at")
    list_filter = (WaitingFilter, "status")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "slug", "tagline")
    show_full_result_count = False
    actions = ("approve_chosen",)
    change_form_outer_before_template = "sellers/admin/seller_review.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SellerProfile]:
        papers = CompanyDocument.objects.filter(organisation=OuterRef("organisation"), state=WAITING)
        records = RequirementRecord.objects.filter(organisation=OuterRef("organisation"))
        answers = records.filter(what="sent").exclude(
            Exists(records.filter(requirement=OuterRef("requirement"), pk__gt=OuterRef("pk"), what__in=DECIDED))
        )
        return SellerProfile.objects.annotate(
            rank=Case(
                When(status=SellerProfile.Status.SUBMITTED, then=Value(0)),
                When(Exists(papers), then=Value(0)),
                When(Exists(answers), then=Value(0)),
                default=Value(1),
            )
        ).order_by("rank", "updated_at", "-id")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("rank", "updated_at", "-id")

    @admin.display(description=_("country"), ordering="organisation__country")
    def country(self, profile: SellerProfile) -> str:
        return str(profile.organisation.country)

    @admin.display(description=_("waits for us"), boolean=True)
    def waits(self, profile: Any) -> bool:
        return bool(profile.rank == 0)

    @admin.action(description=_("Open the page, with a reason"))
    def approve_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        def run(profile: SellerProfile, reason: str) -> None:
            operations.approve_seller(actor=staff(request), profile=profile, reason=reason, now=timezone.now())

        return self.with_reason(request, queryset, action="approve_chosen", run=run)

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<int:pk>/decide/", decide, name="sellers_sellerprofile_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One decision: about the seller, about one requirement, or about one paper."""
        profile = get_object_or_404(SellerProfile, pk=pk)
        back = HttpResponseRedirect(reverse("admin:sellers_sellerprofile_change", args=[pk]))
        try:
            done = self.has_view_permission(request, profile) and _decide(request, profile)
        except Refusal as refusal:
            messages.error(request, said(refusal))
            return back
        if done:
            messages.success(request, str(_("Decided, and kept.")))
        else:
            messages.error(request, str(_("Choose what to decide.")))
        return back

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        profile = SellerProfile.objects.select_related("organisation").filter(pk=object_id).first()
        found = seller_review_of(profile, now=timezone.now()) if profile else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **found})


@admin.register(SellerReview)
class SellerReviewAdmin(ReadOnlyAdmin):
    """What was decided about sellers."""

    list_display = ("profile", "decision", "reason", "decided_by", "decided_at")
    list_filter = ("decision",)
    list_select_related = ("profile", "decided_by")
    search_fields = ("organisation__name", "reason")
    show_full_result_count = False


def _decide(request: HttpRequest, profile: SellerProfile) -> bool:
    """Call the operation that was chosen; False if none was."""
    what, reason, now = request.POST.get("decision", ""), request.POST.get("reason", ""), timezone.now()
    actor = staff(request)
    until = parse_date(request.POST.get("until", "") or "") if request.POST.get("until") else None
    if document := request.POST.get("document"):
        if what not in ("accept", "refuse"):
            return False
        accounts.decide_company_document(
            actor=actor, public_id=document, is_accepted=what == "accept", reason=reason, expires_on=until, now=now
        )
        return True
    if code := request.POST.get("requirement"):
        if what not in OF_REQUIREMENT:
            return False
        ends = {"until": _end_of(until)} if what in ("accept", "override") else {}
        OF_REQUIREMENT[what](
            actor=actor, organisation_id=profile.organisation_id, code=code, reason=reason, now=now, **ends
        )
        return True
    if what not in OF_SELLER:
        return False
    OF_SELLER[what](actor=actor, profile=profile, reason=reason, now=now)
    return True


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time.max, tzinfo=UTC) if day else None


def seller_review_of(profile: SellerProfile, *, now: datetime) -> dict[str, Any]:
    """Return what a reviewer sees of a seller: every requirement with its evidence, papers, and what was decided."""
    organisation = profile.organisation
    found = onboarding_of(organisation, now=now)
    return {
        "profile": profile,
        "organisation": organisation,
        "onboarding": found,
        "gates": [
            (_("Before it sells"), found.of_gate(GATE.SELL)),
            (_("Before it is paid"), found.of_gate(GATE.BE_PAID)),
        ],
        "documents": CompanyDocument.objects.filter(organisation=organisation).exclude(state="withdrawn"),
        "records": RequirementRecord.objects.filter(organisation=organisation).select_related("requirement", "by")[:30],
        "reviews": profile.reviews.select_related("decided_by"),
        "listings": Listing.objects.filter(organisation=organisation).exclude(status="archived").order_by("-id")[:10],
        "may_decide": profile.status in (SellerProfile.Status.SUBMITTED, SellerProfile.Status.DRAFT),
    }
