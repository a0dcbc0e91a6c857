"""``Idempotency-Key``: the first answer to a key is the answer to every repetition of it, for 24 hours."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from . import errors
from .store import Row, Transaction

KEPT_SECONDS = 24 * 3600
LONGEST_KEY = 255


class Idempotency:
    """Which keys are being worked on now (memory) and which are answered (the store)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._working: set[str] = set()

    @contextmanager
    def claim(self, name: str, key: str) -> Iterator[None]:
        """:raises StripeError: 409 while another request with the same key is being worked on."""
        with self._lock:
            if name in self._working:
                raise errors.StripeError(
                    "There is currently another in-progress request using this Idempotent Key (that probably means "
                    f"you submitted twice, and the other request is still going through): {key}. Please try again "
                    "later.",
                    status=409,
                    type="idempotency_error",
                    code="idempotency_key_in_use",
                    saved=False,
                )
            self._working.add(name)
        try:
            yield
        finally:
            with self._lock:
                self._working.discard(name)


def record_name(api_key: str, account: str | None, key: str) -> str:
    """Keys belong to one API key and one account. :raises StripeError: if the key is too long."""
    if len(key) > LONGEST_KEY:
        raise errors.StripeError(f"Idempotency keys may be at most {LONGEST_KEY} characters.", saved=False)
    return hashlib.sha256(f"{api_key}\0{account or ''}\0{key}".encode()).hexdigest()


def fingerprint(method: str, path: str, body: bytes) -> str:
    return hashlib.sha256(f"{method} {path}\0".encode() + body).hexdigest()


def recall(tx: Transaction, name: str, key: str, request: str, method: str, path: str, now: int) -> Row | None:
    """
    The stored answer ``{"status", "body", "request_id"}``, or None if the key is new or forgotten.

    :raises StripeError: ``idempotency_error`` if the key was used for another request.
    """
    record = tx.get("idempotency", name)
    if record is None or record["created"] + KEPT_SECONDS <= now:
        return None
    if record["endpoint"] != f"{method} {path}":
        raise errors.StripeError(
            f"Keys for idempotent requests can only be used for the same endpoint they were first used for "
            f"('{record['endpoint'].partition(' ')[2]}' vs '{path}'). Try using a key other than '{key}' if you "
            "meant to execute a different request.",
            type="idempotency_error",
            saved=False,
        )
    if record["request"] != request:
        raise errors.StripeError(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try "
            f"using a key other than '{key}' if you meant to execute a different request.",
            type="idempotency_error",
            saved=False,
        )
    return record


def remember(
    tx: Transaction, name: str, request: str, method: str, path: str, answer: tuple[int, str, str], now: int
) -> None:
    """Keep ``answer`` (status, body, request id) with the effect, in the same transaction."""
    status, body, request_id = answer
    record: Row = {"id": name, "request": request, "endpoint": f"{method} {path}", "created": now}
    tx.put("idempotency", {**record, "status": status, "body": body, "request_id": request_id})


def forget_old(tx: Transaction, now: int) -> None:
    for record in list(tx.rows("idempotency")):
        if record["created"] + KEPT_SECONDS <= now:
            tx.delete("idempotency", record["id"])
