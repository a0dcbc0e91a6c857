"""Writing a listing."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor, actor_of
from accounts.preferences import preferences_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.money import Money
from marketplace.kernel.pictures import BadPicture
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers import operations, queries
from sellers.banned import banned_fields
from sellers.content import missing_answers, missing_content, read_content
from sellers.forms import ListingForm, PictureForm
from sellers.listing_head import listing_head
from sellers.models import Listing
from sellers.pricing import LARGEST_QUANTITY, as_typed, saving_percent
from sellers.proposals import as_proposed, differences, proposed_pictures
from sellers.specs import shown_specs
from sellers.units import unit_label
from sellers.views.autosave import unsaved_labels, unsaved_rows, whole, window_of
from sellers.views.compare import chosen_content, conflict_status, show_comparison
from sellers.views.customs import confirm_code, goods_of, hs_context
from sellers.views.history import rows_of
from trade import operations as trade_operations
from trade.incoterms import offered
from trade.queries import hs_title


@login_required
@once
def new_listing(request: HttpRequest) -> HttpResponse:
    """Begin a listing. What was begun by typing on this page, and named in the form since, is changed instead."""
    actor = actor_of(request)
    if request.method == "POST" and (begun := request.POST.get("listing")):
        # A boosted form keeps the address that it was loaded from.
        return _edit(request, actor, begun)
    actor.must("listings.edit")
    organisation = actor.must_act_for_an_organisation()
    if not organisation.sells:
        return redirect("sellers:start")
    initial = {
        "kind": "goods",
        "currency": organisation.currency,
        "language": preferences_of(request).language,
        "unit": "piece",
        "moq": 1,
        "origin_country": organisation.country,
        "ships_from_country": organisation.country,
    }
    form = ListingForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST":
        if row_change := request.POST.get("tier_row"):
            return _tier_rows(request, actor, form, row_change, listing=None)
        try:
            listing = operations.create_listing(
                actor=actor, content=form.content(), now=timezone.now(), window=window_of(request)
            )
        except InvalidInput as refusal:
            return _editor(request, actor, form, listing=None, refusal=refusal)
        _add_pictures(request, actor, listing)
        return _saved(request, actor, listing)
    return _editor(request, actor, form, listing=None)


@login_required
@once
def edit_listing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a listing; `do=submit` also sends it for review."""
    return _edit(request, actor_of(request), public_id)


def _edit(request: HttpRequest, actor: Actor, public_id: str) -> HttpResponse:
    listing = queries.listing_for_edit(actor, public_id)
    revision = queries.open_revision(listing)
    form = ListingForm(request.POST or None, initial=ListingForm.initial_of(as_proposed(listing, revision)))
    if request.method == "POST":
        if row_change := request.POST.get("tier_row"):
            return _tier_rows(request, actor, form, row_change, listing=listing)
        try:
            listing = operations.edit_listing(
                actor=actor,
                listing=listing,
                content=chosen_content(request, form),
                version=whole(request.POST.get("version", "")),
                window=window_of(request),
                now=timezone.now(),
            )
        except InvalidInput as refusal:
            return _editor(request, actor, form, listing=listing, refusal=refusal)
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            if isinstance(refusal, operations.ListingChanged):
                return show_comparison(request, actor, form, listing=listing, refusal=refusal)
            # What was typed stays on the page.
            return _editor(request, actor, form, listing=listing, conflict=refusal)
        _add_pictures(request, actor, listing)
        return _saved(request, actor, listing)
    return _editor(request, actor, form, listing=listing, refusal=_incomplete(request, listing))


@login_required
@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The listing as buyers will see it, with the changes that wait."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    revision = queries.open_revision(listing)
    shown = as_proposed(listing, revision)
    variant = next(iter(listing.variants.all()), None)
    tiers = list(variant.tiers.all()) if variant else []
    context = {
        "listing": shown,
        "pictures": proposed_pictures(listing, revision),
        "variant": variant,
        "tiers": [{"tier": tier, "saving": saving_percent(tiers, tier)} for tier in tiers],
        "lot": variant.lots.first() if variant else None,
        "hs_title": hs_title(shown.hs_code) if shown.hs_code else "",
        "specs": shown_specs(queries.definitions_of(shown.category), shown.specs, get_language() or "en"),
        "path": queries.category_path(shown.category) if shown.category else [],
    }
    return render(request, "sellers/preview.html", context)


@login_required
@require_POST
def card(request: HttpRequest) -> HttpResponse:
    """The card that search would show for what stands in the form right now; nothing is kept."""
    actor = actor_of(request)
    actor.must("listings.edit")
    form = ListingForm(request.POST)
    listing = None
    if public_id := request.POST.get("listing"):
        listing = queries.listing_for_edit(actor, public_id)
    return render(request, "sellers/_card.html", {"card": _card(actor, form, listing)})


