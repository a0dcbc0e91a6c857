"""
The carriers whose cards are stored here.

Prices are reckoned from the cards. What happens to a shipment is told by the carriers' tracking system at
CARRIER_API_BASE, over HTTP and by signed webhooks; `make run` starts one (see docs/carriers.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from trade.carriers.http import call
from trade.carriers.port import (
    EVENT_CODES,
    CarrierAway,
    Notice,
    Offer,
    QuoteRequest,
    TrackedEvent,
    Unavailable,
    WebhookNotGenuine,
)
from trade.carriers.signatures import check_timed, header, read_json
from trade.freight import NotOffered, quote

SIGNATURE_HEADER = "Carrier-Signature"


class RateCardCarrier:
    """A carrier with stored rate cards."""

    def __init__(self, code: str) -> None:
        self.code = code

    def quote(self, request: QuoteRequest) -> Sequence[Offer] | Unavailable:
        """Return the card's price, or why the service does not take this."""
        answer = quote(
            request.service,
            request.parcels,
            request.ship_from,
            request.ship_to,
            needs_cold_chain=request.needs_cold_chain,
            is_digital=request.is_digital,
            leaves_on=request.leaves_on,
            latest_arrival=request.latest_arrival,
            best_before=request.best_before,
        )
        if isinstance(answer, NotOffered):
            return Unavailable(answer.reason, answer.facts)
        details = {
            "chargeable_g": answer.chargeable_g,
            "parcels": answer.parcels,
            "unit": answer.unit,
            "has_assumed_volume": answer.has_assumed_volume,
            "charges": [[code, str(amount)] for code, amount in answer.charges],
            "packed": [asdict(parcel) for parcel in answer.packed[:50]],
        }
        return [Offer(answer.price, answer.min_days, answer.likely_days, answer.max_days, details=details)]

    def track(self, number: str) -> Sequence[TrackedEvent]:
        """Ask the tracking system."""
        found = self._call("GET", f"/v1/shipments/{self.code}/{number}")
        return _events(found.get("events", []))

    def announce(self, number: str, *, ship_from: str, ship_to: str, expected: date) -> None:
        """Ask the tracking system to send webhooks about a shipment."""
        body = {"ship_from": ship_from, "ship_to": ship_to, "expected": expected.isoformat()}
        self._call("PUT", f"/v1/shipments/{self.code}/{number}", json=body)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Sequence[Notice]:
        """Check the signature over time and raw body, and return the events in it."""
        signature = header(headers, SIGNATURE_HEADER)
        check_timed(settings.CARRIER_WEBHOOK_SECRET, signature, body, timezone.now())
        found = read_json(body)
        try:
            # A message for another of our carriers, played to this one's door, is not for it.
            if found["carrier"] != self.code:
                raise WebhookNotGenuine
            return [Notice(str(found["id"])[:80], str(found["number"])[:60], _events(found["events"]))]
        except (KeyError, TypeError, CarrierAway):
            raise WebhookNotGenuine from None

    def _call(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        if not settings.CARRIER_API_BASE:
            raise CarrierAway("no tracking system is configured")
        authorisation = {"Authorization": f"Bearer {settings.CARRIER_API_KEY}"}
        answer = call(method, settings.CARRIER_API_BASE + path, headers=authorisation, not_found={}, **given)
        if not isinstance(answer, dict):
            raise CarrierAway("the tracking system answered something else than an object")
        return answer


def _events(rows: Any) -> list[TrackedEvent]:
    try:
        found = [
            TrackedEvent(
                event_id=str(row["id"])[:80],
                code=row["code"],
                at=_moment(row["at"]),
                place=str(row.get("place") or "")[:120],
                text=str(row.get("text") or "")[:300],
                raw_code=row["code"],
            )
            for row in rows
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as failure:
        raise CarrierAway(f"an event cannot be read: {failure!r}") from failure
    if any(event.code not in EVENT_CODES for event in found):
        raise CarrierAway("an event of an unknown kind")
    return found


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time without its zone")
    return found
