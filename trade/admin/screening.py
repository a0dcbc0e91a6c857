"""Denied-party lists and the queue of hits, in admin."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import Refusal
from trade.admin._base import ReadOnlyAdmin
from trade.models import DeniedParty, DeniedPartyList, Screening, ScreeningHit
from trade.operations import clear_hit, confirm_hit
from trade.queries.screening import list_troubles

DECISIONS = {"clear": clear_hit, "confirm": confirm_hit}


@admin.register(DeniedPartyList)
class DeniedPartyListAdmin(ReadOnlyAdmin):
    """Versions, with their age; what is missing or too old is said on top."""

    list_display: ClassVar = [
        "code", "version", "is_current", "publisher", "published_date", "age", "party_count", "name_count", "loaded_at",
    ]  # fmt: skip
    list_filter: ClassVar = ["code", "is_current"]

    @admin.display(description=gettext_lazy("last seen current"))
    def age(self, row: DeniedPartyList) -> str:
        days = (timezone.now() - row.checked_at).days
        if not row.is_current:
            return "–"
        is_old = settings.SCREENING_MAX_AGE_DAYS and days > settings.SCREENING_MAX_AGE_DAYS
        return _("%(days)s days ago: too old") % {"days": days} if is_old else _("%(days)s days ago") % {"days": days}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        for trouble in list_troubles(timezone.now()):
            if trouble.age_days is None:
                text = _("The list %(code)s is required and not loaded: nothing is bought, paid or paid out.")
            else:
                text = _(
                    "The list %(code)s is %(days)s days old: nothing is bought, paid or paid out until it is loaded."
                )
            messages.error(request, text % {"code": trouble.code, "days": trouble.age_days})
        answer: HttpResponse = super().changelist_view(request, extra_context)
        return answer


@admin.register(DeniedParty)
class DeniedPartyAdmin(ReadOnlyAdmin):
    list_display: ClassVar = ["reference", "first_name_listed", "kind", "list", "programme"]
    list_filter: ClassVar = ["list__code", "kind"]
    list_select_related: ClassVar = ["list"]
    search_fields: ClassVar = ["reference", "names__name"]
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description=gettext_lazy("name"))
    def first_name_listed(self, party: DeniedParty) -> str:
        name = party.names.first()
        return name.name if name else ""


@admin.register(Screening)
class ScreeningAdmin(ReadOnlyAdmin):
    list_display: ClassVar = ["organisation", "subject_kind", "result", "edition", "at"]
    list_filter: ClassVar = ["subject_kind", "result"]
    list_select_related: ClassVar = ["organisation"]
    search_fields: ClassVar = ["organisation__name", "subject_id"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False


@admin.register(ScreeningHit)
class ScreeningHitAdmin(ReadOnlyAdmin):
    """The queue: what is due first stands first; a row opens the comparison."""

    list_display: ClassVar = ["name", "as_whom", "listed_name", "list_code", "percent", "state", "clock"]
    list_filter: ClassVar = ["state", "list_code", "subject_kind"]
    list_select_related: ClassVar = ["organisation"]
    search_fields: ClassVar = ["name", "listed_name", "organisation__name", "public_id"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).order_by("decided_at", "due_at", "pk")

    @admin.display(description=gettext_lazy("as"))
    def as_whom(self, hit: ScreeningHit) -> str:
        return f"{hit.role} · {hit.organisation.name}"

    @admin.display(description=gettext_lazy("score"), ordering="score")
    def percent(self, hit: ScreeningHit) -> str:
        return f"{hit.score * 100:.0f} %"

    @admin.display(description=gettext_lazy("time left"), ordering="due_at")
    def clock(self, hit: ScreeningHit) -> str | SafeString:
        if hit.decided_at is not None:
            return "–"
        hours = int((hit.due_at - timezone.now()).total_seconds() // 3600)
        if hours < 0:
            return format_html("<strong>{}</strong>", _("%(hours)s h late") % {"hours": -hours})
        return _("%(hours)s h") % {"hours": hours}

    def get_urls(self) -> list[URLPattern]:
        decide = path("<int:pk>/decide/", self.admin_site.admin_view(self.decide), name="trade_screeninghit_decide")
        return [decide, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:trade_screeninghit_decide", args=[object_id]))

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Both sides beside each other, and the two decisions."""
        hit = get_object_or_404(
            ScreeningHit.objects.select_related(
                "party__list", "organisation", "screening", "proposed_by", "decided_by"
            ),
            pk=pk,
        )
        problem = ""
        if request.method == "POST" and request.POST.get("decision") in DECISIONS:
            try:
                DECISIONS[request.POST["decision"]](
                    actor=Actor.for_staff(request.user),  # type: ignore[arg-type]
                    hit=hit,
                    reason=request.POST.get("reason", ""),
                    now=timezone.now(),
                )
            except Refusal as refusal:
                said = [str(text) for texts in refusal.fields.values() for text in texts]
                problem = " ".join(said) or refusal.detail
            else:
                messages.success(request, _("Noted. Whoever it is about was told."))
                return HttpResponseRedirect(reverse("admin:trade_screeninghit_changelist") + "?state__exact=open")
        context = {**self.admin_site.each_context(request), **compared(hit), "opts": self.model._meta,
                   "title": _("Is it the same?"), "problem": problem}  # fmt: skip
        return render(request, "trade/admin/decide.html", context, status=422 if problem else 200)


def compared(hit: ScreeningHit) -> dict[str, Any]:
    """What the comparison shows: both sides, words that matched, second factors, history."""
    pairs, factors = hit.explanation.get("pairs", []), hit.explanation.get("factors", [])
    screened: dict[str, str] = next((name for name in hit.screening.names if name["text"][:400] == hit.name), {})
    organisation: Organisation = hit.organisation
    history = Event.objects.filter(
        subject_type="trade.screeninghit", subject_id=str(hit.pk), name__startswith="trade.screening."
    ).order_by("pk")
    earlier = ScreeningHit.objects.filter(organisation=organisation).exclude(pk=hit.pk).order_by("-pk")[:10]
    return {
        "hit": hit,
        "party": hit.party,
        "names": list(hit.party.names.all()[:40]),
        "organisation": organisation,
        "screened": screened,
        "pairs": pairs,
        "query_left": hit.explanation.get("query_left", []),
        "listed_left": hit.explanation.get("listed_left", []),
        "factors": [(FACTOR_TEXTS.get(each["code"], each["code"]), each["effect"]) for each in factors],
        "history": history,
        "earlier": earlier,
    }


FACTOR_TEXTS = {
    "same_country": gettext_lazy("same country"), "other_country": gettext_lazy("another country"),
    "same_birth": gettext_lazy("same date of birth"), "near_birth": gettext_lazy("about the same year of birth"),
    "other_birth": gettext_lazy("another year of birth"), "same_number": gettext_lazy("same number"),
}  # fmt: skip
