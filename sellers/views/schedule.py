"""What happens to a listing by itself, and when."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actor import actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers import operations, queries
from sellers.forms.schedule import ScheduleForm
from sellers.history.showing import value_in_words
from sellers.listing_head import listing_head
from sellers.models import Listing, ScheduledChange


@login_required
@require_http_methods(["GET", "POST"])
@once
def schedule(request: HttpRequest, public_id: str) -> HttpResponse:
    """The changes that wait, and those that were made; POST plans one more."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    zone = ZoneInfo(listing.organisation.time_zone)
    form = ScheduleForm(request.POST or None, initial={"action": "pause", "prices": _prices(listing)})
    status = 200
    if request.method == "POST":
        try:
            operations.schedule_change(
                actor=actor,
                listing=listing,
                action=request.POST.get("action", ""),
                due_at=local_moment(request.POST.get("due_at", ""), zone),
                tiers=form.tiers(),
                now=timezone.now(),
            )
        except InvalidInput as refusal:
            form.show(refusal.fields)
            status = 422
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            messages.warning(request, refusal.detail)
            return redirect("sellers:schedule", public_id)
        else:
            messages.success(request, _("Planned. It happens by itself; you can cancel it until then."))
            return redirect("sellers:schedule", public_id)
    changes = queries.scheduled_changes(actor, listing)
    context = {
        **listing_head(actor, listing, "schedule"),
        "form": form,
        "zone": zone.key.replace("_", " "),
        "zone_key": zone.key,
        "rows": [shown_change(change) for change in changes[:50]],
    }
    return render(request, "sellers/schedule.html", context, status=status)


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Drop a change that waits."""
    actor = actor_of(request)
    change = queries.scheduled_change(actor, public_id)
    change = operations.cancel_scheduled_change(actor=actor, change=change, now=timezone.now())
    if change.state == ScheduledChange.State.CANCELLED:
        messages.success(request, _("Cancelled."))
    else:
        messages.warning(request, _("Too late to cancel: it was made already."))
    return redirect("sellers:schedule", change.listing.public_id)


def local_moment(typed: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment typed as `2026-12-03T14:00` in a zone; None if it is none, or skipped by the clock change."""
    try:
        moment = datetime.fromisoformat(typed).replace(tzinfo=zone)
    except ValueError:
        return None
    # An hour that the clocks skip comes back as another one.
    there = moment.astimezone(ZoneInfo("UTC")).astimezone(zone)
    return moment if there.replace(tzinfo=None) == moment.replace(tzinfo=None) else None


def shown_change(change: ScheduledChange) -> dict[str, Any]:
    """Return one planned change as the page shows it."""
    prices = value_in_words("tiers", change.tiers, currency=change.listing.currency, categories={})
    return {"change": change, "prices": prices if change.tiers else ""}


def _prices(listing: Listing) -> str:
    variant = next((each for each in listing.variants.all() if each.is_default), None)
    tiers = variant.tiers.all() if variant is not None else []
    return "\n".join(f"{tier.min_quantity}: {tier.unit_price.normalize():f}" for tier in tiers)
