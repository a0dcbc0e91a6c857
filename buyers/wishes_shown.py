"""What a buyer is asked before ordering something made to order or a service, with what was answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sellers.content import read_text
from sellers.kinds import WeeklyTime, asks_anything, read_wishes, weekly_times
from sellers.models import Listing


@dataclass(frozen=True)
class Asked:
    """One question: `row` as the seller states it, the answer so far, and what is wrong with it."""

    name: str
    row: Mapping[str, Any]
    value: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class WishForm:
    """All questions of a listing. `wishes` are the answers that may stand, for the price."""

    options: list[Asked]
    measurements: list[Asked]
    times: list[WeeklyTime]
    chosen: tuple[str, ...]
    time_zone: str
    own_zone: str
    start: str
    note: str
    errors: Mapping[str, list[Any]]
    wishes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def times_errors(self) -> list[Any]:
        return self.errors.get("wishes.times", [])

    @property
    def start_errors(self) -> list[Any]:
        return self.errors.get("wishes.start", [])

    @property
    def note_errors(self) -> list[Any]:
        return self.errors.get("wishes.note", [])


def wish_form(
    listing: Listing, given: Mapping[str, Any], *, zone: ZoneInfo, on: date, check: bool = False
) -> WishForm | None:
    """Return what `listing` asks with the answers `given`; None if it asks nothing. `check` says what is wrong."""
    making, service = listing.making_terms, listing.service_terms
    if not asks_anything(making, service):
        return None
    clean, errors = read_wishes(
        making, service, given, read_text=lambda text, longest: read_text("wishes", text, longest=longest)
    )
    shown = errors if check else {}
    chosen, measured = given.get("choices") or {}, given.get("measurements") or {}

    def asked(kind: str, rows: Any, answers: Mapping[str, str]) -> list[Asked]:
        name = "wish_choice_" if kind == "choices" else "wish_measure_"
        return [
            Asked(
                name + row["code"],
                row,
                str(answers.get(row["code"], "")),
                tuple(map(str, shown.get(f"wishes.{kind}.{row['code']}", ()))),
            )
            for row in rows
        ]

    return WishForm(
        options=asked("choices", making.get("options", ()), chosen),
        measurements=asked("measurements", making.get("measurements", ()), measured),
        times=weekly_times(service, zone=zone, on=on),
        chosen=tuple(given.get("times") or ()),
        time_zone=zone.key,
        own_zone=str(service.get("time_zone", "")),
        start=str(given.get("start", "")),
        note=str(given.get("note", "")),
        errors=shown,
        wishes=clean,
    )
