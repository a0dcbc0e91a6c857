"""What one buyer asks of something made to order or of a service."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sellers.kinds.reading import Errors, TextReader, plain, read_decimal
from sellers.kinds.times import time_text, weekly_times

LONGEST_NOTE = 500
MOST_TIMES = 3


def asks_anything(making: Mapping[str, Any], service: Mapping[str, Any]) -> bool:
    """Whether a buyer is asked for something before ordering."""
    return bool(making.get("options") or making.get("measurements") or service)


def read_wishes(
    making: Mapping[str, Any], service: Mapping[str, Any], given: Any, *, read_text: TextReader
) -> tuple[dict[str, Any], Errors]:
    """
    Return the wishes, clean, and what is wrong with them, by `wishes.<list>.<code>` or `wishes.<field>`.

    `given` has `choices` (code of option to code of choice), `measurements` (code to number, in the measurement's
    unit), `times` (keys of weekly times, at most three, best first), `start` (a date) and `note`. What is required and
    missing is refused; so is what the seller does not offer.
    """
    if not isinstance(given or {}, Mapping):
        return {}, {"wishes": [_("Send what you wish by name.")]}
    given, errors = given or {}, Errors()
    clean: dict[str, Any] = {}
    if choices := _choices(making, given.get("choices"), errors):
        clean["choices"] = choices
    if measurements := _measurements(making, given.get("measurements"), errors):
        clean["measurements"] = measurements
    if service:
        _times(service, given, clean, errors)
    if making or service:
        try:
            if note := read_text(str(given.get("note") or ""), LONGEST_NOTE):
                clean["note"] = note
        except ValueError as wrong:
            errors["wishes.note"] = [str(wrong)]
    return clean, errors


def _choices(making: Mapping[str, Any], given: Any, errors: Errors) -> dict[str, str]:
    options = {option["code"]: option for option in making.get("options", ())}
    chosen = given if isinstance(given, Mapping) else {}
    found: dict[str, str] = {}
    for code in chosen.keys() - options.keys():
        errors[f"wishes.choices.{code}"] = [_("This is not offered.")]
    for code, option in options.items():
        wanted = str(chosen.get(code) or "")
        if not wanted:
            if option["required"]:
                errors[f"wishes.choices.{code}"] = [_("Choose one.")]
        elif wanted not in {choice["code"] for choice in option["choices"]}:
            errors[f"wishes.choices.{code}"] = [_("This is not offered any more. Choose again.")]
        else:
            found[code] = wanted
    return found


def _measurements(making: Mapping[str, Any], given: Any, errors: Errors) -> dict[str, str]:
    rows = {row["code"]: row for row in making.get("measurements", ())}
    typed = given if isinstance(given, Mapping) else {}
    found: dict[str, str] = {}
    for code in typed.keys() - rows.keys():
        errors[f"wishes.measurements.{code}"] = [_("This is not asked for.")]
    for code, row in rows.items():
        low, high = Decimal(row["minimum"]), Decimal(row["maximum"])
        try:
            number = read_decimal(typed.get(code), low, high)
        except ValueError:
            errors[f"wishes.measurements.{code}"] = [
                _("Enter a number from %(low)s to %(high)s %(unit)s.")
                % {"low": row["minimum"], "high": row["maximum"], "unit": row["unit"]}
            ]
            continue
        if number is not None:
            found[code] = plain(number)
        elif row["required"]:
            errors[f"wishes.measurements.{code}"] = [_("Enter this measurement.")]
    return found


def _times(service: Mapping[str, Any], given: Mapping[str, Any], clean: dict[str, Any], errors: Errors) -> None:
    offered = {each.key for each in weekly_times(service, zone=ZoneInfo("UTC"), on=date(2024, 1, 1))}
    times = given.get("times") or []
    if not isinstance(times, list | tuple) or len(set(times)) > MOST_TIMES:
        errors["wishes.times"] = [_("Choose at most %(most)s times.") % {"most": MOST_TIMES}]
    elif set(times) - offered:
        errors["wishes.times"] = [_("This time is not offered any more. Choose again.")]
    elif offered and not times:
        errors["wishes.times"] = [_("Choose a time that suits you; you may choose three.")]
    elif times:
        clean["times"] = list(dict.fromkeys(times))
    if start := str(given.get("start") or ""):
        try:
            clean["start"] = date.fromisoformat(start).isoformat()
        except ValueError:
            errors["wishes.start"] = [_("Enter a date such as 2026-12-03.")]


def price_adder(making: Mapping[str, Any], wishes: Mapping[str, Any]) -> Decimal:
    """Return what the chosen options add to the price of one unit, in the listing's currency."""
    chosen = wishes.get("choices") or {}
    return sum(
        (
            Decimal(choice["adder"])
            for option in making.get("options", ())
            for choice in option["choices"]
            if chosen.get(option["code"]) == choice["code"]
        ),
        Decimal(0),
    )


def wish_lines(
    making: Mapping[str, Any], service: Mapping[str, Any], wishes: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Return the wishes in words, label and value, as both sides read them in cart and order."""
    found: list[tuple[str, str]] = []
    chosen, measured = wishes.get("choices") or {}, wishes.get("measurements") or {}
    for option in making.get("options", ()):
        found += [(option["label"], c["label"]) for c in option["choices"] if c["code"] == chosen.get(option["code"])]
    for row in making.get("measurements", ()):
        if row["code"] in measured:
            text = f"{measured[row['code']]} {row['unit']}"
            found.append((row["label"], f"{text} (± {row['tolerance']} {row['unit']})" if "tolerance" in row else text))
    if times := [text for key in wishes.get("times", ()) if (text := time_text(key, service))]:
        found.append((_("Wished times, best first"), "; ".join(times)))
    if "start" in wishes:
        found.append((_("Wished start"), wishes["start"]))
    if "note" in wishes:
        found.append((_("Note"), wishes["note"]))
    return found


def wishes_key(wishes: Mapping[str, Any]) -> str:
    """Return what tells two lines of the same variant apart: empty without wishes, else a digest of them."""
    if not wishes:
        return ""
    text = json.dumps(wishes, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def wishes_from(sent: Any) -> dict[str, Any]:
    """Return the wishes out of the fields of the product page (a QueryDict), not read yet; empty ones left out."""
    found: dict[str, Any] = {}
    for prefix, name in (("wish_choice_", "choices"), ("wish_measure_", "measurements")):
        values = {key.removeprefix(prefix): sent[key] for key in sent if key.startswith(prefix) and sent[key]}
        if values:
            found[name] = values
    if times := [each for each in sent.getlist("wish_time") if each]:
        found["times"] = times
    for name in ("start", "note"):
        if value := sent.get(f"wish_{name}", "").strip():
            found[name] = value
    return found
