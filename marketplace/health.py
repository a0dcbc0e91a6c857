"""
What load balancers, orchestrators and Prometheus ask.

`/healthz`: the process answers; a failure means restart it. `/readyz`: what it leans on answers too; a failure means
send people elsewhere for now. Neither tells more than names, states and milliseconds.
"""

import secrets
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from buyers.search import index_ready
from marketplace import heartbeat
from trade.queries.screening import list_troubles

#: Seconds within which every check has answered, or counts as failed.
PATIENCE = 2.5
#: Seconds without a consumed heartbeat after which no worker is at work. Beat queues one every five.
OLDEST_HEARTBEAT = 30.0
#: The same for bulk work, where one comes each minute and waits its turn.
OLDEST_BULK_HEARTBEAT = 300.0

# A check that hangs keeps its thread; no more than these can ever hang, later probes then simply fail.
_threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="readyz")


class ProbeMiddleware:
    """
    Answers the two probes before anything else does.

    Those who probe know an address, not a host name, and must hear of a lost database as 503: so neither the check of
    the host nor sessions, actors or redirects to TLS come before them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._probes = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if probe := self._probes.get(request.path):
            return probe(request)
        return self._get_response(request)


class NotReady(Exception):
    """What is wrong, in words that may be shown to anybody."""


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """This process serves requests. Asks nothing of database, Redis or disk."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when every part is ready; 503 otherwise, with the culprits named in `failing`."""
    body = report()
    return JsonResponse(body, status=503 if body["failing"] else 200)


def report() -> dict[str, Any]:
    """Ask every part at once; returns `{status, failing, parts: {name: {status, ms, ...}}}`."""
    began = time.monotonic()
    asked = {name: _threads.submit(_timed, check) for name, check in CHECKS.items()}
    parts = {name: _answer(future, began + PATIENCE - time.monotonic()) for name, future in asked.items()}
    failing = [name for name, part in parts.items() if part["status"] not in ("ok", "warning")]
    return {"status": "unavailable" if failing else "ok", "failing": failing, "parts": parts}


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' page for bearers of `METRICS_TOKEN`; to others it does not exist."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given.encode(), expected.encode()):
        raise Http404
    from django_prometheus.exports import ExportToDjangoView

    return ExportToDjangoView(request)


def check_database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    finally:
        # The probe's thread is not a request: nobody else would close what it opened.
        connection.close()
    return {}


def check_redis() -> dict[str, Any]:
    with heartbeat.connection() as client:
        client.ping()
    return {}


def check_worker() -> dict[str, Any]:
    last = heartbeat.last_heartbeat("prompt")
    if last is None:
        raise NotReady("no worker has been heard")
    if last.age > OLDEST_HEARTBEAT:
        raise NotReady(f"no worker has been heard for {last.age:.0f} s")
    return {"age_seconds": round(last.age, 1)}


def check_bulk_worker() -> dict[str, Any]:
    """
    Silence is said, and is no reason to send people elsewhere: imports and exports wait, or keep every bulk worker
    busy; pages, offers and money go on.
    """
    last = heartbeat.last_heartbeat("bulk")
    if last is None:
        return {"status": "warning", "problem": "no bulk worker has been heard"}
    if last.age > OLDEST_BULK_HEARTBEAT:
        return {"status": "warning", "problem": f"no bulk worker has been heard for {last.age:.0f} s"}
    return {"age_seconds": round(last.age, 1)}


def check_search() -> dict[str, Any]:
    if not index_ready():
        raise NotReady("there is no usable index; `manage.py rebuild_index` makes one")
    return {}


def check_screening() -> dict[str, Any]:
    """
    Lists that are missing or too old are said, and are no reason to send people elsewhere: every other host has the
    same, and all but trade itself goes on.
    """
    try:
        troubles = list_troubles(timezone.now())
    except DatabaseError:
        return {"status": "warning", "problem": "denied-party lists: not known while the database is away"}
    finally:
        connection.close()
    if not troubles:
        return {}
    said = [f"{each.code} {'missing' if each.age_days is None else f'{each.age_days} days old'}" for each in troubles]
    return {"status": "warning", "problem": "denied-party lists: " + ", ".join(said)}


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": check_database,
    "redis": check_redis,
    "worker": check_worker,
    "bulk": check_bulk_worker,
    "search": check_search,
    "screening": check_screening,
}


def _timed(check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    began = time.monotonic()
    try:
        part = {"status": "ok", **check()}
    except NotReady as problem:
        part = {"status": "failed", "problem": str(problem)}
    except Exception as error:  # any failure of a dependency is an answer here, and its text may hold an address
        part = {"status": "failed", "problem": type(error).__name__}
    return {**part, "ms": round((time.monotonic() - began) * 1000, 1)}


def _answer(future: Future[dict[str, Any]], seconds: float) -> dict[str, Any]:
    try:
        return future.result(timeout=max(0.0, seconds))
    except Late:
        future.cancel()
        return {"status": "failed", "problem": "no answer in time", "ms": PATIENCE * 1000}
