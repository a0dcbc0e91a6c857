"""
From words to tantivy queries, and the search itself.

The queries are built from terms, never parsed, so nothing a person types can be a wildcard, an operator or an
error. `docs/algorithms/search.md` tells how a match is found and ranked.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tantivy import FieldType, Occur, Order, Query, Searcher

from . import store
from .analysis import Word, query_words
from .facets import count_facets
from .request import DEEPEST, MOST_HITS, SearchRequest, SearchResult
from .schema import EVERYWHERE, SCHEMA, TEXT_FIELDS, fold_code
from .spelling import speller

# How much a word counts by where it stands; measured, see docs/algorithms/search.md.
BOOSTS = {"title": 3.0, "tags": 2.0, "body": 1.0}
TIE_BREAKER = 0.7
PHRASE_BOOST = 0.5
# The very word that was typed ("blueberries") is worth a little more than another form of it ("blueberry").
EXACT_BOOST = 0.5
CODE_BOOST = 20.0
PREFIX_EXPANSIONS = 24
SAME_CATEGORY_BOOST = 6.0
_ORDERS: dict[str, tuple[str, Order]] = {
    "newest": ("published", Order.Desc),
    "price": ("price", Order.Asc),
    "price_down": ("price", Order.Desc),
    "rating": ("rating", Order.Desc),
    "lead_time": ("lead_time", Order.Asc),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a text will be matched: the query, what it was corrected to, whether some words may be missing."""

    query: Query
    corrected: str = ""
    relaxed: bool = False


def search(request: SearchRequest) -> SearchResult:
    """
    Find the listings that fit `request`.

    :raises SearchUnavailable: if this host has no usable index at the moment.
    """
    started = time.perf_counter()
    searcher, mark = store.reader.searcher()
    try:
        result = _search(searcher, mark, request)
    except BaseException as error:
        if isinstance(error, (OSError, ValueError)) or store.is_panic(error):
            store.reader.broken()
            raise store.SearchUnavailable from error
        raise
    took_ms = (time.perf_counter() - started) * 1000
    return SearchResult(
        count=result.count,
        ids=result.ids,
        took_ms=round(took_ms, 2),
        facets=result.facets,
        corrected=result.corrected,
        relaxed=result.relaxed,
        without_filters=result.without_filters,
    )


def _search(searcher: Searcher, mark: str, request: SearchRequest) -> SearchResult:
    filters = filter_queries(request)
    plan = make_plan(searcher, mark, request)
    found = _run(searcher, request, _under(plan.query, filters.values()))
    without_filters = 0
    if not found[0] and filters:
        without_filters = count(searcher, plan.query)
    facets = count_facets(searcher, mark, request, plan.query, filters) if request.facets else {}
    return SearchResult(
        count=found[0],
        ids=found[1],
        took_ms=0,
        facets=facets,
        corrected=plan.corrected,
        relaxed=plan.relaxed,
        without_filters=without_filters,
    )


def _run(searcher: Searcher, request: SearchRequest, query: Query) -> tuple[int, list[int]]:
    limit = max(1, min(request.limit, MOST_HITS))
    offset = max(0, request.offset)
    if offset > DEEPEST:
        return count(searcher, query), []
    sort = request.sort
    if sort == "relevance" and not request.text.strip():
        order: tuple[str, Order] | None = ("standing", Order.Desc)
    else:
        order = _ORDERS.get(sort)
    if order is None:
        found = searcher.search(query, limit, count=True, offset=offset)
    else:
        found = searcher.search(query, limit, count=True, offset=offset, order_by_field=order[0], order=order[1])
    ids = searcher.fast_field_values("id", [address for _score, address in found.hits])
    # The stubs leave `count` out.
    return int(found.count), [int(pk) for pk in ids if pk is not None]  # type: ignore[attr-defined]


def count(searcher: Searcher, query: Query) -> int:
    """Return how many listings `query` matches."""
    return int(searcher.search(query, 1, count=True).count)  # type: ignore[attr-defined]


def _under(query: Query, filters: Iterable[Query]) -> Query:
    clauses = [(Occur.Must, query), *((Occur.Must, each) for each in filters)]
    return Query.boolean_query(clauses) if len(clauses) > 1 else query


