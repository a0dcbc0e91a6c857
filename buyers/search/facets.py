"""How many listings each filter would show: counted under all the other filters, as people expect."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from tantivy import Occur, Query, Searcher

from .request import LEAD_TIME_STEPS, MOQ_STEPS, RATING_STEPS, SearchRequest

# All answers to what a category asks are counted at once, under one name.
SPECS = "specs"
MOST_ANSWERS = 1_000
MOST_VALUES = {"category": 2_000, "kind": 10, "origin": 300, "ships_from": 300, "seller": 20, "stock": 2}
Facets = dict[str, Mapping[Any, int]]


def aggregations(request: SearchRequest) -> dict[str, dict[str, Any]]:
    """Return what tantivy is asked to count, by the name of the facet."""
    asked: dict[str, dict[str, Any]] = {
        name: {"terms": {"field": name, "size": size}} for name, size in MOST_VALUES.items()
    }
    steps = {"moq": (MOQ_STEPS, 1), "lead_time": (LEAD_TIME_STEPS, 1), "rating": (sorted(RATING_STEPS), 0)}
    for name, (borders, shift) in steps.items():
        asked[name] = {"range": {"field": name, "ranges": _ranges([border + shift for border in borders])}}
    if request.spec_codes:
        chosen = {spec.partition("=")[0] for spec in request.specs}
        for name in (SPECS, *(f"spec:{code}" for code in request.spec_codes if code in chosen)):
            asked[name] = {"terms": {"field": "spec", "size": MOST_ANSWERS}}
    if request.price_edges:
        asked["price"] = {"range": {"field": "price", "ranges": _ranges(list(request.price_edges))}}
    return asked


def _ranges(borders: list[int]) -> list[dict[str, int]]:
    ranges: list[dict[str, int]] = [{"to": borders[0]}]
    ranges += [{"from": low, "to": high} for low, high in pairwise(borders)]
    return [*ranges, {"from": borders[-1]}]


def count_facets(
    searcher: Searcher, mark: str, request: SearchRequest, query: Query, filters: Mapping[str, Query]
) -> Facets:
    """Return the counts of every facet. Browsing without words or filters is remembered until the index changes."""
    whole_catalogue = not request.text.strip() and not (filters.keys() - {"ship_to"})
    key = (mark, request.ship_to, request.price_edges, request.spec_codes)
    if whole_catalogue and (kept := _kept.get(key)) is not None:
        return kept
    asked = aggregations(request)
    unfiltered = {name: what for name, what in asked.items() if name not in filters}
    counted = _aggregate(searcher, query, filters, leave_out="", asked=unfiltered)
    for name in asked.keys() & filters.keys():
        counted |= _aggregate(searcher, query, filters, leave_out=name, asked={name: asked[name]})
    facets: Facets = {name: _read(name, counted[name], request) for name in asked if "spec" not in name}
    facets |= _answers(counted, request)
    if whole_catalogue:
        _kept.put(key, facets)
    return facets


def _aggregate(
    searcher: Searcher, query: Query, filters: Mapping[str, Query], *, leave_out: str, asked: dict[str, Any]
) -> dict[str, Any]:
    clauses = [(Occur.Must, query), *((Occur.Must, each) for name, each in filters.items() if name != leave_out)]
    return searcher.aggregate(Query.boolean_query(clauses) if len(clauses) > 1 else query, asked)


def _answers(counted: Mapping[str, dict[str, Any]], request: SearchRequest) -> Facets:
    """Sort the counted answers by attribute; one that narrows the result is counted as if it did not."""
    found: Facets = {}
    for code in request.spec_codes:
        answer = counted.get(f"spec:{code}") or counted[SPECS]
        values = {
            bucket["key"].removeprefix(f"{code}="): bucket["doc_count"]
            for bucket in answer["buckets"]
            if bucket["key"].startswith(f"{code}=")
        }
        found[f"spec:{code}"] = values
    return found


def _read(name: str, answer: dict[str, Any], request: SearchRequest) -> dict[Any, int]:
    buckets = answer["buckets"]
    if name in MOST_VALUES:
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets if bucket["key"] != ""}
    counts = [bucket["doc_count"] for bucket in sorted(buckets, key=lambda bucket: bucket.get("from") or 0.0)]
    if name == "moq":
        return {step: sum(counts[: place + 1]) for place, step in enumerate(MOQ_STEPS)}
    if name == "lead_time":
        return {step: sum(counts[: place + 1]) for place, step in enumerate(LEAD_TIME_STEPS)}
    if name == "rating":
        borders = sorted(RATING_STEPS)
        return {step: sum(counts[borders.index(step) + 1 :]) for step in RATING_STEPS}
    return dict(enumerate(counts))


class _Kept:
    """The last few answers, oldest out first."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[Any, Facets] = OrderedDict()

    def get(self, key: Any) -> Facets | None:
        with self._lock:
            return self._answers.get(key)

    def put(self, key: Any, facets: Facets) -> None:
        with self._lock:
            self._answers[key] = facets
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)


_kept = _Kept()
