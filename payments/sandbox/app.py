"""The sandbox put together: it turns one API request into one transaction and one answer."""

import base64
import binascii
import json
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import (
    balance,
    charges,
    checkout,
    connect,
    customers,
    disputes,
    errors,
    form,
    idempotency,
    payment_intents,
    payouts,
    refunds,
    transfers,
)
from .api import Call, expand, find_route, public
from .clock import Clock
from .events import Events
from .faults import Faults
from .ids import new_id
from .settings import API_VERSION, Settings
from .store import Row, Store, Transaction

# Returns an error to answer with instead of doing the work, or None to go on.
BeforeWork = Callable[[], errors.StripeError | None]
# Importing an endpoint module registers its routes.
ENDPOINTS = (balance, charges, checkout, connect, customers, disputes, payment_intents, payouts, refunds, transfers)


@dataclass
class Request:
    """What the server read. ``headers`` have lower-case names."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


class Sandbox:
    """One world of Stripe objects, its clock, its webhooks and its faults."""

    def __init__(self, directory: Path, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(directory)
        self.faults = Faults()
        self.events = Events(self)
        self.clock = Clock(self.store)
        self._keys = idempotency.Idempotency()
        self.clock.on("settle", lambda tx, key: balance.settle(self.call(tx), key))
        self.clock.on("expire_session", self._expire_session)
        self.clock.on("payout", lambda tx, key: payouts.arrive(self.call(tx), key))
        self.clock.on("automatic_payout", lambda tx, key: payouts.pay_out_automatically(self.call(tx), key))
        self.clock.on("refund", lambda tx, key: refunds.conclude(self.call(tx), key))
        self.clock.on("review", lambda tx, key: disputes.review(self.call(tx), key))
        self.clock.on("dispute", self._dispute)
        self.clock.on("forget_keys", self._forget_keys)
        self._furnish()

    def start(self) -> None:
        """Begin to deliver webhooks and to run what falls due."""
        self.events.start()
        self.clock.start()

    def stop(self) -> None:
        """Finish the running transaction and let go of the data directory."""
        self.events.stop()
        self.clock.stop()
        self.store.close()

    def reset(self) -> None:
        """A new world with the same settings: no objects, no faults, real time."""
        self.faults.remove()
        with self.store.lock:
            self.store.clear()
            self.clock.forget()
            self._furnish()
        self.events.resume()

    def call(self, tx: Transaction, **fields: Any) -> Call:
        """A call nobody requested: a job, or a person on a hosted page."""
        return Call(self, tx, **fields)

    def masked_key(self) -> str:
        key = self.settings.api_key
        return f"{key[:8]}{'*' * max(0, len(key) - 12)}{key[-4:]}"

    def plan_automatic_payout(self, call: Call, account: Row, available_on: int | None) -> None:
        if account["settings"]["payouts"]["schedule"]["interval"] != "manual":
            due = max(available_on or 0, call.now) + self.settings.automatic_payout_after
            self.clock.schedule(call.tx, "automatic_payout", account["id"], due)

    # Requests

    def answer(self, request: Request, *, before: BeforeWork | None = None) -> Answer:
        """
        Answer one API request. ``before`` runs once the idempotency key is claimed and before anything happens; it
        may wait, or return an error to answer with instead of doing the work.
        """
        request_id = new_id("req", 14)
        try:
            self._authenticate(request)
            parameters = self._parameters(request)
            account = self._account(request)
            key = request.headers.get("idempotency-key") if request.method == "POST" else None
            if not key:
                status, body = self._work(request, parameters, account, None, None, request_id, before)
                return self._finish(status, body, request_id)
            name = idempotency.record_name(self.settings.api_key, account, key)
            with self._keys.claim(name, key):
                return self._once(request, parameters, account, key, name, request_id, before)
        except errors.StripeError as error:
            return self._finish(error.status, _json(error.body()), request_id)

    def _once(
        self, request: Request, parameters: Row, account: str | None, key: str, name: str, request_id: str,
        before: BeforeWork | None,
    ) -> Answer:  # fmt: skip
        canonical = json.dumps(parameters, sort_keys=True).encode()
        request_hash = idempotency.fingerprint(request.method, request.path, canonical)
        with self.store.transaction() as tx:
            now = self.clock.now()
            known = idempotency.recall(tx, name, key, request_hash, request.method, request.path, now)
        if known is not None:
            replay = self._finish(known["status"], known["body"], request_id)
            replay.headers.update({"Idempotent-Replayed": "true", "Original-Request": known["request_id"]})
            replay.headers["Idempotency-Key"] = key
            return replay
        status, body = self._work(request, parameters, account, key, (name, request_hash), request_id, before)
        answer = self._finish(status, body, request_id)
        answer.headers.update({"Idempotency-Key": key, "Original-Request": request_id})
        return answer

    def _work(
        self, request: Request, parameters: Row, account: str | None, key: str | None,
        record: tuple[str, str] | None, request_id: str, before: BeforeWork | None,
    ) -> tuple[int, str]:  # fmt: skip
        try:
            if before is not None and (fault := before()) is not None:
                raise fault
            route, path = find_route(request.method, request.path)
            for name in parameters:
                if name not in route.names:
                    raise errors.parameter_unknown(name)
            with self.store.transaction() as tx:
                call = Call(self, tx, parameters, path, account, request_id, key, request.path)
                try:
                    status, body = 200, _json(public(expand(call, route.handler(call))))
                except errors.StripeError as error:
                    if not error.keep_changes:
                        raise
                    status, body = error.status, _json(error.body())
                self._remember(tx, record, request, (status, body, request_id))
            return status, body
        except errors.StripeError as error:
            refusal = error
        except Exception:
            traceback.print_exc()
            refusal = errors.api_error("The sandbox failed; see its log.")
        body = _json(refusal.body())
        if refusal.saved:
            with self.store.transaction() as tx:
                self._remember(tx, record, request, (refusal.status, body, request_id))
        return refusal.status, body

    def _remember(
        self, tx: Transaction, record: tuple[str, str] | None, request: Request, answer: tuple[int, str, str]
    ) -> None:
        if record is not None:
            name, request_hash = record
            idempotency.remember(tx, name, request_hash, request.method, request.path, answer, self.clock.now())

    def _finish(self, status: int, body: str, request_id: str) -> Answer:
        headers = {
            "Content-Type": "application/json", "Request-Id": request_id, "Stripe-Version": API_VERSION,
            "Cache-Control": "no-cache, no-store", "Access-Control-Allow-Origin": "*",
        }  # fmt: skip
        return Answer(status, body.encode(), headers)

    def _authenticate(self, request: Request) -> None:
        scheme, _, credential = request.headers.get("authorization", "").partition(" ")
        key = ""
        if scheme.lower() == "bearer":
            key = credential.strip()
        elif scheme.lower() == "basic":
            try:
                key = base64.b64decode(credential).decode().partition(":")[0]
            except (binascii.Error, UnicodeDecodeError):
                key = ""
        if not key:
            raise errors.unauthorized(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using "
                "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
            )
        if key != self.settings.api_key:
            shown = f"{key[:8]}{'*' * max(0, len(key) - 12)}{key[-4:]}" if len(key) > 12 else "*" * len(key)
            raise errors.unauthorized(f"Invalid API Key provided: {shown}")

    def _parameters(self, request: Request) -> Row:
        try:
            parameters = form.parse(request.query)
            if request.body:
                parameters.update(form.parse(request.body.decode()))
        except (form.MalformedForm, UnicodeDecodeError) as error:
            raise errors.StripeError(str(error) or "Invalid request body.", saved=False) from error
        return parameters

    def _account(self, request: Request) -> str | None:
        account = request.headers.get("stripe-account")
        if account:
            with self.store.transaction() as tx:
                connect.find_account(self.call(tx), account)
        return account or None

    # Jobs

    def _furnish(self) -> None:
        with self.store.transaction() as tx:
            if tx.get("meta", "furnished") is None:
                balance.open_platform_balance(self.call(tx))
                tx.put("meta", {"id": "furnished", "at": int(time.time())})
            self.clock.schedule(tx, "forget_keys", "all", self.clock.exact())

    def _forget_keys(self, tx: Transaction, subject: str) -> None:
        idempotency.forget_old(tx, self.clock.now())
        self.clock.schedule(tx, "forget_keys", subject, self.clock.exact() + 3600)

    def _expire_session(self, tx: Transaction, session_id: str) -> None:
        session = tx.get("sessions", session_id)
        if session is not None and session["status"] == "open":
            checkout.expire(self.call(tx, account=session["_account"]), session)

    def _dispute(self, tx: Transaction, charge_id: str) -> None:
        charge = tx.get("charges", charge_id)
        if charge is not None and not charge["disputed"]:
            disputes.open_dispute(self.call(tx, account=charge["_account"]), charge)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2)
