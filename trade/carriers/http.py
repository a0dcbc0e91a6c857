"""Calls to carriers: bounded in time and size, one repeat where nothing was heard, every failure a CarrierAway."""

import time
from collections.abc import Mapping
from typing import Any

import httpx
import structlog
from django.conf import settings

from trade.carriers.port import CarrierAway

log = structlog.get_logger(__name__)

LARGEST_ANSWER = 2_000_000
# Asked once more only while there is time left before the deadline of a quote.
REPEAT_WITHIN_SECONDS = 3.0
NO_ANSWER: Any = object()


class CarrierRefused(CarrierAway):
    """The carrier answered with a definite no; `answer` is what it said, as JSON, or None."""

    def __init__(self, status: int, answer: Any) -> None:
        super().__init__(f"the carrier answered {status}")
        self.status, self.answer = status, answer


def call(method: str, url: str, *, not_found: Any = NO_ANSWER, **given: Any) -> Any:
    """
    Return the JSON a carrier answers. A 404 returns `not_found` where one is given.

    :raises CarrierRefused: if it answers 4xx.
    :raises CarrierAway: if it does not answer in time, answers 5xx, too much, or what is not JSON.
    """
    began = time.monotonic()
    while True:
        try:
            return _call_once(method, url, not_found, given)
        except CarrierRefused:
            raise
        except CarrierAway as failure:
            if time.monotonic() - began > REPEAT_WITHIN_SECONDS or isinstance(failure.__cause__, ValueError):
                log.warning("carrier_away", url=url.partition("?")[0], failure=str(failure))
                raise
            began -= REPEAT_WITHIN_SECONDS


def _call_once(method: str, url: str, not_found: Any, given: Mapping[str, Any]) -> Any:
    try:
        # Addresses of carriers are settings: no proxy or redirect leads a signed request elsewhere.
        with httpx.Client(timeout=settings.CARRIER_TIMEOUT_SECONDS, trust_env=False) as client:
            answer = client.request(method, url, **given)
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        raise CarrierAway(f"no answer: {failure}") from failure
    if answer.status_code == 404 and not_found is not NO_ANSWER:
        return not_found
    if answer.status_code >= 500 or 300 <= answer.status_code < 400:
        raise CarrierAway(f"the carrier answered {answer.status_code}")
    if len(answer.content) > LARGEST_ANSWER:
        raise CarrierAway("the answer is larger than it can be")
    try:
        found = answer.json() if answer.content else {}
    except ValueError as failure:
        if answer.status_code >= 400:
            raise CarrierRefused(answer.status_code, None) from failure
        raise CarrierAway("the answer is not JSON") from failure
    if answer.status_code >= 400:
        raise CarrierRefused(answer.status_code, found)
    return found
