"""Telling a carrier's message from a forgery. Comparisons take the same time wherever they fail."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from trade.carriers.port import WebhookNotConfigured, WebhookNotGenuine

# A message that was recorded and is played again later is not taken.
TOLERANCE = timedelta(minutes=5)


def sign(secret: str, body: bytes, at: datetime) -> str:
    """Return the signature header of our own carriers: time and HMAC-SHA256 over time and body."""
    moment = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def check_timed(secret: str, header: str, body: bytes, now: datetime) -> None:
    """
    Refuse a message of our own carriers that is not signed as `sign` does, within the last five minutes.

    :raises WebhookNotConfigured: without a secret.
    :raises WebhookNotGenuine: if it does not hold.
    """
    _must_have(secret)
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    moment, given = parts.get("t", ""), parts.get("v1", "")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 12):
        raise WebhookNotGenuine
    wanted = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), given.encode()):
        raise WebhookNotGenuine
    if abs(now.timestamp() - int(moment)) > TOLERANCE.total_seconds():
        raise WebhookNotGenuine


def check_hmac(secret: str, given: str, body: bytes) -> None:
    """
    Refuse a message whose header is not the hex HMAC-SHA256 of its raw body.

    :raises WebhookNotConfigured: without a secret.
    :raises WebhookNotGenuine: if it does not hold.
    """
    _must_have(secret)
    wanted = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), given.strip().lower().encode()):
        raise WebhookNotGenuine


def check_shared(secret: str, given: str) -> None:
    """
    Refuse a message that does not bring the secret that was agreed with the carrier.

    :raises WebhookNotConfigured: without a secret.
    :raises WebhookNotGenuine: if it does not hold.
    """
    _must_have(secret)
    if not hmac.compare_digest(secret.encode(), given.encode()):
        raise WebhookNotGenuine


def read_json(body: bytes) -> dict[str, Any]:
    """
    Return the object a genuine message holds.

    :raises WebhookNotGenuine: if it is none.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise WebhookNotGenuine from None
    if not isinstance(found, dict):
        raise WebhookNotGenuine
    return found


def header(headers: Mapping[str, str], name: str) -> str:
    """Return a header whatever its case."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")


def digest_of(*parts: object) -> str:
    """Return a short id made of what something says, for carriers that give none."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:40]


def _must_have(secret: str) -> None:
    if not secret:
        raise WebhookNotConfigured
