"""Type-ahead: what the words so far may become."""

from dataclasses import dataclass, field

from tantivy import Occur, Query, Searcher

from . import store
from .analysis import Word, query_words
from .query import prefix_terms, word_query
from .schema import SCHEMA

MOST_QUERIES = 5
MOST_SELLERS = 3
MOST_LISTINGS = 4


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Whole queries, and primary keys of sellers (organisations) and listings, each best first."""

    queries: list[str] = field(default_factory=list)
    sellers: list[int] = field(default_factory=list)
    listings: list[int] = field(default_factory=list)


def suggest(text: str, language: str) -> Suggestions:
    """
    Return what a person who has typed `text` may mean.

    :raises SearchUnavailable: if this host has no usable index at the moment.
    """
    words = query_words(text, language)
    if not words:
        return Suggestions()
    searcher, _mark = store.reader.searcher()
    try:
        clauses = [(Occur.Must, word_query(searcher, word, last=False)) for word in words[:-1]]
        before = Query.boolean_query(clauses) if clauses else None
        last = words[-1]
        return Suggestions(
            queries=_queries(searcher, words, before),
            sellers=_sellers(searcher, words),
            listings=_listings(searcher, before, last),
        )
    except BaseException as error:
        if isinstance(error, (OSError, ValueError)) or store.is_panic(error):
            store.reader.broken()
            raise store.SearchUnavailable from error
        raise


def _queries(searcher: Searcher, words: list[Word], before: Query | None) -> list[str]:
    """Finish the last word in the ways that occur together with the words before it, commonest first."""
    last = words[-1]
    if last.unspaced or len(last.surface) < 2:
        return []
    found = searcher.terms_with_prefix("words", last.surface, before, MOST_QUERIES * 2)
    start = " ".join(word.surface for word in words[:-1])
    finished = [term for term, _count in found if not term.isdecimal()]
    return [f"{start} {term}".strip() for term in finished][:MOST_QUERIES]


def _sellers(searcher: Searcher, words: list[Word]) -> list[int]:
    clauses = [(Occur.Must, Query.term_query(SCHEMA, "seller_words", word.surface)) for word in words[:-1]]
    last = words[-1]
    if last.unspaced or len(last.surface) < 2:
        return []
    ends = [term for term, _count in searcher.terms_with_prefix("seller_words", last.surface, None, 12)]
    if not ends:
        return []
    clauses.append((Occur.Must, Query.term_set_query(SCHEMA, "seller_words", ends)))
    counted = searcher.aggregate(
        Query.boolean_query(clauses), {"seller": {"terms": {"field": "seller", "size": MOST_SELLERS}}}
    )
    return [int(bucket["key"]) for bucket in counted["seller"]["buckets"]]


def _listings(searcher: Searcher, before: Query | None, last: Word) -> list[int]:
    ends = prefix_terms(searcher, last)
    choices = [word_query(searcher, last, last=True)]
    choices += [Query.term_query(SCHEMA, "words", term) for term in ends]
    final = Query.disjunction_max_query(choices, 0.0)
    query = Query.boolean_query([(Occur.Must, before), (Occur.Must, final)]) if before is not None else final
    found = searcher.search(query, MOST_LISTINGS, count=False)
    ids = searcher.fast_field_values("id", [address for _score, address in found.hits])
    return [int(pk) for pk in ids if pk is not None]
