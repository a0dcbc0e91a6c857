"""Customs bills in admin: look at what was held, enter one, mark it paid, and see how well we reckon."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.forms import show_refusal
from marketplace.kernel.admin import ReadOnlyAdmin
from marketplace.kernel.money import from_minor
from marketplace.kernel.pictures import BadPicture
from marketplace.kernel.refusals import InvalidInput, Refusal
from marketplace.kernel.templatetags.bridgeway import country_name, money
from orders import customs_queries, operations
from orders.forms import CustomsBillForm
from orders.models import CustomsBill, Order
from orders.views.customs import customs_currency


def _staff(request: HttpRequest) -> Actor:
    actor = Actor.for_staff(request.user)  # type: ignore[arg-type]
    if not actor.may("orders.operate"):
        raise PermissionDenied
    return actor


@admin.register(CustomsBill)
class CustomsBillAdmin(ReadOnlyAdmin):
    """Bills held for a person come first."""

    list_display = (
        "number", "state", "order", "bill_total", "reckoned", "actual_total", "bearer", "party", "recorded_at",
        "paid_at",
    )  # fmt: skip
    list_filter = ("state", "bearer", "promise", ("paid_at", admin.EmptyFieldListFilter))
    search_fields = ("number", "public_id", "order__number")
    list_select_related = ("order",)
    list_per_page = 50
    show_full_result_count = False
    readonly_fields = ("paper_link",)
    actions = ("accept_bill", "reject_bill", "mark_paid")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CustomsBill]:
        first = Case(When(state="held", then=Value(0)), default=Value(1), output_field=IntegerField())
        return super().get_queryset(request).annotate(urgency=first).order_by("urgency", "-pk")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ()

    @admin.display(description=_("bill"))
    def bill_total(self, bill: CustomsBill) -> str:
        return money(bill.total)

    @admin.display(description=_("reckoned"))
    def reckoned(self, bill: CustomsBill) -> str:
        return "–" if bill.estimate_minor is None else money(from_minor(bill.estimate_minor, bill.order_currency))

    @admin.display(description=_("in the order's currency"))
    def actual_total(self, bill: CustomsBill) -> str:
        return money(bill.actual)

    @admin.display(description=_("paper"))
    def paper_link(self, bill: CustomsBill) -> SafeString | str:
        if not hasattr(bill, "paper"):
            return "–"
        address = reverse("admin:orders_customsbill_paper", args=[bill.pk])
        return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, _("See the paper"))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("accuracy/", view(self.accuracy), name="orders_customsbill_accuracy"),
            path("enter/<str:order>/", view(self.enter), name="orders_customsbill_enter"),
            path("<int:pk>/paper/", view(self.paper), name="orders_customsbill_paper"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        self.message_user(
            request,
            format_html('<a href="{}">{}</a>', reverse("admin:orders_customsbill_accuracy"), _("How well we reckon")),
        )
        return super().changelist_view(request, extra_context)

    @admin.action(description=_("Accept what was held"))
    def accept_bill(self, request: HttpRequest, queryset: QuerySet[CustomsBill]) -> None:
        actor = _staff(request)
        self._each(
            request,
            queryset,
            lambda bill: operations.decide_customs_bill(
                actor=actor, bill=bill, is_accepted=True, reason="", now=timezone.now()
            ),
        )

    @admin.action(description=_("Refuse what was held, with a reason"))
    def reject_bill(self, request: HttpRequest, queryset: QuerySet[CustomsBill]) -> HttpResponse | None:
        actor = _staff(request)
        return self._with_text(
            request,
            queryset,
            "reject_bill",
            _("The reason, as its sender will read it"),
            lambda bill, text: operations.decide_customs_bill(
                actor=actor, bill=bill, is_accepted=False, reason=text, now=timezone.now()
            ),
        )

    @admin.action(description=_("Paid to the carrier or authority"))
    def mark_paid(self, request: HttpRequest, queryset: QuerySet[CustomsBill]) -> HttpResponse | None:
        actor = _staff(request)
        return self._with_text(
            request,
            queryset,
            "mark_paid",
            _("The reference of the payment"),
            lambda bill, text: operations.mark_customs_paid(actor=actor, bill=bill, reference=text, now=timezone.now()),
        )

    def _with_text(
        self, request: HttpRequest, queryset: QuerySet[CustomsBill], action: str, label: Any, run: Any
    ) -> HttpResponse | None:
        text = request.POST.get("text", "")
        if text.strip():
            self._each(request, queryset, lambda bill: run(bill, text))
            return None
        context = {
            **self.admin_site.each_context(request), "title": label, "label": label, "action": action,
            "objects": queryset,
        }  # fmt: skip
        return render(request, "orders/admin/customs_text.html", context)

    def _each(self, request: HttpRequest, queryset: QuerySet[CustomsBill], run: Any) -> None:
        """Run one operation a row and say how it went; a refusal of one does not stop the others."""
        done = 0
        for bill in queryset.select_related("order").order_by("pk"):
            try:
                run(bill)
                done += 1
            except Refusal as refusal:
                self.message_user(request, f"{bill}: {refusal.detail}", messages.ERROR)
        if done:
            self.message_user(request, _("%(n)s done.") % {"n": done}, messages.SUCCESS)

    def paper(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The scan of a bill."""
        _staff(request)
        bill = get_object_or_404(CustomsBill.objects.select_related("paper"), pk=pk, paper__isnull=False)
        return HttpResponse(
            bytes(bill.paper.content), content_type="image/webp", headers={"Cache-Control": "private, no-store"}
        )

    def enter(self, request: HttpRequest, order: str) -> HttpResponse:
        """Enter a bill for an order (public id)."""
        actor = _staff(request)
        found = get_object_or_404(Order, public_id=order)
        form = CustomsBillForm(
            request.POST or None, request.FILES or None, initial={"currency": customs_currency(found)}
        )
        if request.method == "POST" and form.is_valid():
            given = dict(form.cleaned_data)
            paper = given.pop("paper")
            try:
                bill = operations.record_customs_bill(
                    actor=actor, order=found, bill=given, paper=paper, now=timezone.now()
                )
            except InvalidInput as refusal:
                show_refusal(form, refusal)
            except BadPicture as refusal:
                show_refusal(form, InvalidInput(fields={"paper": [refusal.detail]}))
            except Refusal as refusal:
                form.add_error(None, refusal.detail)
            else:
                return redirect("admin:orders_customsbill_change", bill.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Enter a customs bill"),
            "order": found,
            "form": form,
        }
        return render(request, "orders/admin/customs_enter.html", context)

    def accuracy(self, request: HttpRequest) -> HttpResponse:
        """Reckoned against billed, by destination."""
        rows = customs_queries.accuracy_by_destination(_staff(request))
        chart = {
            "type": "bar",
            "unit": "EUR",
            "labels": [country_name(row.country) for row in rows],
            "datasets": [
                {"label": str(_("Reckoned")), "data": [float(row.reckoned_eur) for row in rows]},
                {"label": str(_("Billed")), "data": [float(row.actual_eur) for row in rows]},
            ],
        }
        context = {
            **self.admin_site.each_context(request), "title": _("How well we reckon"), "rows": rows, "chart": chart,
            "close_percent": customs_queries.CLOSE_PERCENT,
        }  # fmt: skip
        return render(request, "orders/admin/customs_accuracy.html", context)
