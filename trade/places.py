"""What matters of a country to a carrier: clock, weekend, holidays, coast, remoteness. From `trade/data/places.csv`."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from trade.countries import read_rows

MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Place:
    """
    One country. `landmass` is empty for islands; `weekend` are weekdays counted from Monday = 0; `holidays` are fixed
    days as (month, day).
    """

    time_zone: str
    weekend: frozenset[int]
    is_landlocked: bool
    landmass: str
    is_remote: bool
    is_served: bool
    holidays: frozenset[tuple[int, int]]


@cache
def _places() -> dict[str, Place]:
    return {
        row["country"]: Place(
            time_zone=row["time_zone"],
            weekend=frozenset(int(day) for day in row["weekend"].split()),
            is_landlocked=row["landlocked"] == "yes",
            landmass=row["landmass"],
            is_remote=row["remote"] == "yes",
            is_served=row["unserved"] != "yes",
            holidays=frozenset(
                (int(month), int(day)) for month, day in (each.split("-") for each in row["holidays"].split())
            ),
        )
        for row in read_rows("places.csv")
    }


def is_landlocked(country: str) -> bool:
    """Tell whether sea freight ends at another country's port."""
    return country in _places() and _places()[country].is_landlocked


def has_road(ship_from: str, ship_to: str) -> bool:
    """Tell whether a lorry gets from one country to the other: one country, or two of one landmass (ferries count)."""
    if ship_from == ship_to:
        return True
    one, two = (_places().get(country) for country in (ship_from, ship_to))
    return one is not None and two is not None and bool(one.landmass) and one.landmass == two.landmass


def is_remote(country: str) -> bool:
    """Tell whether carriers count the whole country as a remote area."""
    return country in _places() and _places()[country].is_remote


def is_served(country: str) -> bool:
    """Tell whether anybody delivers there at all."""
    return country not in _places() or _places()[country].is_served


def is_working_day(country: str, day: date) -> bool:
    """Tell whether carriers collect in a country on a day. Movable feasts are not in the table."""
    place = _places().get(country)
    if place is None:
        return day.weekday() in MONDAY_TO_FRIDAY
    return day.weekday() not in place.weekend and (day.month, day.day) not in place.holidays


def next_working_day(country: str, day: date) -> date:
    """Return `day`, or the first working day after it."""
    while not is_working_day(country, day):
        day += timedelta(days=1)
    return day


def local_time(country: str, at: datetime) -> datetime:
    """Return a moment on the clock of the country's capital."""
    place = _places().get(country)
    return at.astimezone(ZoneInfo(place.time_zone if place else "UTC"))


def collected_on(country: str, *, asked_at: datetime, cut_off_hour: int | None, lead_days: int = 0) -> date:
    """
    Return the day the carrier collects: after `lead_days`, a working day, and the next one past the cut-off hour.

    The cut-off counts on the day of asking only: what is made first is booked long before.
    """
    local = local_time(country, asked_at)
    first = local.date()
    if not lead_days and cut_off_hour is not None and local.hour >= cut_off_hour:
        first += timedelta(days=1)
    return next_working_day(country, first + timedelta(days=lead_days))


def cut_off(country: str, *, asked_at: datetime, cut_off_hour: int | None) -> datetime | None:
    """Return until when today's collection can be booked, or None if it is past, or nothing is collected today."""
    local = local_time(country, asked_at)
    if cut_off_hour is None or not is_working_day(country, local.date()) or local.hour >= cut_off_hour:
        return None
    return datetime.combine(local.date(), time(cut_off_hour), tzinfo=local.tzinfo)
