"""What DHL Express, UPS and FedEx say about a shipment, turned into our events. From their tracking API references."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from trade.carriers.port import CarrierAway, TrackedEvent
from trade.carriers.signatures import digest_of

#: DHL Express event type codes.
DHL_CODES = {
    "picked_up": "PU",
    "customs_hold": "RR UD CI BH",
    "released": "CR CC",
    "out_for_delivery": "WC",
    "delivered": "OK DD DL PD",
    "exception": "OH AD BA BN CA CM HN HO HX MS NH OS RD SS TD DM UC",
    "returned": "RT",
    "announced": "SD",
}
#: UPS status types, and the codes that say more.
UPS_CODES = {
    "announced": "M MV MP",
    "picked_up": "P PU OR",
    "in_transit": "I",
    "out_for_delivery": "O OT OF",
    "delivered": "D",
    "exception": "X DO NA",
    "returned": "RS",
}
#: FedEx scan event types.
FEDEX_CODES = {
    "announced": "OC EP OX",
    "picked_up": "PU PX DO AO",
    "customs_hold": "CD",
    "released": "CC CP",
    "out_for_delivery": "OD ED",
    "delivered": "DL",
    "exception": "DE SE DY HL CA RR",
    "returned": "RS RT",
}


def read(reader: Callable[[Any], Iterator[TrackedEvent]], answer: Any) -> list[TrackedEvent]:
    """
    Return the events of an answer, oldest first.

    :raises CarrierAway: if it is not what the carrier's reference says.
    """
    try:
        return sorted(reader(answer), key=lambda event: event.at)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as failure:
        raise CarrierAway(f"the answer cannot be read: {failure!r}") from failure


def dhl(answer: Any) -> Iterator[TrackedEvent]:
    """`shipments[].events[]`: date, time, GMTOffset, typeCode, description, serviceArea[].description."""
    for shipment in answer.get("shipments", []):
        for event in shipment.get("events", []):
            at = _moment(f"{event['date']}T{event['time']}{event.get('GMTOffset') or '+00:00'}")
            place = ", ".join(str(area.get("description", "")) for area in event.get("serviceArea") or [])
            raw = str(event["typeCode"])
            yield _event(_code(DHL_CODES, raw), at, place, str(event.get("description") or ""), raw)


def ups(answer: Any) -> Iterator[TrackedEvent]:
    """`trackResponse.shipment[].package[].activity[]`: gmtDate, gmtTime, gmtOffset, status, location.address."""
    for shipment in answer.get("trackResponse", {}).get("shipment", []):
        for package in shipment.get("package", []):
            for activity in package.get("activity", []):
                status, address = activity["status"], (activity.get("location") or {}).get("address") or {}
                if activity.get("gmtDate"):
                    stamp = activity["gmtDate"] + activity["gmtTime"].replace(":", "")
                else:
                    # Older answers have local time alone; without its offset it is taken as UTC.
                    stamp = activity["date"] + activity["time"]
                at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
                place = ", ".join(
                    filter(None, (address.get("city"), address.get("country", address.get("countryCode"))))
                )
                text = str(status.get("description") or "")
                code = _code(UPS_CODES, str(status.get("type", "")), str(status.get("code", "")))
                if code == "in_transit" or code == "exception":
                    code = _customs(text) or code
                yield _event(code, at, place, text, str(status.get("code") or status.get("type") or ""))


def fedex(answer: Any) -> Iterator[TrackedEvent]:
    """`output.completeTrackResults[].trackResults[].scanEvents[]`: date with offset, eventType, scanLocation."""
    for result in answer.get("output", {}).get("completeTrackResults", []):
        for track in result.get("trackResults", []):
            for event in track.get("scanEvents", []):
                location = event.get("scanLocation") or {}
                place = ", ".join(filter(None, (location.get("city"), location.get("countryCode"))))
                raw = str(event["eventType"])
                text = str(event.get("exceptionDescription") or event.get("eventDescription") or "")
                yield _event(_code(FEDEX_CODES, raw), _moment(event["date"]), place, text, raw)


def _event(code: str, at: datetime, place: str, text: str, raw: str) -> TrackedEvent:
    # Asked twice, the same event has the same id; the words may be translated or mended in between.
    return TrackedEvent(digest_of(raw, at.isoformat(), place), code, at, place[:120], text[:300], raw[:20])


def _code(table: dict[str, str], *found: str) -> str:
    for raw in found:
        for code, theirs in table.items():
            if raw in theirs.split():
                return code
    return "in_transit"


def _customs(text: str) -> str:
    """UPS says in words alone that customs is at work."""
    words = text.casefold()
    if "customs" not in words and "clearance" not in words and "clearing agency" not in words:
        return ""
    return "released" if any(word in words for word in ("released", "cleared", "completed")) else "customs_hold"


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
