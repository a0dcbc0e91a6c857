"""The queue of listings and changes that wait for approval."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from marketplace.kernel.admin import ReadOnlyAdmin
from marketplace.kernel.refusals import Refusal
from marketplace.kernel.templatetags.bridgeway import unit_price
from sellers import operations, queries
from sellers.admin.reasons import ReasonedAction, said, staff
from sellers.models import (
    Listing,
    ListingPicture,
    ListingRevision,
    ModerationDecision,
    SellerProfile,
)
from sellers.pricing import Tier
from sellers.proposals import as_proposed, differences, proposed_pictures
from trade import queries as trade
from trade.presenting.restrictions import present_reach

DECISIONS: dict[str, Callable[..., Any]] = {
    "approve": operations.approve_listing,
    "reject": operations.reject_listing,
}


class QueueFilter(admin.SimpleListFilter):
    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("Waits for a decision"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "waiting":
            return queryset.filter(pk__in=queries.waiting_listings().values("pk"))
        return queryset


@admin.register(Listing)
class ListingAdmin(ReasonedAction, ReadOnlyAdmin):
    """The moderation queue: what waits comes first, the longest waiting on top."""

    list_display = ("cover", "title", "state", "seller", "price", "category", "kind", "waiting_since")
    list_display_links = ("cover", "title")
    list_filter = (QueueFilter, "status", "kind")
    list_select_related = ("organisation", "category")
    search_fields = ("title", "public_id", "organisation__name")
    list_per_page = 40
    show_full_result_count = False
    actions = ("approve_chosen", "reject_chosen")
    change_form_outer_before_template = "sellers/admin/review.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Listing]:
        waiting = ListingRevision.objects.filter(listing=OuterRef("pk"), state=ListingRevision.State.IN_REVIEW)
        # Not super(): it orders by what is only annotated here.
        return (
            Listing.objects.annotate(
                change_waits=Exists(waiting),
                waits_since=Case(
                    When(status=Listing.Status.IN_REVIEW, then="submitted_at"),
                    default=waiting.values("submitted_at")[:1],
                ),
                rank=Case(
                    When(status=Listing.Status.IN_REVIEW, then=Value(0)),
                    When(change_waits=True, then=Value(0)),
                    default=Value(1),
                    output_field=IntegerField(),
                ),
            )
            .prefetch_related("tiers", Prefetch("pictures", ListingPicture.objects.order_by("position")))
            .order_by(*self.get_ordering(request))
        )

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("rank", "waits_since", "-id")

    @admin.display(description=_("picture"))
    def cover(self, listing: Listing) -> SafeString | str:
        first = next(iter(listing.pictures.all()), None)
        if first is None:
            return "–"
        return format_html('<img src="{}" alt="{}" width="64" height="48">', first.url(160), first.alt_text)

    @admin.display(description=_("seller"), ordering="organisation__name")
    def seller(self, listing: Listing) -> str:
        return f"{listing.organisation.name} ({listing.organisation.country})"

    @admin.display(description=_("status"), ordering="status")
    def state(self, listing: Any) -> str:
        if listing.change_waits:
            return str(_("Changes in review"))
        return str(listing.get_status_display())

    @admin.display(description=_("price"))
    def price(self, listing: Listing) -> str:
        prices = [tier.unit_price for tier in listing.tiers.all()]
        return unit_price(min(prices), listing.currency) if prices else "–"

    @admin.display(description=_("waits since"), ordering="waits_since")
    def waiting_since(self, listing: Any) -> Any:
        return listing.waits_since if listing.rank == 0 else None

    @admin.action(description=_("Approve, with a reason"))
    def approve_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._decide_many(request, queryset, "approve")

    @admin.action(description=_("Send back, with a reason"))
    def reject_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._decide_many(request, queryset, "reject")

    def _decide_many(self, request: HttpRequest, queryset: Any, what: str) -> HttpResponse | None:
        def run(listing: Listing, reason: str) -> None:
            DECISIONS[what](actor=staff(request), listing=listing, reason=reason, now=timezone.now())

        return self.with_reason(request, queryset, action=f"{what}_chosen", run=run)

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<int:pk>/decide/", decide, name="sellers_listing_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Approve or send back the version that was looked at."""
        listing = get_object_or_404(Listing, pk=pk)
        back = reverse("admin:sellers_listing_change", args=[pk])
        operation = DECISIONS.get(request.POST.get("decision", ""))
        version = request.POST.get("version", "")
        if operation is None or not version.isdigit() or not self.has_view_permission(request, listing):
            messages.error(request, str(_("Choose whether to approve it or to send it back.")))
            return HttpResponseRedirect(back)
        try:
            operation(
                actor=staff(request),
                listing=listing,
                reason=request.POST.get("reason", ""),
                version=int(version),
                now=timezone.now(),
            )
        except Refusal as refusal:
            messages.error(request, said(refusal))
            return HttpResponseRedirect(back)
        messages.success(request, str(_("Decided. The seller is told.")))
        return HttpResponseRedirect(reverse("admin:sellers_listing_changelist") + "?queue=waiting")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        listing = Listing.objects.select_related("organisation", "category").filter(pk=object_id).first()
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **(review_of(listing) if listing else {})}
        )


def reach_shown(listing: Listing) -> dict[str, Any]:
    """Return where a listing may be sold, for its moderator."""
    goods = queries.goods_of_listings([listing])[listing.pk]
    return present_reach(trade.reach_of(goods, timezone.now().date()), goods)


def review_of(listing: Listing) -> dict[str, Any]:
    """Return what a moderator sees of a listing before deciding."""
    revision = listing.revisions.filter(state=ListingRevision.State.IN_REVIEW).first()
    variant = listing.variants.filter(is_default=True).first()
    tiers = [Tier(tier.min_quantity, tier.unit_price) for tier in variant.tiers.all()] if variant else []
    return {
        "listing": listing,
        "shown": as_proposed(listing, revision),
        "reach": reach_shown(as_proposed(listing, revision)),
        "revision": revision,
        "waits": revision is not None or listing.status == Listing.Status.IN_REVIEW,
        "changes": differences(listing, revision) if revision else [],
        "pictures": proposed_pictures(listing, revision),
        "price_rows": [(tier.min_quantity, unit_price(tier.unit_price, listing.currency)) for tier in tiers],
        "variant": variant,
        "profile": SellerProfile.objects.filter(organisation_id=listing.organisation_id).first(),
        "flags": queries.moderation_flags(listing, revision),
        "decisions": listing.decisions.select_related("decided_by"),
        "seller_history": ModerationDecision.objects.filter(listing__organisation_id=listing.organisation_id)
        .exclude(listing=listing)
        .select_related("listing")[:10],
    }