@login_required
@require_POST
def specs(request: HttpRequest) -> HttpResponse:
    """The fields that the category chosen in the form asks for, with what was typed; nothing is kept."""
    actor = actor_of(request)
    actor.must("listings.edit")
    return render(request, "sellers/_specs.html", {"form": ListingForm(request.POST)})


def _saved(request: HttpRequest, actor: Actor, listing: Listing) -> HttpResponse:
    """Go on after a save: send it for review if asked to, and say what happened."""
    url = reverse("sellers:edit_listing", args=[listing.public_id])
    goods = goods_of(listing)
    if request.POST.get("do") == "ask":
        trade_operations.queue_classification(actor=actor, goods=goods, now=timezone.now())
        messages.success(request, _("Saved, and a person will look for the HS code. We tell you when it is found."))
        return redirect(url + "#customs")
    if request.POST.get("use_hs"):
        messages.success(request, _("Saved with HS code %(code)s.") % {"code": listing.hs_code})
        return redirect(url + "#customs")
    if request.POST.get("do") != "submit":
        waits = listing.was_published and queries.open_revision(listing) is not None
        messages.success(
            request,
            _("Saved. Price and stock are changed at once; the rest waits for review when you send it.")
            if waits
            else _("Saved."),
        )
        return redirect(url)
    try:
        operations.submit_listing(actor=actor, listing=listing, now=timezone.now())
    except InvalidInput:
        return redirect(url + "?check=1")
    except Refusal as refusal:
        messages.warning(request, _("Saved, but not sent yet. %(reason)s") % {"reason": refusal.detail})
        return redirect(url)
    if goods.title and listing.hs_code:
        # What was sent for review is what the seller stands by.
        confirm_code(actor, listing, goods)
    messages.success(request, _("Sent for review. We look at it within one working day and tell you."))
    return redirect(url)


def _add_pictures(request: HttpRequest, actor: Actor, listing: Listing) -> None:
    """Add what came with the form; a bad file is said and does not take the listing with it."""
    for upload in request.FILES.getlist("pictures"):
        try:
            operations.add_picture(actor=actor, listing=listing, upload=upload, now=timezone.now())
        except Refusal as refusal:
            messages.warning(
                request,
                _("“%(file)s” was not added. %(reason)s") % {"file": upload.name, "reason": _reason(refusal)},
            )


def _reason(refusal: Refusal) -> str:
    return refusal.detail if isinstance(refusal, BadPicture) or not refusal.fields else str(refusal.title)


def _incomplete(request: HttpRequest, listing: Listing) -> InvalidInput | None:
    """After a refused submission the editor opens with everything that is missing."""
    if "check" not in request.GET:
        return None
    missing = _missing(listing)
    return InvalidInput(fields=missing) if missing else None


def _missing(listing: Listing) -> dict[str, list[Any]]:
    revision = queries.open_revision(listing)
    proposed = as_proposed(listing, revision)
    missing = missing_content(
        proposed,
        tiers=listing.tiers.count(),
        pictures=len(proposed_pictures(listing, revision)),
        has_lot=listing.lots.exists(),
    )
    missing |= missing_answers(proposed)
    banned = banned_fields(proposed, timezone.now().date())
    return missing | {name: missing.get(name, []) + reasons for name, reasons in banned.items()}


def _tier_rows(
    request: HttpRequest, actor: Actor, form: ListingForm, change: str, *, listing: Listing | None
) -> HttpResponse:
    """Add or remove a price row: with HTMX only the rows come back, without it the whole form as typed."""
    rows = form.tier_rows()
    if change == "add":
        rows.append({"min_quantity": "", "unit_price": ""})
    elif change.isdigit() and int(change) < len(rows):
        del rows[int(change)]
    if request.htmx and not request.htmx.boosted:  # type: ignore[attr-defined]
        context = {"rows": _rows(rows, {}), "form": form, "focus_last": change == "add", "listing": listing}
        return render(request, "sellers/_tiers.html", context)
    return _editor(request, actor, form, listing=listing, rows=rows)


def _rows(rows: list[dict[str, Any]], errors: dict[str, list[str]]) -> list[dict[str, Any]]:
    rows = rows or [{"min_quantity": "", "unit_price": ""}]
    return [
        {
            "min_quantity": row["min_quantity"],
            "unit_price": row["unit_price"],
            "quantity_errors": errors.get(f"tiers.{number}.min_quantity", []),
            "price_errors": errors.get(f"tiers.{number}.unit_price", []),
        }
        for number, row in enumerate(rows)
    ]


