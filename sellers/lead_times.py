"""How many days until a quantity is ready. Pure functions on values; told in docs/selling.md."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from sellers.pricing import LARGEST_QUANTITY

MOST_ROWS = 6
MOST_DAYS = 365


def lead_time_for(rows: Sequence[Sequence[int]], quantity: int, *, usual: int | None) -> int | None:
    """
    Return in how many days `quantity` is ready by `rows` of (up to this quantity, days); without rows `usual`.

    None above the last row: then the seller is asked.
    """
    if not rows:
        return usual
    return next((days for most, days in rows if quantity <= most), None)


def check_lead_times(given: Any) -> tuple[list[list[int]], dict[str, list[str]]]:
    """
    Read rows of `{"up_to": ..., "days": ...}` as people type them; return them in order, and what is wrong by field.

    Empty rows are skipped. Errors are keyed `lead_times` or `lead_times.<row>.<column>`; more units cannot be ready
    sooner than fewer.
    """
    if not isinstance(given, list | tuple) or not all(isinstance(row, Mapping | list | tuple) for row in given):
        return [], {"lead_times": [_("Send a list of rows with up_to and days.")]}
    # As they are kept: (up to, days).
    given = [row if isinstance(row, Mapping) else dict(zip(("up_to", "days"), row, strict=False)) for row in given]
    errors: dict[str, list[str]] = {}
    read: list[tuple[int, int, int]] = []
    for row, each in enumerate(given):
        raw_most, raw_days = each.get("up_to"), each.get("days")
        if raw_most in (None, "") and raw_days in (None, ""):
            continue
        most, days = _whole(raw_most, LARGEST_QUANTITY), _whole(raw_days, MOST_DAYS)
        if not most:
            errors[f"lead_times.{row}.up_to"] = [_("Enter a whole number from 1 to 10,000,000.")]
        if days is None:
            errors[f"lead_times.{row}.days"] = [_("Enter whole days from 0 to %(most)s.") % {"most": MOST_DAYS}]
        if most and days is not None:
            read.append((most, days, row))
    if len(read) > MOST_ROWS:
        errors["lead_times"] = [_("At most %(most)s rows.") % {"most": MOST_ROWS}]
    read.sort()
    for (fewer, sooner, _before), (more, later, row) in pairwise(read):
        if fewer == more:
            errors[f"lead_times.{row}.up_to"] = [_("This quantity already has a row. Each stands once.")]
        elif later < sooner:
            errors[f"lead_times.{row}.days"] = [
                _("More cannot be ready sooner: enter %(days)s days or more.") % {"days": sooner}
            ]
    return [[most, days] for most, days, _row in read], errors


def _whole(given: Any, most: int) -> int | None:
    text = str("" if given is None else given).strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    return number if 0 <= number <= most else None
