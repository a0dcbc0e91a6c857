"""The HS code in the listing editor: suggestions as one types, asking a person, and what the seller stands by."""

from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor, actor_of
from marketplace.kernel.refusals import InvalidInput
from sellers import queries
from sellers.forms import ListingForm
from sellers.hs_fit import hs_warning
from sellers.models import Category, Listing
from sellers.proposals import as_proposed, proposed_pictures
from trade import operations as trade_operations
from trade.operations.classify_goods import Goods
from trade.queries import classification_of, doubt_about, find_hs_codes, hs_suggestions, hs_title


@login_required
@require_POST
def suggestions(request: HttpRequest) -> HttpResponse:
    """The likeliest codes for what stands in the form right now; nothing is kept."""
    actor = actor_of(request)
    actor.must("listings.edit")
    form = ListingForm(request.POST)
    listing = queries.listing_for_edit(actor, public_id) if (public_id := request.POST.get("listing")) else None
    return render(request, "sellers/_hs_suggestions.html", hs_context(actor, form, listing))


@login_required
@require_safe
def hs_codes(request: HttpRequest) -> HttpResponse:
    """HS codes for the words in `q`, as choices for the form."""
    actor_of(request).must("listings.edit")
    words = request.GET.get("q", "").strip()[:80]
    found = [code for code in find_hs_codes(words, limit=40) if code.level == 6][:12] if words else []
    template = "sellers/_hs_codes.html" if request.htmx else "sellers/hs_codes.html"  # type: ignore[attr-defined]
    return render(request, template, {"codes": found, "words": words})


def goods_of(listing: Listing) -> Goods:
    """What is to be classified: the listing as it is proposed."""
    shown = as_proposed(listing, queries.open_revision(listing))
    pictures = proposed_pictures(listing, queries.open_revision(listing))
    return Goods(
        title=shown.title,
        text=f"{shown.summary} {shown.description}".strip(),
        origin=shown.origin_country,
        subject=listing.public_id,
        picture_url=pictures[0].full if pictures else "",
    )


def confirm_code(actor: Actor, listing: Listing, goods: Goods) -> None:
    """Keep the code a listing is sent for review with as the seller's own answer, unless a person is asked."""
    code = as_proposed(listing, queries.open_revision(listing)).hs_code
    waiting = classification_of(actor, listing.public_id)
    if not code or (waiting is not None and waiting.waits):
        return
    with suppress(InvalidInput):
        trade_operations.confirm_hs_code(actor=actor, goods=goods, hs_code=code, now=timezone.now())


def hs_context(actor: Actor, form: ListingForm, listing: Listing | None) -> dict[str, Any]:
    """Return what the HS panel shows: candidates, a doubt about the code typed, and what a person said."""
    typed = {name: str(form[name].value() or "") for name in ("title", "summary", "description", "hs_code", "kind")}
    title, code = typed["title"], typed["hs_code"].replace(".", "").replace(" ", "")
    text = f"{typed['summary']} {typed['description']}"
    if typed["kind"] == "service" or not title.strip():
        return {"hs_suggestions": [], "hs_code": code, "listing": listing}
    return {
        "hs_suggestions": hs_suggestions(title, text=text),
        "hs_code": code,
        "hs_misfit": hs_warning(code, Category.objects.filter(slug=str(form["category"].value() or "")).first()),
        "hs_doubt": doubt_about(code, title, text=text) if code else None,
        "hs_unknown": bool(code) and not hs_title(code),
        "classification": classification_of(actor, listing.public_id) if listing else None,
        "listing": listing,
    }
