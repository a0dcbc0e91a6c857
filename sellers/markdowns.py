"""
By how much a lot is marked down, and to which prices. Pure functions on values; told with figures in docs/selling.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from marketplace.kernel.money import exponent
from sellers.pricing import FINEST_PRICE, HasTier, Tier

MOST_STEPS = 6
MOST_PERCENT = 90
MOST_DAYS = 365
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Step:
    """From `days_left` days before the date on, `percent` off the seller's prices."""

    days_left: int
    percent: int


def step_due(steps: Iterable[Step], *, best_before: date, on: date) -> Step | None:
    """Return the deepest step that has begun, or None before the first and from the date itself on."""
    left = (best_before - on).days
    begun = [step for step in steps if 0 < left <= step.days_left]
    return max(begun, key=lambda step: step.percent, default=None)


def next_step(steps: Iterable[Step], *, best_before: date, on: date) -> tuple[Step, int] | None:
    """Return the next step that is still to begin and in how many days it does, or None."""
    left = (best_before - on).days
    ahead = [step for step in steps if step.days_left < left]
    nearest = max(ahead, key=lambda step: step.days_left, default=None)
    return (nearest, left - nearest.days_left) if nearest is not None else None


def marked_down(tiers: Sequence[Tier], percent: int, currency: str) -> list[Tier]:
    """
    Return the tiers with `percent` off, half up to the currency's smallest unit.

    Where that would make two tiers cost the same, or a price zero, all are kept to a hundredth of a cent instead.
    """
    unit = Decimal(1).scaleb(-exponent(currency))
    for step in (unit, FINEST_PRICE):
        prices = [(tier.unit_price * (HUNDRED - percent) / HUNDRED).quantize(step, ROUND_HALF_UP) for tier in tiers]
        if all(price > 0 for price in prices) and all(dear > cheap for dear, cheap in pairwise(prices)):
            break
    return [Tier(tier.min_quantity, max(price, FINEST_PRICE)) for tier, price in zip(tiers, prices, strict=True)]


def stored_tiers(tiers: Iterable[HasTier]) -> list[list[object]]:
    """Return tiers as a markdown keeps them."""
    return [[tier.min_quantity, f"{tier.unit_price:.4f}"] for tier in tiers]


def read_tiers(stored: Iterable[Sequence[object]]) -> list[Tier]:
    """Return tiers that a markdown keeps."""
    return [Tier(int(str(quantity)), Decimal(str(price))) for quantity, price in stored]


def check_steps(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Step], dict[str, list[str]]]:
    """
    Read a schedule as people type it; return its steps, earliest first, and what is wrong by field.

    A row is `{"days_left": ..., "percent": ...}`; empty rows are skipped. Errors are keyed `steps` or
    `steps.<row>.<column>`. Fewer days left must mean more off.
    """
    errors: dict[str, list[str]] = {}
    read: list[tuple[int, Step]] = []
    for row, given in enumerate(rows):
        raw_days, raw_percent = given.get("days_left"), given.get("percent")
        if raw_days in (None, "") and raw_percent in (None, ""):
            continue
        days, percent = _whole(raw_days, MOST_DAYS), _whole(raw_percent, MOST_PERCENT)
        if days is None:
            errors[f"steps.{row}.days_left"] = [_("Enter whole days from 1 to %(most)s.") % {"most": MOST_DAYS}]
        if percent is None:
            errors[f"steps.{row}.percent"] = [
                _("Enter a whole percentage from 1 to %(most)s.") % {"most": MOST_PERCENT}
            ]
        if days is not None and percent is not None:
            read.append((row, Step(days, percent)))
    if len(read) > MOST_STEPS:
        errors["steps"] = [_("At most %(most)s steps.") % {"most": MOST_STEPS}]
    read.sort(key=lambda pair: -pair[1].days_left)
    for (_row, earlier), (row, later) in pairwise(read):
        if later.days_left == earlier.days_left:
            errors[f"steps.{row}.days_left"] = [_("This day already has a step. Each stands once.")]
        elif later.percent <= earlier.percent:
            errors[f"steps.{row}.percent"] = [
                _("Closer to the date it must be more than %(percent)s %% off.") % {"percent": earlier.percent}
            ]
    return [step for _row, step in read], errors


def _whole(given: Any, most: int) -> int | None:
    text = str(given).strip()
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        return None
    return number if 1 <= (number := int(text)) <= most else None
