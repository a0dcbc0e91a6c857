"""The tab "Packing and safety": cartons, and the responsible person by market."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actor import actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.forms.packing import PackagingForm, SafetyForm
from sellers.listing_head import listing_head
from sellers.models import SafetyContact


@login_required
@require_http_methods(["GET", "POST"])
@once
def packing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Cartons change at once; `do=safety` names a responsible person, `do=remove` takes one out."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = PackagingForm(request.POST if do == "packaging" else None, initial=PackagingForm.initial_of(listing))
    safety = SafetyForm(request.POST if do == "safety" else None, initial={"market": "EU", "scope": "all"})
    left: dict[str, list[str]] = {}
    if do:
        scope = listing if request.POST.get("scope") == "listing" else None
        sent = {name: request.POST.get(name, "") for name in ("name", "address", "email", "phone")}
        try:
            if do == "packaging":
                operations.edit_listing(actor=actor, listing=listing, content=form.content(), now=timezone.now())
            else:
                operations.set_safety_contact(
                    actor=actor,
                    listing=scope,
                    market=request.POST.get("market", ""),
                    contact={} if do == "remove" else sent,
                    now=timezone.now(),
                )
        except InvalidInput as refusal:
            left = (form if do == "packaging" else safety).show(refusal.fields)
        else:
            messages.success(request, _("Saved."))
            return redirect("sellers:packing", public_id)
    contacts = queries.safety_contacts(listing)
    context: dict[str, Any] = {
        **listing_head(actor, listing, "packing"),
        "form": form,
        "safety": safety,
        "bad_form": safety if do == "safety" else form,
        "error_lines": [text for texts in left.values() for text in texts],
        "markets": [
            {"market": market, "label": label, "contact": contacts.get(market)}
            for market, label in SafetyContact.Market.choices
        ],
    }
    return render(request, "sellers/packing.html", context, status=422 if left or form.errors or safety.errors else 200)
