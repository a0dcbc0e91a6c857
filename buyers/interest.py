"""
Views of listings, on their way from the product page to the counts.

A view is one addition in Redis; the worker carries what has gathered to PostgreSQL every minute. Nothing about the
reader is kept but the country they have things sent to. Without Redis pages open as ever and the views are lost.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest
from redis import Redis
from redis.exceptions import RedisError

from sellers.models import Listing

log = structlog.get_logger(__name__)

GATHERING = "bridgeway:interest:gathering"
COUNTING = "bridgeway:interest:counting"
NAME = "bridgeway:interest:name"
# Programs say so in their name; a link preview is no reader either.
_PROGRAM = re.compile(r"bot|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|headless", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class View:
    """So many views of one listing from one country on one day."""

    listing_id: int
    organisation_id: int
    ship_to: str
    day: date
    views: int


def note_view(request: HttpRequest, listing: Listing, *, ship_to: str, now: datetime) -> None:
    """Count that somebody opened `listing`, unless a program did."""
    if _PROGRAM.search(request.headers.get("User-Agent", "bot")) or "prefetch" in request.headers.get(
        "Sec-Purpose", ""
    ):
        return
    try:
        _redis().hincrby(GATHERING, f"{listing.pk}:{listing.organisation_id}:{ship_to}:{now:%Y-%m-%d}", 1)
    except RedisError as problem:
        log.warning("view_not_counted", problem=str(problem))


@contextmanager
def gathered(key: str) -> Iterator[tuple[str, list[View]]]:
    """
    Give what has gathered since the last time, with the name of its batch, and forget it when the block ends well.

    A batch that was begun and not ended is given again, under its own name, before anything new; `key` names a new one.
    """
    redis = _redis()
    if redis.set(NAME, key, nx=True) and redis.exists(GATHERING):
        redis.rename(GATHERING, COUNTING)
    yield str(redis.get(NAME)), [_view(field, count) for field, count in redis.hgetall(COUNTING).items()]
    redis.delete(COUNTING, NAME)


def _view(field: str, count: str) -> View:
    listing, organisation, ship_to, day = field.split(":")
    return View(int(listing), int(organisation), ship_to, date.fromisoformat(day), int(count))


@cache
def _redis() -> Any:
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, decode_responses=True)
