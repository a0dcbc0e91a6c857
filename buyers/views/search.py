"""Search and category pages, and what the search box suggests."""

from typing import Any
from urllib.parse import parse_qsl

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.actor import actor_of
from accounts.preferences import Preferences, preferences_of
from buyers import suggestions as suggesting
from buyers.categories import tree
from buyers.facets_shown import branches_of, chips_of, filters_of
from buyers.market import Market, find
from buyers.market_state import MarketState
from buyers.search import SearchUnavailable
from marketplace.kernel.addresses import ShareCard, page_addresses
from marketplace.kernel.structured_data import breadcrumb_list, json_ld

SORTS = (
    ("relevance", _("Best match")),
    ("newest", _("Newest")),
    ("price", _("Price, low to high")),
    ("price_down", _("Price, high to low")),
    ("rating", _("Best rated")),
    ("lead_time", _("Ready soonest")),
)


@require_GET
def search(request: HttpRequest) -> HttpResponseBase:
    """Find listings. The address holds the whole state; HTMX swaps the results alone."""
    state = MarketState.read(_with_price_step(request))
    if state.category and state.category not in tree().by_slug:
        state = state.but(category="")
    return _market_page(request, state)


@require_GET
def category(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Browse a category; the same page as search, under an address of its own."""
    if slug not in tree().by_slug:
        raise Http404
    return _market_page(request, MarketState.read(_with_price_step(request), category=slug))


@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """The list under the search box: queries, categories, sellers, listings."""
    text = request.GET.get("q", "")[:200]
    preferences = preferences_of(request)
    found = suggesting.suggestions_for(text, preferences.language)
    return render(request, "buyers/_suggestions.html", {"found": found, "text": text})


def _with_price_step(request: HttpRequest) -> Any:
    """Turn the one field of a price step (`price=5-20`) into its two ends."""
    query = request.GET.copy()
    low, dash, high = query.get("price", "").partition("-")
    if dash:
        query["min"], query["max"] = low, high
    return query


def _market_page(request: HttpRequest, state: MarketState) -> HttpResponseBase:
    preferences = preferences_of(request)
    try:
        market = find(state, preferences, on=timezone.now().date(), buyer_id=actor_of(request).organisation_id)
    except SearchUnavailable as unavailable:
        context = {"state": state, "refusal": unavailable, "search_query": state.text}
        return render(request, "buyers/search_unavailable.html", context, status=503)
    if state.page > 1 and state.page != market.page.number:
        return redirect(_address(state.but(page=market.page.number)))
    context = _context(market, preferences) | _addresses(request, market)
    htmx = getattr(request, "htmx", None)
    as_fragment = htmx and htmx.target == "results" and not htmx.history_restore_request
    template = "buyers/_market.html" if as_fragment else "buyers/search.html"
    response = render(request, template, context)
    if as_fragment:
        # The plain address of the state, without the empty fields a form sends along.
        response["HX-Push-Url"] = _address(state)
    response["Vary"] = "HX-Request, Cookie"
    return response


def _context(market: Market, preferences: Preferences) -> dict[str, Any]:
    state = market.state
    path = market.category.path if market.category else []
    page: Page = market.page
    return {
        "market": market,
        "state": state,
        "offers": market.offers,
        "page": page,
        "result": market.result,
        "filters": filters_of(state, market.facets, currency=preferences.currency, borders=market.borders),
        "branches": [
            (branch, count, _address(state.but(category=branch.slug)))
            for branch, count in branches_of(state, market.facets)
        ],
        "chips": [(chip.label, _address(chip.without)) for chip in chips_of(state, preferences.currency)],
        "clear_url": _address(MarketState(text=state.text)),
        "in_stock_count": market.facets.get("stock", {}).get("yes", 0),
        "sorts": SORTS,
        "grid_url": _address(state.but(view="grid", page=state.page)),
        "list_url": _address(state.but(view="list", page=state.page)),
        "as_typed_url": _address(state.but(as_typed=True)),
        "anywhere_url": _address(state.but(anywhere=True)),
        "up_url": _address(state.but(category=path[-2].slug if len(path) > 1 else "")),
        "search_query": state.text,
        "crumbs": [(str(_("All categories")), reverse("buyers:search")), *((each.label, each.url) for each in path)],
        "form_action": reverse("buyers:search"),
    }


def _addresses(request: HttpRequest, market: Market) -> dict[str, Any]:
    """The page's address without its filters, in every language; and what search engines read of a category."""
    state = market.state
    path, _mark, query = _address(MarketState(text=state.text, category=state.category, page=state.page)).partition("?")
    found = page_addresses(request, path, dict(parse_qsl(query)))
    if market.category is not None and not state.text:
        way = [(each.label, each.url) for each in market.category.path]
        found["structured_data"] = json_ld(breadcrumb_list(way, path))
        found["share"] = ShareCard(title=market.category.label)
    return found


def _address(state: MarketState) -> str:
    """Return the address of a state; a category without words has its own."""
    if state.category and not state.text:
        query = state.but(category="", page=state.page).query()
        path = reverse("buyers:category", args=[state.category])
    else:
        query = state.query()
        path = reverse("buyers:search")
    return f"{path}?{query}" if query else path
