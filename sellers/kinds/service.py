"""How a service is delivered: pricing, milestones, languages, place, weekly times."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.templatetags.bridgeway import locale
from sellers.kinds.reading import Errors, TextReader, read_decimal, rows_of

PRICINGS = {
    "hourly": gettext_lazy("By the hour"),
    "fixed": gettext_lazy("A fixed price"),
    "milestones": gettext_lazy("A fixed price in milestones"),
}
WHERE = {
    "remote": gettext_lazy("Online"),
    "at_buyer": gettext_lazy("At the buyer’s"),
    "at_seller": gettext_lazy("At the seller’s"),
}
DAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
    gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"),
)  # fmt: skip
# Languages in which services are commonly offered, ISO 639-1.
SPOKEN = (
    "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gu", "he", "hi", "hr", "hu", "id",
    "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "sw", "ta", "te",
    "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
MINUTES = (15, 30, 45, 60, 90, 120, 180, 240, 480)
MOST_SLOTS, MOST_MILESTONES, MOST_LANGUAGES = 28, 12, 10


def spoken_label(code: str) -> str:
    """Return the name of a language in the language in force."""
    return str(locale().languages.get(code, code))


def read_service(given: Any, *, read_text: TextReader) -> tuple[dict[str, Any], Errors]:
    """
    Return how it is delivered, clean, and what is wrong, by `service.<field>` or `service.<list>.<row>.<field>`.

    `given` has `pricing` (of PRICINGS), `milestones` ({label, percent, days}; per cent add up to 100), `languages` (of
    SPOKEN), `where` (of WHERE), `place` (a town, for what is done on site), `minutes` (how long one lesson or block
    takes, of MINUTES), `time_zone` (IANA) and `slots` ({day: 0 for Monday, from, until}; times of the week in that
    zone).
    """
    if not isinstance(given or {}, Mapping):
        return {}, {"service": [_("Send pricing, languages, where and the times of the week.")]}
    given, errors = given or {}, Errors()
    clean: dict[str, Any] = {}

    def one_of(name: str, allowed: Any) -> None:
        value = given.get(name)
        if value in (None, ""):
            return
        if value not in allowed:
            errors[f"service.{name}"] = [_("Choose one from the list.")]
        else:
            clean[name] = value

    one_of("pricing", PRICINGS)
    one_of("where", WHERE)
    try:
        if place := read_text(str(given.get("place") or ""), 80):
            clean["place"] = place
    except ValueError as wrong:
        errors["service.place"] = [str(wrong)]
    languages = given.get("languages") or []
    if (
        not isinstance(languages, list | tuple)
        or len(languages) > MOST_LANGUAGES
        or any(code not in SPOKEN for code in languages)
    ):
        errors["service.languages"] = [_("Choose at most %(most)s from the list.") % {"most": MOST_LANGUAGES}]
    elif languages:
        clean["languages"] = sorted(set(languages), key=SPOKEN.index)
    _read_milestones(given, clean, errors, read_text)
    _read_times(given, clean, errors)
    return clean, errors


def _read_milestones(given: Mapping[str, Any], clean: dict[str, Any], errors: Errors, read_text: TextReader) -> None:
    try:
        rows = rows_of(given, "milestones", MOST_MILESTONES)
    except ValueError as wrong:
        errors["service.milestones"] = [str(wrong)]
        return
    found: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        if not str(row.get("label") or "").strip():
            continue
        at = f"service.milestones.{number}"
        value: dict[str, Any] = {}
        try:
            value["label"] = read_text(str(row["label"]), 80)
        except ValueError as wrong:
            errors[f"{at}.label"] = [str(wrong)]
        for name, high in (("percent", 100), ("days", 365)):
            try:
                amount = read_decimal(row.get(name), Decimal(1), Decimal(high), places=0)
            except ValueError as wrong:
                errors[f"{at}.{name}"] = [str(wrong)]
                continue
            if amount is None:
                errors[f"{at}.{name}"] = [_("Enter a whole number.")]
            else:
                value[name] = int(amount)
        found.append(value)
    wanted = clean.get("pricing") == "milestones"
    if wanted and not found:
        errors["service.milestones"] = [_("Name at least one milestone.")]
    broken = any(name.startswith("service.milestones") for name in errors)
    if found and not broken:
        total = sum(each["percent"] for each in found)
        if total != 100:
            errors["service.milestones"] = [
                _("The shares must add up to 100 per cent; they are %(total)s.") % {"total": total}
            ]
        elif not wanted:
            errors["service.pricing"] = [_("Choose milestones as the price, or take the milestones out.")]
        else:
            clean["milestones"] = found


def _read_times(given: Mapping[str, Any], clean: dict[str, Any], errors: Errors) -> None:
    minutes = given.get("minutes")
    if minutes not in (None, ""):
        if str(minutes).isdigit() and int(minutes) in MINUTES:
            clean["minutes"] = int(minutes)
        else:
            errors["service.minutes"] = [_("Choose one from the list.")]
    zone = str(given.get("time_zone") or "")
    if zone and zone not in available_timezones():
        errors["service.time_zone"] = [_("Choose a time zone from the list.")]
        return
    try:
        rows = rows_of(given, "slots", MOST_SLOTS)
    except ValueError as wrong:
        errors["service.slots"] = [str(wrong)]
        return
    slots: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        if not (row.get("from") or row.get("until")):
            continue
        try:
            slots.append(_slot(row, slots))
        except ValueError as wrong:
            errors[f"service.slots.{number}.from"] = [str(wrong)]
    if not slots:
        return
    if not zone:
        errors["service.time_zone"] = [_("Choose the time zone your times are in.")]
    if "minutes" not in clean and "service.minutes" not in errors:
        errors["service.minutes"] = [_("Say how long one takes, so that buyers can choose a time.")]
    clean["time_zone"] = zone
    clean["slots"] = sorted(slots, key=lambda slot: (slot["day"], slot["from"]))


def _slot(row: Mapping[str, Any], others: list[dict[str, Any]]) -> dict[str, Any]:
    day = str(row.get("day"))
    if day not in {str(number) for number in range(7)}:
        raise ValueError(_("Choose a day of the week."))
    try:
        start, end = (time.fromisoformat(str(row.get(name) or "")[:5]) for name in ("from", "until"))
    except ValueError:
        raise ValueError(_("Enter times such as 18:00 and 21:30.")) from None
    if start >= end:
        raise ValueError(_("The end must be after the beginning, on the same day."))
    slot = {"day": int(day), "from": f"{start:%H:%M}", "until": f"{end:%H:%M}"}
    if any(
        each["day"] == slot["day"] and each["from"] < slot["until"] and slot["from"] < each["until"] for each in others
    ):
        raise ValueError(_("This overlaps with another time of that day."))
    return slot
