"""What needs the seller today."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.actor import actor_of
from sellers import queries
from sellers.desk import DeskCard, cards_for
from sellers.models import SellerProfile

SHOWN = 6


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The first page of the selling desk."""
    actor = actor_of(request)
    profile = queries.own_profile(actor)
    if profile is None or not profile.organisation.sells:
        return redirect("sellers:start")
    counts = queries.desk_counts(actor)
    sent_back = list(queries.needing_changes(actor)[:SHOWN])
    low = list(queries.low_stock(actor)[:SHOWN])
    listings_url = reverse("sellers:listings")
    own = [
        DeskCard(
            len(sent_back),
            ngettext("listing needs changes", "listings need changes", len(sent_back)),
            f"{listings_url}?status=rejected",
            icon="message-square-warning",
            kind="danger",
        ),
        DeskCard(
            len(low),
            ngettext("listing is running out", "listings are running out", len(low)),
            f"{listings_url}?status=live",
            icon="package-minus",
            kind="warning",
        ),
        DeskCard(
            counts["in_review"],
            ngettext("listing in review", "listings in review", counts["in_review"]),
            f"{listings_url}?status=in_review",
            hint=_("We look at it within one working day."),
            icon="hourglass",
            kind="info",
        ),
        DeskCard(
            counts["draft"],
            ngettext("draft to finish", "drafts to finish", counts["draft"]),
            f"{listings_url}?status=draft",
            icon="pencil",
            kind="neutral",
        ),
    ]
    context = {
        "profile": profile,
        "cards": [*cards_for(actor), *(card for card in own if card.count)],
        "sent_back": sent_back,
        "low": low,
        "counts": counts,
        "steps": _first_steps(profile, counts),
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
