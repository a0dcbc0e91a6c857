"""The product page, and its price panel that follows variant, quantity, country and terms."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from accounts.actor import Actor, actor_of
from accounts.preferences import Preferences, preferences_of
from buyers import interest, seen
from buyers.categories import tree
from buyers.offers import offers
from buyers.panels import panels_for
from buyers.product_page import Choice, PriceView, price_view, priced_variants
from buyers.search import SearchUnavailable, similar
from buyers.structured_data import product_data
from buyers.variant_picker import matrix_of, matrix_total, typed_quantities
from marketplace.kernel.addresses import ShareCard, absolute, page_addresses
from marketplace.kernel.refusals import NotFound
from marketplace.kernel.structured_data import breadcrumb_list, json_ld
from sellers import queries as sellers
from sellers.models import Listing
from sellers.models.pictures import WIDTHS
from sellers.prices import GivenPrices
from sellers.specs import shown_specs
from sellers.texts import binding_language, original, texts_in
from trade import queries as trade

MOST_SIMILAR = 4


@require_GET
def product(request: HttpRequest, slug: str, public_id: str) -> HttpResponseBase:
    """One listing with everything needed to decide. A wrong slug leads to the right one."""
    listing = _on_sale(public_id)
    path = listing.get_absolute_url()
    if request.path != path:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{path}?{query}" if query else path, permanent=True)
    preferences = preferences_of(request)
    actor = actor_of(request)
    is_own = actor.organisation_id == listing.organisation_id
    context = page_context(request, listing, preferences, is_own=is_own)
    context["similar"] = _similar(listing, preferences, actor)
    context["panels"] = panels_for(request, listing)
    response = render(request, "buyers/product.html", context)
    if not is_own and listing.pk not in seen.seen(request):
        interest.note_view(request, listing, ship_to=preferences.ship_to, now=timezone.now())
    seen.remember(request, response, listing.pk)
    return response


def page_context(request: HttpRequest, listing: Listing, preferences: Preferences, *, is_own: bool) -> dict[str, Any]:
    """Return what the product page shows of a listing with a price to a reader with these preferences."""
    view = _price(request, listing, preferences)
    path = listing.get_absolute_url()
    branch = tree().by_id.get(listing.category_id or 0)
    variant = view.choice.variant
    tiers = list(variant.tiers.all())
    pictures = listing.shown_pictures  # type: ignore[attr-defined]
    listing_claims, seller_claims = sellers.claims_beside(listing, timezone.now().date())
    language = get_language() or "en"
    is_original_shown = request.GET.get("text") == "original" and language in listing.translations
    text = original(listing) if is_original_shown else texts_in(listing, language)
    for picture in pictures:
        picture.alt_text = text.alt.get(picture.public_id, picture.alt_text)
    crumbs = [*((each.label, each.url) for each in (branch.path if branch else [])), (text.title, "")]
    return {
        "listing": listing,
        "text": text,
        "safety": list(sellers.safety_contacts(listing).values()) if listing.needs_parcel else [],
        "binding": binding_language(listing),
        "is_original_shown": is_original_shown,
        "seller": listing.organisation,
        "profile": listing.organisation.seller_profile,
        "pictures": pictures,
        "view": view,
        "matrix": matrix_of(listing, variant, view.variants) if view.variants else None,
        "specs": shown_specs(tree().asked_in(branch), listing.specs, get_language() or "en"),
        "hs_title": trade.hs_title(listing.hs_code) if listing.hs_code else "",
        "listing_claims": listing_claims,
        "seller_claims": seller_claims,
        "is_own": is_own,
        "may_ask": not is_own,
        "crumbs": crumbs,
        "structured_data": json_ld(
            product_data(listing, tiers, view=view, on=timezone.now().date()), breadcrumb_list(crumbs, path)
        ),
        "share": ShareCard(
            title=listing.title,
            description=listing.summary or listing.description,
            image=absolute(pictures[0].url(WIDTHS[-1])) if pictures else "",
            kind="product",
        ),
        **page_addresses(request, path),
    }


@require_GET
def price(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The price panel alone, for HTMX; without it the same choice opens the page."""
    listing = _on_sale(public_id)
    if not getattr(request, "htmx", False):
        return redirect(f"{listing.get_absolute_url()}?{request.GET.urlencode()}")
    preferences = preferences_of(request)
    context = {"listing": listing, "view": _price(request, listing, preferences)}
    context["is_own"] = actor_of(request).organisation_id == listing.organisation_id
    if "panel" in request.GET:
        # Another variant was chosen: picker, gallery and lots follow.
        context["pictures"] = listing.shown_pictures  # type: ignore[attr-defined]
        return render(request, "buyers/_panel_fragment.html", context)
    return render(request, "buyers/_price_fragment.html", context)


@require_POST
def matrix(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """What the quantities typed into the table of variants come to; nothing is kept."""
    listing = _on_sale(public_id)
    actor, today = actor_of(request), timezone.now().date()
    total = matrix_total(listing, typed_quantities(request.POST), given=_given(actor, listing, today))
    return render(request, "buyers/_matrix_total.html", {"listing": listing, "total": total})


def _on_sale(public_id: str) -> Listing:
    listing = sellers.live_listing(public_id)
    if not priced_variants(listing):
        raise NotFound
    return listing


def _price(request: HttpRequest, listing: Listing, preferences: Preferences) -> PriceView:
    choice = Choice.read(request.GET, listing, preferences)
    actor, today = actor_of(request), timezone.now().date()
    return price_view(
        listing, choice, preferences, today=today, reader=actor.organisation, given=_given(actor, listing, today)
    )


def _given(actor: Actor, listing: Listing, today: date) -> list[GivenPrices]:
    """The price lists that the reader was given by this seller."""
    return sellers.prices_given_to(
        actor.organisation_id, on=today, sellers=[listing.organisation_id], listings=[listing.pk]
    )


def _similar(listing: Listing, preferences: Preferences, actor: Actor) -> list[Any]:
    try:
        ids = similar(listing.pk, listing.title, listing.language, listing.category_id, most=MOST_SIMILAR)
    except SearchUnavailable:
        return []
    return offers(ids, preferences, on=timezone.now().date(), buyer_id=actor.organisation_id)
