"""
Search: an embedded index on each host's disk, fed from Postgres, which stays the truth.

`search` and `suggest` ask it, `rebuild` makes it, `Follower` keeps it fresh. How it matches and ranks is told in
`docs/algorithms/search.md`.
"""

from .query import search, similar
from .request import SearchRequest, SearchResult
from .store import SearchUnavailable, index_ready
from .suggest import Suggestions, suggest

__all__ = [
    "SearchRequest",
    "SearchResult",
    "SearchUnavailable",
    "Suggestions",
    "index_ready",
    "search",
    "similar",
    "suggest",
]