def make_plan(searcher: Searcher, mark: str, request: SearchRequest) -> Plan:
    """
    Decide how to match the text: all words; else with unknown words corrected; else as many words as can be had.

    Whether something matches is judged before filters, so that a filter never changes what the words mean.
    """
    words = query_words(request.text, request.language)
    if not words:
        return Plan(Query.all_query() if not request.text.strip() else Query.empty_query())
    code = fold_code(request.text[:100])
    code_query = Query.boost_query(Query.term_query(SCHEMA, "codes", code), CODE_BOOST) if code else None
    unknown = [word for word in words if not is_known(searcher, word)]
    if not unknown or request.as_typed:
        return _best_of(searcher, words, code_query, relax=not request.as_typed)
    # The last word may not be finished; the others, and it too if nothing starts with it, may be misspelt.
    fixed: list[Word] = []
    changed = False
    for place, word in enumerate(words):
        if word not in unknown or (place == len(words) - 1 and prefix_terms(searcher, word)):
            fixed.append(word)
            continue
        better = speller.correct(searcher, mark, word.surface) if not word.unspaced else ""
        changed = changed or bool(better)
        fixed += query_words(better, request.language) if better else [word]
    if code_query is not None and count(searcher, code_query):
        return Plan(code_query)
    plan = _best_of(searcher, fixed, code_query, relax=True)
    corrected = " ".join(word.surface for word in fixed) if changed else ""
    return Plan(plan.query, corrected, plan.relaxed)


def is_known(searcher: Searcher, word: Word) -> bool:
    """Tell whether any listing has `word`."""
    if word.unspaced:
        return True
    return any(searcher.doc_freq(field, term) for field in TEXT_FIELDS for term in word.terms)


def prefix_terms(searcher: Searcher, word: Word) -> list[str]:
    """Return the commonest words that start with an unfinished `word`."""
    if word.unspaced or len(word.surface) < 2:
        return []
    return [term for term, _count in searcher.terms_with_prefix("words", word.surface, None, PREFIX_EXPANSIONS)]


def _best_of(searcher: Searcher, words: list[Word], code_query: Query | None, *, relax: bool) -> Plan:
    clauses = [word_query(searcher, word, last=place == len(words) - 1) for place, word in enumerate(words)]
    extras = [query for query in (code_query, phrase_query(words)) if query is not None]
    strict = _with_extras(Query.boolean_query([(Occur.Must, clause) for clause in clauses]), extras)
    if len(clauses) == 1 or not relax:
        return Plan(strict)
    if count(searcher, strict):
        return Plan(strict)
    needed = len(clauses) - 1
    while needed > 1:
        loose = Query.boolean_query([(Occur.Should, clause) for clause in clauses], minimum_number_should_match=needed)
        if count(searcher, loose):
            return Plan(_with_extras(loose, extras), relaxed=True)
        needed -= 1
    loose = Query.boolean_query([(Occur.Should, clause) for clause in clauses])
    return Plan(_with_extras(loose, extras), relaxed=True)


def _with_extras(query: Query, extras: list[Query]) -> Query:
    if not extras:
        return query
    return Query.boolean_query([(Occur.Must, query), *((Occur.Should, extra) for extra in extras)])


def word_query(searcher: Searcher, word: Word, *, last: bool) -> Query:
    """Return the query for one word: the best of its fields counts, the others add a little."""
    if word.unspaced and len(word.terms) > 1:
        # Neighbouring pairs are a substring of the listing's text.
        choices = [
            Query.boost_query(Query.phrase_query(SCHEMA, field, list(word.terms)), boost)
            for field, boost in BOOSTS.items()
        ]
        return Query.disjunction_max_query(choices, TIE_BREAKER)
    terms: list[str] = list(word.terms)
    if last and not is_known(searcher, word):
        choices = [
            Query.boost_query(Query.term_query(SCHEMA, "words", term), BOOSTS["title"])
            for term in prefix_terms(searcher, word)
        ]
        if choices:
            return Query.disjunction_max_query(choices, 0.0)
    choices = [
        Query.boost_query(Query.term_query(SCHEMA, field, term), boost)
        for field, boost in BOOSTS.items()
        for term in terms
    ]
    any_form = Query.disjunction_max_query(choices, TIE_BREAKER)
    if word.unspaced:
        return any_form
    exact = Query.boost_query(Query.term_query(SCHEMA, "words", word.surface), EXACT_BOOST)
    return Query.boolean_query([(Occur.Must, any_form), (Occur.Should, exact)])


