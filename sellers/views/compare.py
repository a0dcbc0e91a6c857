"""Two windows on one listing: the older save is shown beside what is saved now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.actor import Actor
from marketplace.kernel.idempotency import FIELD
from marketplace.kernel.refusals import Refusal
from sellers import queries
from sellers.comparing import compare
from sellers.forms import ListingForm
from sellers.history import last_edit
from sellers.listing_head import listing_head
from sellers.models import Listing
from sellers.views.autosave import whole
from sellers.views.history import who_of

KEEP = "keep."
# What the new form sends itself.
_NOT_TYPED = {"csrfmiddlewaretoken", FIELD, "version", "do", "window"}


def chosen_content(request: HttpRequest, form: ListingForm) -> dict[str, Any]:
    """Return what was typed, without the fields for which the saved value was chosen."""
    content = form.content()
    return {name: value for name, value in content.items() if request.POST.get(KEEP + name) != "saved"}


def conflict_status(request: HttpRequest) -> int:
    """409; but 422 where the page is swapped in by HTMX, which shows no other refusal than that."""
    return 422 if getattr(request, "htmx", None) else 409


def show_comparison(
    request: HttpRequest, actor: Actor, form: ListingForm, *, listing: Listing, refusal: Refusal
) -> HttpResponse:
    """Show both values of each field that differs, with a choice; what was typed goes along."""
    listing = queries.listing_for_edit(actor, listing.public_id)
    last = last_edit(listing)
    context = {
        **listing_head(actor, listing, "edit_listing"),
        "refusal": refusal,
        "who": who_of(last) if last else "",
        "at": last.at if last else None,
        "do": request.POST.get("do", "save"),
        "differences": compare(listing, chosen_content(request, form), version=whole(request.POST.get("version", ""))),
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in _NOT_TYPED and not name.startswith(KEEP)
            for value in values
        ],
    }
    return render(request, "sellers/compare.html", context, status=conflict_status(request))
