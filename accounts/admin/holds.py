"""Holds in admin: place one, look at it, move its end, lift it, confirm it as the second person, answer its appeal."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import operations
from accounts.actor import Actor
from accounts.holds import LONGEST
from accounts.models import AppealFile, Hold, HoldAppeal, Organisation
from accounts.views.holds import file_response
from marketplace.kernel.admin import ReadOnlyAdmin
from marketplace.kernel.refusals import InvalidInput, Refusal


class PlaceHoldForm(forms.Form):
    """What a hold says."""

    organisation = forms.CharField(label=_("Organisation"), help_text=_("Its id, such as org_…"))
    stops = forms.ChoiceField(label=_("What it stops"), choices=Hold.Stops.choices)
    subject = forms.CharField(label=_("Listing"), required=False, help_text=_("Only for one listing: its id, lst_…"))
    code = forms.ChoiceField(label=_("Kind of reason"), choices=Hold.Code.choices)
    reason = forms.CharField(
        label=_("What happened, in plain words, as the organisation will read it"), widget=forms.Textarea
    )
    ground = forms.CharField(label=_("The rule it rests on: which law, or which part of the terms"))
    source = forms.ChoiceField(label=_("How we know"), choices=Hold.Source.choices)
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("It ends by itself at the end of this day (UTC)."),
    )  # fmt: skip
    is_permanent = forms.BooleanField(
        label=_("Permanent: a second person must confirm it"), required=False, help_text=_("Everything only.")
    )


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    """Holds: appeals that wait come first, then what waits for a second person, then what is in force."""

    list_display = ("__str__", "organisation", "code", "state", "starts_at", "ends_at", "appeal_due", "placed_by")
    list_filter = ("state", "stops", "code", ("appeal", admin.EmptyFieldListFilter))
    list_select_related = ("organisation", "placed_by", "appeal")
    search_fields = ("public_id", "organisation__name", "subject", "subject_label")
    change_form_outer_before_template = "accounts/admin/hold.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hold]:
        first = Case(
            When(appeal__outcome="", then=Value(0)),
            When(state=Hold.State.PROPOSED, then=Value(1)),
            When(state=Hold.State.IN_FORCE, then=Value(2)),
            default=Value(3),
        )
        return super().get_queryset(request).annotate(rank=first).order_by("rank", "appeal__due_at", "-id")

    @admin.display(description=_("answer due"))
    def appeal_due(self, hold: Hold) -> Any:
        appeal = getattr(hold, "appeal", None)
        return appeal.due_at if appeal is not None and not appeal.outcome else None

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        file = self.admin_site.admin_view(self.file)
        return [
            path("<int:pk>/decide/", decide, name="accounts_hold_decide"),
            path("documents/<int:pk>/", file, name="accounts_hold_file"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Place a hold; `?organisation=` and `?subject=` fill in what it is about."""
        if not self.has_view_permission(request):
            raise Http404
        initial = {name: request.GET.get(name, "") for name in ("organisation", "subject", "stops")}
        form = PlaceHoldForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                hold = self._place(request, form.cleaned_data)
            except Refusal as refusal:
                _show(form, refusal)
            else:
                text = (
                    _("It waits for a second person.")
                    if hold.is_permanent
                    else _("In force. The organisation was told.")
                )
                messages.success(request, str(text))
                return HttpResponseRedirect(reverse("admin:accounts_hold_change", args=[hold.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Place a hold"),
            "form": form,
            "opts": self.model._meta,
            "longest": LONGEST.days,
        }
        return render(request, "accounts/admin/place_hold.html", context, status=422 if form.errors else 200)

    def _place(self, request: HttpRequest, given: dict[str, Any]) -> Hold:
        organisation = Organisation.objects.filter(public_id=given["organisation"].strip()).first()
        if organisation is None:
            raise InvalidInput(fields={"organisation": [_("There is no such organisation.")]})
        return operations.place_hold(
            actor=_staff(request),
            organisation_id=organisation.pk,
            ends_at=_end_of(given["ends_on"]),
            now=timezone.now(),
            **{
                name: given[name] for name in ("stops", "subject", "code", "reason", "ground", "source", "is_permanent")
            },
        )

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what was chosen on the page of one hold."""
        hold = get_object_or_404(Hold, pk=pk)
        if not self.has_view_permission(request, hold):
            raise Http404
        try:
            _decide(request, hold)
        except Refusal as refusal:
            reasons = [str(reason) for reasons in refusal.fields.values() for reason in reasons]
            messages.error(request, " ".join(reasons) or refusal.detail)
        else:
            messages.success(request, str(_("Decided.")))
        return HttpResponseRedirect(reverse("admin:accounts_hold_change", args=[pk]))

    def file(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """A document of an appeal, for staff."""
        if not self.has_view_permission(request):
            raise Http404
        return file_response(get_object_or_404(AppealFile, pk=pk))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        hold = Hold.objects.select_related("organisation", "appeal", "placed_by").filter(pk=object_id).first()
        context = {
            "hold": hold,
            "appeal": getattr(hold, "appeal", None),
            "outcomes": HoldAppeal.Outcome.choices,
            "changes": hold.changes.select_related("by") if hold else [],
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})


def _decide(request: HttpRequest, hold: Hold) -> None:
    actor, now, sent = _staff(request), timezone.now(), request.POST
    reason = sent.get("reason", "")
    match sent.get("do"):
        case "extend":
            operations.extend_hold(actor=actor, hold=hold, ends_at=_sent_end(sent), reason=reason, now=now)
        case "lift":
            operations.lift_hold(actor=actor, hold=hold, reason=reason, now=now)
        case "confirm" | "drop" as what:
            operations.confirm_hold(actor=actor, hold=hold, is_confirmed=what == "confirm", reason=reason, now=now)
        case "appeal":
            operations.decide_appeal(
                actor=actor, hold=hold, outcome=sent.get("outcome", ""), reason=reason, ends_at=_sent_end(sent), now=now
            )
        case _:
            raise InvalidInput(fields={"do": [_("Choose what to do.")]})


def _sent_end(sent: Any) -> datetime | None:
    try:
        return _end_of(datetime.strptime(sent.get("ends_on", ""), "%Y-%m-%d").replace(tzinfo=UTC).date())
    except ValueError:
        return None


def _end_of(day: Any) -> datetime | None:
    return datetime.combine(day, time(23, 59, 59), UTC) if day else None


def _staff(request: HttpRequest) -> Actor:
    return Actor.for_staff(request.user)  # type: ignore[arg-type]


def _show(form: forms.Form, refusal: Refusal) -> None:
    if not refusal.fields:
        form.add_error(None, refusal.detail)
    for name, reasons in refusal.fields.items():
        field = {"ends_at": "ends_on"}.get(name, name)
        form.add_error(field if field in form.fields else None, [str(reason) for reason in reasons])
