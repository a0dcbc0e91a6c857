"""One search page worked out: from the state in its address to everything the page, or the API, shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator

from accounts.preferences import Preferences
from buyers.categories import Branch, tree
from buyers.facets_shown import price_steps, seller_id_of, to_euro_cents
from buyers.market_state import MOST_PAGES, PAGE_SIZE, MarketState
from buyers.offers import Offer, offers
from buyers.search import SearchRequest, SearchResult, search
from trade import queries as trade

# A seller that is not there narrows the result to nothing, not to everything.
NOBODY = 0


@dataclass(frozen=True)
class Market:
    """What a search page shows."""

    state: MarketState
    result: SearchResult
    offers: list[Offer]
    page: Page
    category: Branch | None
    borders: list[Decimal]

    @property
    def facets(self) -> Mapping[str, Mapping[Any, int]]:
        return self.result.facets


def find(
    state: MarketState,
    preferences: Preferences,
    *,
    on: date,
    page_size: int = PAGE_SIZE,
    facets: bool = True,
    buyer_id: int | None = None,
) -> Market:
    """
    Search as `state` says, for a reader with `preferences`, of the organisation `buyer_id` if of any.

    :raises SearchUnavailable: if this host has no usable index at the moment.
    """
    rates = trade.current_rates(on)
    borders, edges = price_steps(preferences.currency, rates)
    category = tree().by_slug.get(state.category)
    codes = tuple(each.code for each in tree().facets_in(category))
    sellers: tuple[int, ...] = (seller_id_of(state.seller) or NOBODY,) if state.seller else ()
    request = SearchRequest(
        text=state.text,
        language=preferences.language,
        categories=(category.id,) if category else (),
        kinds=state.kinds,
        origins=state.origins,
        ships_from=state.ships_from,
        sellers=sellers,
        price_from=to_euro_cents(state.price_from, preferences.currency, rates),
        price_to=to_euro_cents(state.price_to, preferences.currency, rates),
        moq_at_most=state.moq or None,
        lead_time_at_most=state.lead_time or None,
        rating_at_least=int(Decimal(state.rating) * 10) if state.rating else None,
        in_stock=state.in_stock,
        ship_to="" if state.anywhere else preferences.ship_to,
        sort=state.sort,
        offset=(state.page - 1) * page_size,
        limit=page_size,
        as_typed=state.as_typed,
        facets=facets,
        price_edges=tuple(edges),
        specs=tuple(spec for spec in state.specs if spec.partition("=")[0] in codes),
        spec_codes=codes,
    )
    result = search(request)
    found = offers(
        result.ids,
        preferences,
        on=on,
        quantity=state.quantity,
        say_why_not=state.anywhere,
        buyer_id=buyer_id,
    )
    # Only counts: the page of rows is already cut.
    paginator = Paginator(range(min(result.count, MOST_PAGES * page_size)), page_size)
    page = Page(found, state.page if 1 <= state.page <= paginator.num_pages else paginator.num_pages, paginator)
    return Market(state, result, found, page, category, borders)
