"""A listing as a buyer in another country would see it, for its seller: before it is on sale as well."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts.actor import actor_of
from accounts.forms import country_choices, currency_choices
from accounts.preferences import Preferences, checked, preferences_of
from buyers.product_page import priced_variants
from buyers.views.product import page_context
from marketplace.kernel.refusals import NotFound
from sellers import queries as sellers
from sellers.listing_head import listing_head
from sellers.models import Listing
from sellers.proposals import as_proposed, proposed_pictures

FRAMES = ("desktop", "phone")


@login_required
@require_safe
def as_buyer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose country, language, currency, quantity and screen; the product page stands in a frame below."""
    actor = actor_of(request)
    listing = sellers.listing_for_edit(actor, public_id)
    shown = as_proposed(listing, sellers.open_revision(listing))
    seen_by = _reader(request)
    frame = request.GET.get("frame", "")
    query = request.GET.copy()
    query.pop("frame", None)
    context = {
        **listing_head(actor, listing, "as_buyer"),
        "shown": shown,
        "reader": seen_by,
        "quantity": request.GET.get("quantity", "")[:12] or listing.moq,
        "frame": frame if frame in FRAMES else FRAMES[0],
        "query": query.urlencode(),
        "has_price": bool(priced_variants(listing)),
        "has_category": shown.category_id is not None,
        "countries": country_choices(),
        "currencies": currency_choices(),
        "languages": [(code, translation.get_language_info(code)["name_local"]) for code, _n in settings.LANGUAGES],
    }
    return render(request, "buyers/as_buyer.html", context)


@login_required
@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]
def as_buyer_frame(request: HttpRequest, public_id: str) -> HttpResponse:
    """The product page itself, with what waits for approval, in the buyer's language; nothing on it can be pressed."""
    actor = actor_of(request)
    listing = sellers.listing_for_edit(actor, public_id)
    if not priced_variants(listing):
        raise NotFound
    reader = _reader(request)
    with translation.override(reader.language):
        context = page_context(request, _as_shown(listing), reader, is_own=False)
        return render(request, "buyers/as_buyer_frame.html", {**context, "may_ask": False})


def _reader(request: HttpRequest) -> Preferences:
    own = preferences_of(request)
    chosen: dict[str, Any] = {
        name: request.GET[name] for name in ("language", "currency", "ship_to") if name in request.GET
    }
    return checked(own, **chosen)


def _as_shown(listing: Listing) -> Listing:
    revision = sellers.open_revision(listing)
    shown = as_proposed(listing, revision)
    shown.shown_pictures = proposed_pictures(listing, revision)  # type: ignore[attr-defined]
    return shown