def _stored_rows(listing: Listing | None) -> list[dict[str, Any]]:
    if listing is None:
        return []
    variant = next((each for each in listing.variants.all() if each.is_default), None)
    return [
        {"min_quantity": tier.min_quantity, "unit_price": as_typed(tier.unit_price, listing.currency)}
        for tier in (variant.tiers.all() if variant else [])
    ]


def _editor(
    request: HttpRequest,
    actor: Actor,
    form: ListingForm,
    *,
    listing: Listing | None,
    refusal: InvalidInput | None = None,
    rows: list[dict[str, Any]] | None = None,
    conflict: Refusal | None = None,
) -> HttpResponse:
    left = form.show(refusal.fields) if refusal else {}
    unsaved = queries.unsaved_input(actor, listing) if listing and not form.is_bound else None
    if unsaved is not None:
        form.show_unsaved(unsaved.fields)
    if rows is None:
        rows = form.tier_rows() if form.is_bound else unsaved_rows(unsaved) or _stored_rows(listing)
    revision = queries.open_revision(listing) if listing else None
    context = {
        "form": form,
        "listing": listing,
        "rows": _rows(rows, left),
        "tier_errors": left.get("tiers", []),
        "error_lines": [text for texts in left.values() for text in texts],
        "has_tier_errors": any(name.startswith("tiers") for name in left),
        "conflict": conflict,
        "changes": differences(listing, revision) if listing and revision else [],
        "pictures": proposed_pictures(listing, revision) if listing else [],
        "picture_form": PictureForm() if listing else None,
        "decision": listing.decisions.first() if listing else None,
        "missing": _missing(listing) if listing else {},
        "unsaved": unsaved,
        "unsaved_fields": unsaved_labels(form, unsaved),
        "last_edit": _last_edit(actor, listing),
        "window": window_of(request) or secrets.token_urlsafe(12),
        "may_edit": actor.may("listings.edit"),
        "card": _card(actor, form, listing),
        "terms": _terms(actor, listing),
        "hs_title": hs_title(str(form["hs_code"].value() or "")) if form["hs_code"].value() else "",
    }
    context |= hs_context(actor, form, listing)
    if listing is not None:
        context |= listing_head(actor, listing, "edit_listing")
    status = conflict_status(request) if conflict else 422 if refusal and request.method == "POST" else 200
    return render(request, "sellers/editor.html", context, status=status)


def _last_edit(actor: Actor, listing: Listing | None) -> dict[str, Any] | None:
    """The newest change, if it may be taken back with one click."""
    edit = queries.edits_of(actor, listing).first() if listing is not None else None
    if listing is None or edit is None:
        return None
    row = rows_of(actor, listing, [edit])[0]
    return row if row["may_undo"] and not row["undone"] else None


def _terms(actor: Actor, listing: Listing | None) -> tuple[str, ...]:
    """The delivery terms that buyers of this listing may choose among."""
    profile = queries.own_profile(actor)
    own = listing.incoterms if listing is not None else []
    return offered(own or (profile.incoterms if profile is not None else []))


def _card(actor: Actor, form: ListingForm, listing: Listing | None) -> dict[str, Any]:
    """Return what a listing card needs, from the form as it stands."""
    organisation = actor.must_act_for_an_organisation()
    content: dict[str, Any] = {name: form[name].value() for name in ("title", "kind", "unit", "moq", "lead_time_days")}
    content["tiers"] = form.tier_rows() if form.is_bound else _stored_rows(listing)
    clean, _errors = read_content(content, moq=LARGEST_QUANTITY)
    currency = str(form["currency"].value() or organisation.currency)
    prices = [tier.unit_price for tier in clean.get("tiers", [])]
    pictures = proposed_pictures(listing, queries.open_revision(listing)) if listing else []
    return {
        "url": reverse("sellers:preview", args=[listing.public_id]) if listing else "#main",
        "title": clean.get("title") or _("Your title"),
        "kind": clean.get("kind", "goods"),
        "picture": pictures[0] if pictures else None,
        "price_from": Money(min(prices), currency) if prices else None,
        "price_to": Money(max(prices), currency) if prices else None,
        "unit": unit_label(clean.get("unit", "piece")),
        "moq": clean.get("moq"),
        "lead_time_days": clean.get("lead_time_days"),
        "seller_name": organisation.name,
        "seller_country": organisation.country,
        "landed_unit": None,
        "rating": listing.rating_average if listing else None,
        "rating_count": listing.rating_count if listing else 0,
    }
