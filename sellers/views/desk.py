"""What needs the seller today."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actor import actor_of
from sellers import queries
from sellers.desk import cards_for, in_order, panels_for
from sellers.desk_cards import own_cards
from sellers.models import SellerProfile

SHOWN = 6
# Counted no further.
MOST_SENT_BACK = 100


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The first page of the selling desk."""
    actor = actor_of(request)
    profile = queries.own_profile(actor)
    if profile is None or not profile.organisation.sells:
        return redirect("sellers:start")
    now = timezone.now()
    counts = queries.desk_counts(actor)
    sent_back = list(queries.needing_changes(actor)[:MOST_SENT_BACK])
    steps = _first_steps(profile, counts)
    context = {
        "profile": profile,
        "cards": in_order([*cards_for(actor), *own_cards(actor, counts, len(sent_back), now=now)]),
        "panels": panels_for(actor),
        "sent_back": sent_back[:SHOWN],
        "counts": counts,
        "steps": steps,
    }
    return render(request, "sellers/desk.html", context)


def _first_steps(profile: SellerProfile, counts: dict[str, int]) -> list[dict[str, str]]:
    """Return what a new seller does first, as steps; nothing once something is on sale."""
    if counts["live"] or counts["paused"]:
        return []
    described = profile.status != SellerProfile.Status.DRAFT
    listed = any(counts[status] for status in ("draft", "in_review", "rejected"))
    return [
        {
            "label": _("Describe your company"),
            "state": "done" if described else "current",
            "url": reverse("sellers:company"),
        },
        {
            "label": _("List your first product"),
            "state": "done" if listed else "current" if described else "todo",
            "url": reverse("sellers:listings" if listed else "sellers:new_listing"),
        },
        {
            "label": _("We check it and put it on sale"),
            "state": "current" if counts["in_review"] else "todo",
            "url": "",
        },
    ]
