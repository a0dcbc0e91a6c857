"""Times of the week, in the seller's zone and in the reader's."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sellers.kinds.service import DAYS


class WeeklyTime(NamedTuple):
    """One beginning that may be asked for. `key` is kept (`1-18:00`: Tuesday); the two texts are in the two zones."""

    key: str
    own: str
    theirs: str


def weekly_times(service: Mapping[str, Any], *, zone: ZoneInfo, on: date) -> list[WeeklyTime]:
    """
    Return the beginnings in a week that `service` offers: as long after one another as one takes.

    The reader's time is that of the week after `on`: clocks that change apart shift it.
    """
    slots, minutes = service.get("slots") or [], service.get("minutes")
    if not slots or not minutes:
        return []
    own_zone, length = ZoneInfo(service["time_zone"]), timedelta(minutes=minutes)
    found = []
    for slot in slots:
        day = on + timedelta(days=(slot["day"] - on.weekday()) % 7)
        start = datetime.combine(day, time.fromisoformat(slot["from"]))
        end = datetime.combine(day, time.fromisoformat(slot["until"]))
        while start + length <= end:
            begins = start.replace(tzinfo=own_zone)
            theirs = begins.astimezone(zone)
            found.append(
                WeeklyTime(
                    f"{slot['day']}-{start:%H:%M}",
                    f"{DAYS[slot['day']]} {start:%H:%M}–{start + length:%H:%M}",
                    f"{DAYS[theirs.weekday()]} {theirs:%H:%M}–{theirs + length:%H:%M}",
                )
            )
            start += length
    return found


def time_text(key: str, service: Mapping[str, Any]) -> str:
    """Return a wished time in the seller's zone, with the zone's name; empty if it is not offered."""
    zone = ZoneInfo(service.get("time_zone") or "UTC")
    for each in weekly_times(service, zone=zone, on=date(2024, 1, 1)):
        if each.key == key:
            return f"{each.own} ({zone.key})"
    return ""
