"""How something is made to order, and how a service is delivered: the tabs of their kinds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor, actor_of
from accounts.preferences import preferences_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers import operations, queries
from sellers.forms.kinds import MEASUREMENTS, MILESTONES, OPTIONS, SLOTS, MakingForm, ServiceForm, making_rows
from sellers.listing_head import listing_head
from sellers.models import Listing
from sellers.proposals import as_proposed


@login_required
@require_http_methods(["GET", "POST"])
@once
def making(request: HttpRequest, public_id: str) -> HttpResponse:
    """Options with price adders, measurements with tolerance, deposit."""
    actor, listing, kept = _kept(request, public_id, "made_to_order")
    form = MakingForm(request.POST or None, initial=kept.making)
    errors: dict[str, list[Any]] = {}
    options, measurements = making_rows(kept.making)
    if request.method == "POST":
        errors = _save(request, actor, listing, "making", form.content())
        if not errors:
            return redirect("sellers:making", public_id)
        options, measurements = OPTIONS.typed(request.POST), MEASUREMENTS.typed(request.POST)
    context = _context(actor, listing, "making", form, errors) | {
        "options": OPTIONS.shown(options, errors, "making.options"),
        "measurements": MEASUREMENTS.shown(measurements, errors, "making.measurements"),
    }
    return render(request, "sellers/making.html", context, status=422 if errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@once
def service(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pricing, milestones, languages, place and the times of the week."""
    actor, listing, kept = _kept(request, public_id, "service")
    zone = preferences_of(request).time_zone
    form = ServiceForm(request.POST or None, initial={"time_zone": zone, **kept.service})
    errors: dict[str, list[Any]] = {}
    milestones, slots = kept.service.get("milestones", []), kept.service.get("slots", [])
    if request.method == "POST":
        errors = _save(request, actor, listing, "service", form.content())
        if not errors:
            return redirect("sellers:service", public_id)
        milestones, slots = MILESTONES.typed(request.POST), SLOTS.typed(request.POST)
    context = _context(actor, listing, "service", form, errors) | {
        "milestones": MILESTONES.shown(milestones, errors, "service.milestones"),
        "slots": SLOTS.shown(slots, errors, "service.slots"),
    }
    return render(request, "sellers/service.html", context, status=422 if errors else 200)


def _kept(request: HttpRequest, public_id: str, kind: str) -> tuple[Actor, Listing, Listing]:
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    if listing.kind != kind:
        raise NotFound
    return actor, listing, as_proposed(listing, queries.open_revision(listing))


def _save(
    request: HttpRequest, actor: Actor, listing: Listing, field: str, content: dict[str, Any]
) -> dict[str, list[Any]]:
    """Keep it; return what was refused, by field."""
    try:
        operations.edit_listing(actor=actor, listing=listing, content={field: content}, now=timezone.now())
    except InvalidInput as refusal:
        return {name: list(reasons) for name, reasons in refusal.fields.items()}
    waits = listing.was_published and queries.open_revision(listing) is not None
    messages.success(
        request, _("Saved. Buyers see it once it is approved; send it for review.") if waits else _("Saved.")
    )
    return {}


def _context(
    actor: Actor, listing: Listing, tab: str, form: MakingForm | ServiceForm, errors: dict[str, list[Any]]
) -> dict[str, Any]:
    """What both tabs show; errors that are a field's own stand at it, the others on top."""
    prefix = f"{tab}."
    left = form.show({name.removeprefix(prefix): reasons for name, reasons in errors.items()})
    return {**listing_head(actor, listing, tab), "form": form, "error_lines": _lines(left)}


def _lines(left: dict[str, list[str]]) -> list[str]:
    return list(dict.fromkeys(text for texts in left.values() for text in texts))
