"""What may be asked of the index, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

SORTS = ("relevance", "newest", "price", "price_down", "rating", "lead_time")
# Beyond this nobody reads on; a deeper page is answered as empty.
DEEPEST = 10_000
MOST_HITS = 100
# Upper ends of the steps people choose from; each count is "at most this".
MOQ_STEPS = (1, 10, 50, 100, 500)
LEAD_TIME_STEPS = (3, 7, 14, 30, 60)
# Tenths of a star; each count is "at least this".
RATING_STEPS = (45, 40, 30)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """
    One search. Every filter left empty filters nothing; several values of one filter mean any of them.

    Prices are cents of a euro. `price_edges` are the inner borders of the price steps to be counted. `ship_to`
    leaves out what the seller does not send there and what rules keep from going there. `as_typed` switches off
    correction of spelling.
    """

    text: str = ""
    language: str = "en"
    categories: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    ships_from: tuple[str, ...] = ()
    sellers: tuple[int, ...] = ()
    price_from: int | None = None
    price_to: int | None = None
    moq_at_most: int | None = None
    lead_time_at_most: int | None = None
    rating_at_least: int | None = None
    in_stock: bool = False
    ship_to: str = ""
    sort: str = "relevance"
    offset: int = 0
    limit: int = 24
    as_typed: bool = False
    facets: bool = True
    price_edges: tuple[int, ...] = ()
    # Answers wanted, `code=value`: any value of a code, every code. `spec_codes` are counted.
    specs: tuple[str, ...] = ()
    spec_codes: tuple[str, ...] = ()

    def without_filters(self) -> "SearchRequest":
        """Return the same search with none of its filters."""
        return replace(
            self, categories=(), kinds=(), origins=(), ships_from=(), sellers=(), price_from=None, price_to=None,
            moq_at_most=None, lead_time_at_most=None, rating_at_least=None, in_stock=False, ship_to="",
            specs=(),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchResult:
    """
    What was found: `count` in all and the primary keys of the listings of the page asked for, best first.

    `facets` maps a filter's name to its values and how many listings each would show under all *other* filters;
    steps map their border to the count, `spec:<code>` the answers to an attribute. `corrected` is the text searched
    instead of what was typed, `relaxed` that not every word had to be there, `without_filters` how many there would
    be without filters (only when none is).
    """

    count: int
    ids: list[int]
    took_ms: float
    facets: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)
    corrected: str = ""
    relaxed: bool = False
    without_filters: int = 0
