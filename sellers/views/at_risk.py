"""Lots that near their date: what is at risk, where it can still go, what is done about it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actor import actor_of
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.markdowns import MOST_STEPS

SAVED_WITHIN = timedelta(days=90)
# What a seller without a schedule is offered, to change or to take as it stands.
SUGGESTED = ((21, 10), (14, 20), (7, 40))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def at_risk(request: HttpRequest) -> HttpResponse:
    """The page; posting saves the schedule of all lots, or with `listing` that of one."""
    actor = actor_of(request)
    seller = actor.must_act_for_an_organisation()
    named = request.POST.get("listing", "") or request.GET.get("listing", "")
    listing = queries.listing_for_edit(actor, named) if named else None
    errors: dict[str, list[Any]] = {}
    rows: list[dict[str, Any]]
    if request.method == "POST":
        rows = [
            {"days_left": request.POST.get(f"days_left_{row}", ""), "percent": request.POST.get(f"percent_{row}", "")}
            for row in range(MOST_STEPS)
        ]
        try:
            operations.set_markdown_schedule(actor=actor, listing=listing, steps=rows, now=timezone.now())
        except InvalidInput as refusal:
            errors = dict(refusal.fields)
        else:
            messages.success(request, _("Saved. Prices follow the schedule within a quarter of an hour."))
            return redirect(reverse("sellers:at_risk"))
    else:
        steps = [(step.days_left, step.percent) for step in queries.schedule_of(actor, listing)]
        rows = [{"days_left": days, "percent": percent} for days, percent in steps]
    is_new = not rows and listing is None
    if is_new:
        rows = [{"days_left": days, "percent": percent} for days, percent in SUGGESTED]
    rows += [{"days_left": "", "percent": ""}] * (MOST_STEPS - len(rows))
    now = timezone.now()
    lots = queries.lots_at_risk(actor, now=now)
    context = {
        "lots": lots,
        "saved": queries.saved_by_markdowns(actor, currency=seller.currency, since=now - SAVED_WITHIN),
        "steps": [
            {
                **row,
                "number": number,
                "errors": [*errors.get(f"steps.{number}.days_left", []), *errors.get(f"steps.{number}.percent", [])],
            }
            for number, row in enumerate(rows[:MOST_STEPS])
        ],
        "general_errors": errors.get("steps", []),
        "has_errors": bool(errors),
        "is_new": is_new,
        "chosen": listing,
    }
    return render(request, "sellers/at_risk.html", context, status=422 if errors else 200)


@login_required
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put the seller's own prices back."""
    actor = actor_of(request)
    markdown = queries.markdown_of(actor, public_id)
    operations.take_back_markdown(actor=actor, markdown=markdown, now=timezone.now())
    messages.success(request, _("Your own prices are back. This lot is not marked down again."))
    return redirect(reverse("sellers:at_risk"))
