"""Events and the webhook outbox: every event is delivered at least once, by several workers, in no promised order."""

import hashlib
import heapq
import hmac
import http.client
import itertools
import json
import random
import threading
import time
import traceback
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from . import errors
from .api import Call, endpoint, public
from .ids import new_id
from .settings import API_VERSION
from .store import Row, Transaction

if TYPE_CHECKING:
    from .app import Sandbox

WORKERS = 8
MOST_ATTEMPTS = 16
SEND_TIMEOUT = 10.0
DEFAULT_ENDPOINT = "default"


def signature(body: bytes, secret: str, timestamp: int) -> str:
    """The ``Stripe-Signature`` header: HMAC-SHA256 over ``timestamp.body``."""
    digest = hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def _connected_account(subject: Row) -> str | None:
    """Whose news it is when the object itself is about a connected account."""
    if subject["object"] == "account":
        return str(subject["id"])
    return subject["account"] if subject["object"] in ("capability", "bank_account") else None


def backoff(attempts: int) -> float:
    """Seconds until the next attempt: 0.25, 0.5, 1, ... 60, give or take a quarter."""
    return min(60.0, 0.25 * 2.0 ** (attempts - 1)) * random.uniform(0.75, 1.25)  # noqa: S311 (no secret)


class Events:
    """Records events with their transaction and delivers them afterwards; deliveries survive a restart."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._ready = threading.Condition()
        self._queue: list[tuple[float, int, str]] = []
        self._order = itertools.count()
        self._paused = False
        self._stopped = False

    def record(self, call: Call, type: str, subject: Row, previous: Row | None = None) -> Row:
        """Write the event and one delivery per interested endpoint (more if a fault says so)."""
        data: dict[str, Any] = {"object": public(subject)}
        if previous is not None:
            data["previous_attributes"] = public(previous)
        event: Row = {
            "id": new_id("evt"), "object": "event", "api_version": API_VERSION, "created": call.now, "data": data,
            "livemode": False, "pending_webhooks": 0, "context": None,
            "request": {"id": call.request_id, "idempotency_key": call.idempotency_key}, "type": type,
            "_account": None,
        }  # fmt: skip
        account = subject.get("_account") or _connected_account(subject)
        if account:
            event["account"] = account
        endpoints = self._endpoints(call.tx, type)
        event["pending_webhooks"] = len(endpoints)
        call.tx.put("events", event)
        for target in endpoints:
            copies = 1 + self._sandbox.faults.copies(type)
            for _ in range(copies):
                self._plan(call.tx, event["id"], target, self._sandbox.faults.hold_back(type))
        return event

    def resend(self, tx: Transaction, event_id: str) -> None:
        """Deliver an event again, whatever happened before. :raises StripeError: if there is no such event."""
        event = tx.get("events", event_id)
        if event is None:
            raise errors.resource_missing("event", event_id)
        for target in self._endpoints(tx, event["type"]):
            self._plan(tx, event_id, target, 0.0)

    def pause(self) -> None:
        with self._ready:
            self._paused = True

    def resume(self) -> None:
        with self._ready:
            self._paused = False
            self._ready.notify_all()

    @property
    def paused(self) -> bool:
        return self._paused

    def start(self) -> None:
        """Take up what an earlier run left undelivered and start the workers."""
        with self._sandbox.store.transaction() as tx:
            waiting = [row["id"] for row in tx.rows("deliveries") if row["state"] == "pending"]
        for left_over in waiting:
            self._enqueue(str(left_over), 0.0)
        for number in range(WORKERS):
            threading.Thread(target=self._work, name=f"sandbox-webhook-{number}", daemon=True).start()

    def stop(self) -> None:
        with self._ready:
            self._stopped = True
            self._ready.notify_all()

    def _endpoints(self, tx: Transaction, type: str) -> list[str]:
        found = [DEFAULT_ENDPOINT] if self._sandbox.settings.webhook_url else []
        asked = (row for row in tx.rows("webhook_endpoints") if {"*", type} & set(row["enabled_events"]))
        return found + [row["id"] for row in asked if row["status"] == "enabled"]

    def _plan(self, tx: Transaction, event_id: str, target: str, wait: float) -> None:
        delivery: Row = {"id": new_id("dlv"), "event": event_id, "endpoint": target, "state": "pending", "attempts": []}
        tx.put("deliveries", delivery)
        tx.after_commit.append(lambda: self._enqueue(delivery["id"], wait))

    def _enqueue(self, delivery_id: str, wait: float) -> None:
        with self._ready:
            heapq.heappush(self._queue, (time.monotonic() + wait, next(self._order), delivery_id))
            self._ready.notify()

    def _next(self) -> str | None:
        """Wait for the next due delivery; None when stopping."""
        with self._ready:
            while not self._stopped:
                if self._paused or not self._queue:
                    self._ready.wait()
                    continue
                wait = self._queue[0][0] - time.monotonic()
                if wait <= 0:
                    return heapq.heappop(self._queue)[2]
                self._ready.wait(wait)
        return None

    def _work(self) -> None:
        while (delivery_id := self._next()) is not None:
            try:
                self._deliver(delivery_id)
            except Exception:  # a worker that dies would silently slow every later delivery
                traceback.print_exc()

    def _deliver(self, delivery_id: str) -> None:
        store = self._sandbox.store
        with store.transaction() as tx:
            delivery = tx.get("deliveries", delivery_id)
            event = tx.get("events", delivery["event"]) if delivery else None
            target = self._target(tx, delivery["endpoint"]) if delivery else None
        if delivery is None or event is None or delivery["state"] != "pending":
            return
        started = time.monotonic()
        status: int | None
        problem: str | None
        if target is None:
            status, problem = None, "endpoint removed"
        elif self._sandbox.faults.drops(event["type"]):
            status, problem = None, "dropped by a fault"
        else:
            status, problem = self._send(event, *target)
        with store.transaction() as tx:
            delivery = tx.get("deliveries", delivery_id)
            if delivery is None:  # the sandbox was reset meanwhile
                return
            taken = round(time.monotonic() - started, 3)
            attempt = {"at": self._sandbox.clock.now(), "status": status, "problem": problem, "seconds": taken}
            delivery["attempts"].append(attempt)
            if status is not None and 200 <= status < 300:
                delivery["state"] = "delivered"
                self._count_down(tx, event["id"])
            elif target is None or len(delivery["attempts"]) >= MOST_ATTEMPTS:
                delivery["state"] = "failed"
            else:
                wait = backoff(len(delivery["attempts"]))
                tx.after_commit.append(lambda: self._enqueue(delivery_id, wait))
            tx.put("deliveries", delivery)

    def _count_down(self, tx: Transaction, event_id: str) -> None:
        event = tx.get("events", event_id)
        if event is not None and event["pending_webhooks"]:
            event["pending_webhooks"] -= 1
            tx.put("events", event)

    def _target(self, tx: Transaction, name: str) -> tuple[str, str] | None:
        settings = self._sandbox.settings
        if name == DEFAULT_ENDPOINT:
            return (settings.webhook_url, settings.webhook_secret) if settings.webhook_url else None
        row = tx.get("webhook_endpoints", name)
        return (row["url"], row["_secret"]) if row and row["status"] == "enabled" else None

    def _send(self, event: Row, url: str, secret: str) -> tuple[int | None, str | None]:
        body = json.dumps(public(event), indent=2).encode()
        # The receiver compares with its own clock, so the signature carries real time, not the sandbox's.
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)", "Accept": "*/*; q=0.5, application/xml",
            "Cache-Control": "no-cache", "Connection": "close",
            "Stripe-Signature": signature(body, secret, int(time.time())),
        }  # fmt: skip
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=SEND_TIMEOUT)
        try:
            connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
            return connection.getresponse().status, None
        except (OSError, http.client.HTTPException) as error:
            return None, f"{type(error).__name__}: {error}"[:200]
        finally:
            connection.close()


@endpoint("GET", "/v1/events/{id}")
def retrieve_event(call: Call) -> Row:
    row = call.tx.get("events", call.path["id"])
    if row is None or (call.account is not None and row.get("account") != call.account):
        raise errors.resource_missing("event", call.path["id"])
    return row


@endpoint("GET", "/v1/events", "limit starting_after ending_before created type types delivery_success")
def list_events(call: Call) -> Row:
    wanted = call.parameters.get("types") or ([call.text("type")] if call.text("type") else None)
    success = call.boolean("delivery_success") if "delivery_success" in call.parameters else None

    def matches(event: Row) -> bool:
        type_fits = wanted is None or any(
            event["type"] == name or (name.endswith(".*") and event["type"].startswith(name[:-1])) for name in wanted
        )
        return type_fits and (success is None or (event["pending_webhooks"] == 0) == success)

    if call.account:
        rows = [row for row in call.tx.newest_first("events") if row.get("account") == call.account and matches(row)]
        return call.page(rows, "events")
    return call.listed("events", keep=lambda row: "account" not in row and matches(row))


WEBHOOK_PARAMETERS = "url enabled_events description metadata api_version connect disabled"


@endpoint("POST", "/v1/webhook_endpoints", WEBHOOK_PARAMETERS)
def create_webhook_endpoint(call: Call) -> Row:
    secret = new_id("whsec", 32)
    row = {
        "id": new_id("we"), "object": "webhook_endpoint", "api_version": call.text("api_version"), "application": None,
        "created": call.now, "description": call.text("description"), "enabled_events": _enabled_events(call),
        "livemode": False, "metadata": call.metadata(), "status": "enabled", "url": _webhook_url(call),
        "_secret": secret, "_account": call.account,
    }  # fmt: skip
    return {**call.save("webhook_endpoints", row), "secret": secret}


@endpoint("GET", "/v1/webhook_endpoints/{id}")
def retrieve_webhook_endpoint(call: Call) -> Row:
    return call.find("webhook_endpoints")


@endpoint("POST", "/v1/webhook_endpoints/{id}", WEBHOOK_PARAMETERS)
def update_webhook_endpoint(call: Call) -> Row:
    row = call.find("webhook_endpoints")
    if "url" in call.parameters:
        row["url"] = _webhook_url(call)
    if "enabled_events" in call.parameters:
        row["enabled_events"] = _enabled_events(call)
    if "disabled" in call.parameters:
        row["status"] = "disabled" if call.boolean("disabled") else "enabled"
    row["metadata"] = call.metadata(row["metadata"])
    row["description"] = call.text("description") or row["description"]
    return call.save("webhook_endpoints", row)


@endpoint("DELETE", "/v1/webhook_endpoints/{id}")
def delete_webhook_endpoint(call: Call) -> Row:
    row = call.find("webhook_endpoints")
    call.tx.delete("webhook_endpoints", row["id"])
    return {"id": row["id"], "object": "webhook_endpoint", "deleted": True}


@endpoint("GET", "/v1/webhook_endpoints", "limit starting_after ending_before")
def list_webhook_endpoints(call: Call) -> Row:
    return call.listed("webhook_endpoints")


def _webhook_url(call: Call) -> str:
    url = call.required("url")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise errors.parameter_invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url")
    return url


def _enabled_events(call: Call) -> list[str]:
    names = call.parameters.get("enabled_events")
    if not names:
        raise errors.parameter_missing("enabled_events")
    if not isinstance(names, list):
        raise errors.parameter_invalid("Invalid array", "enabled_events")
    return names
