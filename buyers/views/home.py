"""The first page: search before everything, then what is really there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.actor import actor_of
from accounts.preferences import Preferences, preferences_of
from buyers import queries, seen
from buyers.categories import tree
from buyers.offers import Offer, offers
from buyers.search import SearchRequest, SearchResult, SearchUnavailable, search
from buyers.structured_data import market_data
from marketplace.kernel.addresses import ShareCard, absolute, page_addresses
from marketplace.kernel.structured_data import json_ld

MOST_FRESH = 8
MOST_SEEN = 4
MOST_ROUTES = 3
# Looked through for journeys from different countries.
ROUTE_POOL = 40


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The home page; it works while the search index is away, with less on it."""
    preferences = preferences_of(request)
    fresh = _search(preferences, sort="newest", limit=ROUTE_POOL, facets=True)
    fresh_ids = fresh.ids if fresh else []
    seen_ids = seen.seen(request)[:MOST_SEEN]
    shown = {
        each.card.listing_id: each
        for each in offers(
            [*fresh_ids, *seen_ids], preferences, on=timezone.now().date(), buyer_id=actor_of(request).organisation_id
        )
    }
    newest = [shown[pk] for pk in fresh_ids if pk in shown]
    counts = tree().counts(fresh.facets.get("category", {})) if fresh else {}
    actor = actor_of(request)
    context: dict[str, Any] = {
        "branches": [(branch, counts.get(branch.id, 0)) for branch in tree().roots if counts.get(branch.id, 0)],
        "fresh": newest[:MOST_FRESH],
        "routes": _journeys(newest, preferences.ship_to),
        "seen": [shown[pk] for pk in seen_ids if pk in shown],
        "count": fresh.count if fresh else 0,
        "origins": len(fresh.facets.get("ships_from", {})) if fresh else 0,
        "unread": queries.unread_messages(actor),
        "structured_data": json_ld(*market_data()),
        "share": ShareCard(
            title=_("Trade with anyone, at the price to your door"),
            description=_(
                "Buy from and sell to small firms anywhere, with duty, freight and tax worked out before you pay."
            ),
            image=absolute(static("img/icon-512.png")),
        ),
        **page_addresses(request, reverse("buyers:home")),
    }
    return render(request, "buyers/home.html", context)


def _search(preferences: Preferences, **asked: Any) -> SearchResult | None:
    try:
        return search(SearchRequest(language=preferences.language, ship_to=preferences.ship_to, **asked))
    except SearchUnavailable:
        return None


def _journeys(found: list[Offer], ship_to: str) -> list[Offer]:
    """Return offers that cross a border to the reader with everything known, each from another country."""
    journeys: dict[str, Offer] = {}
    for offer in found:
        origin = offer.card.ships_from_country
        landed = offer.door.landed
        if origin != ship_to and offer.delivers and landed is not None and landed.is_known and offer.door.freight:
            journeys.setdefault(origin, offer)
    return list(journeys.values())[:MOST_ROUTES]