def phrase_query(words: list[Word]) -> Query | None:
    """Return a bonus for titles that have all the words close together, or None for one word."""
    plain = [word for word in words if not word.unspaced]
    if len(plain) < 2:
        return None
    return Query.boost_query(Query.phrase_query(SCHEMA, "title", [word.stem for word in plain], slop=2), PHRASE_BOOST)


def similar(listing_id: int, title: str, language: str, category_id: int | None, *, most: int) -> list[int]:
    """
    Return listings like one that is shown: words of its title, and the same category before others.

    :raises SearchUnavailable: if this host has no usable index at the moment.
    """
    searcher, _mark = store.reader.searcher()
    words = query_words(title, language)
    clauses = [(Occur.Should, word_query(searcher, word, last=False)) for word in words]
    if category_id is not None:
        same = Query.const_score_query(Query.term_query(SCHEMA, "category", str(category_id)), SAME_CATEGORY_BOOST)
        clauses.append((Occur.Should, same))
    if not clauses:
        return []
    like = Query.boolean_query(clauses)
    itself = Query.term_query(SCHEMA, "id", listing_id)
    found = searcher.search(Query.boolean_query([(Occur.Must, like), (Occur.MustNot, itself)]), most, count=False)
    ids = searcher.fast_field_values("id", [address for _score, address in found.hits])
    return [int(pk) for pk in ids if pk is not None]


def filter_queries(request: SearchRequest) -> dict[str, Query]:
    """Return a query for each filter in use, by the name of its facet. Filters do not change the score."""
    filters: dict[str, Query] = {}

    def any_of(name: str, field: str, values: Sequence[object]) -> None:
        if values:
            # Not a term set query: that one gathers every listing of the values first, this one only looks up.
            terms = [Query.term_query(SCHEMA, field, str(value)) for value in values]
            found = terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, term) for term in terms])
            filters[name] = Query.const_score_query(found, 0.0)

    def between(name: str, field: str, low: int | None, high: int | None) -> None:
        if low is not None or high is not None:
            found = Query.range_query(SCHEMA, field, FieldType.Unsigned, _unsigned(low), _unsigned(high))
            filters[name] = Query.const_score_query(found, 0.0)

    any_of("category", "path", request.categories)
    any_of("kind", "kind", request.kinds)
    any_of("origin", "origin", request.origins)
    any_of("ships_from", "ships_from", request.ships_from)
    any_of("seller", "seller", request.sellers)
    any_of("stock", "stock", ["yes"] if request.in_stock else [])
    any_of("ship_to", "ships_to", [request.ship_to, EVERYWHERE] if request.ship_to else [])
    if request.ship_to:
        stopped = Query.term_query(SCHEMA, "stopped_in", request.ship_to)
        may_go = Query.boolean_query([(Occur.Must, filters["ship_to"]), (Occur.MustNot, stopped)])
        filters["ship_to"] = Query.const_score_query(may_go, 0.0)
    for code, values in by_code(request.specs).items():
        any_of(f"spec:{code}", "spec", values)
    between("price", "price", request.price_from, request.price_to)
    between("moq", "moq", None, request.moq_at_most)
    between("lead_time", "lead_time", None, request.lead_time_at_most)
    between("rating", "rating", request.rating_at_least, None)
    return filters


def by_code(specs: Sequence[str]) -> dict[str, list[str]]:
    """Return the answers wanted, by the code of their attribute."""
    found: dict[str, list[str]] = {}
    for spec in specs:
        found.setdefault(spec.partition("=")[0], []).append(spec)
    return found


def _unsigned(value: int | None) -> int | None:
    return None if value is None else max(0, min(value, 2**63))
