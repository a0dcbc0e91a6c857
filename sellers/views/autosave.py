"""Saving while one types."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.actor import actor_of
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers import operations, queries
from sellers.forms import ListingForm
from sellers.history.showing import label_of
from sellers.models import UnsavedInput

LONGEST_WINDOW = 40


@login_required
@require_POST
def autosave(request: HttpRequest) -> HttpResponse:
    """Save what stands in the form right now, and say when; the first words of a new listing begin a draft."""
    actor = actor_of(request)
    form = ListingForm(request.POST)
    public_id = request.POST.get("listing", "")
    listing = queries.listing_for_edit(actor, public_id) if public_id else None
    now = timezone.now()
    try:
        saved = operations.autosave_listing(
            actor=actor,
            listing=listing,
            content=form.content(),
            typed=form.typed(),
            version=whole(request.POST.get("version", "")),
            window=window_of(request),
            now=now,
        )
    except InvalidInput as refusal:
        return render(request, "sellers/_autosave.html", {"refusal": refusal})
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        is_conflict = isinstance(refusal, operations.ListingChanged)
        context = {"refusal": refusal, "is_conflict": is_conflict, "listing": listing}
        return render(request, "sellers/_autosave.html", context)
    context = {
        "listing": saved.listing,
        "saved_at": now,
        "refused": [label_of(name) for name in saved.refused],
        "for_save": [label_of(name) for name in saved.for_save],
        "swap": True,
    }
    answer = render(request, "sellers/_autosave.html", context)
    if listing is None:
        # From now on the address is the draft's own: reloading the page finds what was typed.
        answer.headers["HX-Replace-Url"] = reverse("sellers:edit_listing", args=[saved.listing.public_id])
    return answer


@login_required
@require_POST
def drop_unsaved(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget what was typed and not saved."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    operations.drop_unsaved_input(actor=actor, listing=listing)
    return redirect("sellers:edit_listing", public_id)


def window_of(request: HttpRequest) -> str:
    """Return the token of the editor window that sends the form, '' if it has none."""
    token = request.POST.get("window", "")
    return token if token.isascii() and token.isprintable() and len(token) <= LONGEST_WINDOW else ""


def whole(text: str) -> int | None:
    """Return a small whole number, None if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def unsaved_rows(unsaved: UnsavedInput | None) -> list[dict[str, Any]]:
    """Return the price rows that were typed and not saved; none if they are as stored."""
    fields = unsaved.fields if unsaved is not None else {}
    pairs = zip(fields.get("tier_quantity", []), fields.get("tier_price", []), strict=False)
    return [{"min_quantity": quantity, "unit_price": price} for quantity, price in pairs]


def unsaved_labels(form: ListingForm, unsaved: UnsavedInput | None) -> list[str]:
    """Return what a page calls the fields that were typed and not saved."""
    names = [name for name in (unsaved.fields if unsaved is not None else {}) if name != "tier_price"]
    labels = [label_of("tiers") if name == "tier_quantity" else str(form.fields[name].label) for name in names
              if name == "tier_quantity" or name in form.fields]  # fmt: skip
    return list(dict.fromkeys(labels))
