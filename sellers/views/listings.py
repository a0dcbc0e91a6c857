"""All listings of a seller, and moving them through their life."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.actor import Actor, actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from sellers import operations, queries
from sellers.models import Listing
from sellers.views.bulk import choose, filters_of

PAGE_SIZE = 25
MOST_AT_ONCE = 200
STATUS_KINDS = {
    "draft": "neutral",
    "in_review": "info",
    "live": "success",
    "rejected": "danger",
    "paused": "warning",
    "archived": "neutral",
}
SORT_LABELS: dict[str, Any] = {
    "": gettext_lazy("Newest first"),
    "changed": gettext_lazy("Last changed"),
    "title": gettext_lazy("Title"),
    "price": gettext_lazy("Price, lowest first"),
    "price_down": gettext_lazy("Price, highest first"),
    "stock": gettext_lazy("Stock, lowest first"),
}
MOVES: dict[str, Callable[..., Any]] = {
    "submit": operations.submit_listing,
    "withdraw": operations.withdraw_listing,
    "pause": operations.pause_listing,
    "resume": operations.resume_listing,
    "discard": operations.discard_changes,
    "archive": operations.archive_listing,
}


@login_required
def listings(request: HttpRequest) -> HttpResponse:
    """The table of listings; POST pauses or resumes those that are ticked."""
    actor = actor_of(request)
    if request.method == "POST":
        if request.POST.get("do") == "bulk":
            return choose(request, actor)
        return _move_many(request, actor)
    if queries.own_profile(actor) is None:
        return redirect("sellers:start")
    chosen = filters_of(request.GET)
    status, words = chosen["status"], chosen["words"]
    found = queries.listings_of(actor, **chosen)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = queries.desk_counts(actor)
    context = {
        "page": page,
        "tabs": _tabs(request, status, counts),
        "status": status,
        "words": words,
        "chosen": chosen,
        "category_slug": request.GET.get("category", ""),
        "categories": queries.own_categories(actor),
        "kind_choices": Listing.Kind.choices,
        "sorts": SORT_LABELS.items(),
        "is_filtered": any(chosen.values()),
        "counts": counts,
        "kinds": STATUS_KINDS,
        "may_edit": actor.may("listings.edit"),
    }
    template = "sellers/_listings.html" if request.htmx and not request.htmx.boosted else "sellers/listings.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@login_required
@require_POST
def move(request: HttpRequest, public_id: str, move: str) -> HttpResponse:
    """Submit, take back, pause, resume, archive a listing, or drop its proposed changes."""
    if move not in MOVES:
        raise NotFound
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    try:
        MOVES[move](actor=actor, listing=listing, now=timezone.now())
    except InvalidInput:
        # The editor shows what is missing at each field.
        return redirect(reverse("sellers:edit_listing", args=[public_id]) + "?check=1")
    messages.success(request, _said(move))
    back = request.POST.get("next", "")
    if move == "archive" or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("sellers:listings") if move == "archive" else reverse("sellers:edit_listing", args=[public_id])
    return redirect(back)


@login_required
@require_POST
@once
def duplicate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a draft as a copy of a listing."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    copy = operations.duplicate_listing(actor=actor, listing=listing, now=timezone.now())
    messages.success(request, _("This is the copy, a draft. Number, stock and lots were not taken over."))
    return redirect("sellers:edit_listing", copy.public_id)


def _said(move: str) -> str:
    return {
        "submit": _("Sent for review. We look at it within one working day and tell you."),
        "withdraw": _("Taken back. You can change it again."),
        "pause": _("Paused. Buyers no longer see it; open orders go on."),
        "resume": _("Back on sale."),
        "discard": _("The changes are dropped; the version on sale stays."),
        "archive": _("Archived."),
    }[move]


def _move_many(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Pause or resume each ticked listing; those that cannot are counted and named, the others go through."""
    operation = {"pause": operations.pause_listing, "resume": operations.resume_listing}.get(request.POST.get("do", ""))
    back = reverse("sellers:listings")
    came_from = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts=None):
        back = came_from
    ticked = request.POST.getlist("listing")[:MOST_AT_ONCE]
    if operation is None or not ticked:
        messages.warning(request, _("Tick the listings first, then choose what to do with them."))
        return redirect(back)
    done, refused = 0, []
    for public_id in dict.fromkeys(ticked):
        listing = queries.listing_for_edit(actor, public_id)
        try:
            operation(actor=actor, listing=listing, now=timezone.now())
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            refused.append(listing.title)
        else:
            done += 1
    if done:
        messages.success(
            request, ngettext("%(count)s listing changed.", "%(count)s listings changed.", done) % {"count": done}
        )
    if refused:
        messages.warning(
            request, _("Left as they are, because they are not on sale: %(titles)s") % {"titles": ", ".join(refused)}
        )
    return redirect(back)


def _tabs(request: HttpRequest, status: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    url = reverse("sellers:listings")
    total = sum(counts[each] for each in Listing.Status.values if each != Listing.Status.ARCHIVED)
    tabs = [{"label": _("All"), "url": url, "current": not status, "count": total}]
    for value, label in Listing.Status.choices:
        if counts[value] or value == status:
            tabs.append(
                {"label": label, "url": f"{url}?status={value}", "current": value == status, "count": counts[value]}
            )
    if counts["proposed"] or status == "proposed":
        tabs.append(
            {
                "label": _("Changes waiting"),
                "url": f"{url}?status=proposed",
                "current": status == "proposed",
                "count": counts["proposed"],
            }
        )
    return tabs
