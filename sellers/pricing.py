"""
Price by quantity.

A tier says: from this many units up, each unit costs this much. The tier with the largest start that the quantity
reaches applies to all units of the line. Pure functions on values; told with figures in docs/selling.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, Protocol

from django.utils.translation import gettext as _

from marketplace.kernel.money import Money, round_money

MOST_TIERS = 10
LARGEST_QUANTITY = 10_000_000
LARGEST_PRICE = Decimal("100000000")
FINEST_PRICE = Decimal("0.0001")


class HasTier(Protocol):
    """What a price needs to be read from: a `Tier` below or a PriceTier row."""

    @property
    def min_quantity(self) -> int: ...

    @property
    def unit_price(self) -> Decimal: ...


@dataclass(frozen=True)
class Tier:
    """From `min_quantity` units up, one unit costs `unit_price` (at most four decimals)."""

    min_quantity: int
    unit_price: Decimal


def tier_for(tiers: Iterable[HasTier], quantity: int) -> HasTier:
    """
    Return the tier whose price applies to `quantity` units.

    Below the first tier the first tier's price is quoted: the minimum order says whether it may be bought.

    :raises ValueError: if there are no tiers.
    """
    in_order = sorted(tiers, key=lambda tier: tier.min_quantity)
    if not in_order:
        raise ValueError("no price tiers")
    reached = [tier for tier in in_order if tier.min_quantity <= quantity]
    return reached[-1] if reached else in_order[0]


def unit_price(tiers: Iterable[HasTier], quantity: int) -> Decimal:
    """
    Return what one unit costs when `quantity` units are bought.

    :raises ValueError: if there are no tiers.
    """
    return tier_for(tiers, quantity).unit_price


def line_total(tiers: Iterable[HasTier], quantity: int, currency: str) -> Money:
    """
    Return what `quantity` units cost together, rounded once, half up, to the currency's smallest unit.

    :raises ValueError: if there are no tiers.
    """
    return round_money(Money(unit_price(tiers, quantity) * quantity, currency))


def next_tier(tiers: Iterable[HasTier], quantity: int) -> HasTier | None:
    """Return the next cheaper tier above `quantity` ("12 more and each costs less"), if there is one."""
    tiers = list(tiers)
    now = unit_price(tiers, quantity)
    above = [tier for tier in tiers if tier.min_quantity > quantity and tier.unit_price < now]
    return min(above, key=lambda tier: tier.min_quantity, default=None)


def saving_percent(tiers: Iterable[HasTier], tier: HasTier) -> int:
    """Return by how many whole percent `tier` is cheaper than the first tier, rounded down."""
    first = min(tiers, key=lambda each: each.min_quantity)
    return int((first.unit_price - tier.unit_price) * 100 / first.unit_price)


def as_typed(price: Decimal, currency: str) -> str:
    """Return the price with the currency's own decimals, and more only where it has them."""
    rounded = round_money(Money(price, currency)).amount
    return f"{rounded if rounded == price else price.normalize():f}"


def check_tiers(rows: Sequence[Mapping[str, Any]], *, moq: int | None) -> tuple[list[Tier], dict[str, list[str]]]:
    """
    Read tier rows as people type them; return the tiers in order and what is wrong, by field.

    A row is `{"min_quantity": ..., "unit_price": ...}`; empty rows are skipped. Errors are keyed `tiers` or
    `tiers.<row>.<column>` with `row` counted from 0 as given. Each start stands once, the first is at most the minimum
    order, prices are above zero, have at most four decimals and fall as quantities rise.
    """
    errors: dict[str, list[str]] = {}
    read: list[tuple[int, Tier]] = []
    for row, given in enumerate(rows):
        raw_quantity, raw_price = given.get("min_quantity"), given.get("unit_price")
        if raw_quantity in (None, "") and raw_price in (None, ""):
            continue
        quantity = _quantity(raw_quantity)
        price, problem = _price(raw_price)
        if quantity is None:
            errors[f"tiers.{row}.min_quantity"] = [_("Enter a whole number from 1 to 10,000,000.")]
        if price is None:
            errors[f"tiers.{row}.unit_price"] = [problem]
        if quantity is not None and price is not None:
            read.append((row, Tier(quantity, price)))
    if not read and not errors:
        errors["tiers"] = [_("Enter at least one price.")]
    if len(read) > MOST_TIERS:
        errors["tiers"] = [_("At most %(most)s price tiers.") % {"most": MOST_TIERS}]
    read.sort(key=lambda pair: pair[1].min_quantity)
    for (_row, lower), (row, upper) in pairwise(read):
        if upper.min_quantity == lower.min_quantity:
            errors[f"tiers.{row}.min_quantity"] = [_("This quantity already has a price. Each start stands once.")]
        elif upper.unit_price >= lower.unit_price:
            errors[f"tiers.{row}.unit_price"] = [
                _("More must cost less per unit: enter a price below %(price)s.") % {"price": lower.unit_price}
            ]
    if read and moq is not None and read[0][1].min_quantity > moq:
        errors.setdefault(f"tiers.{read[0][0]}.min_quantity", []).append(
            _("The minimum order is %(moq)s, so the first price must start there or below.") % {"moq": moq}
        )
    return [tier for _row, tier in read], errors


def _quantity(given: Any) -> int | None:
    try:
        quantity = int(str(given).strip())
    except ValueError:
        return None
    return quantity if 1 <= quantity <= LARGEST_QUANTITY else None


def _price(given: Any) -> tuple[Decimal | None, str]:
    try:
        price = Decimal(str(given).strip())
    except InvalidOperation:
        return None, _("Enter a price such as 12.50.")
    if not price.is_finite():
        return None, _("Enter a price such as 12.50.")
    if price <= 0:
        return None, _("Enter a price above zero.")
    if price > LARGEST_PRICE:
        return None, _("Enter a price of at most 100,000,000.")
    if price != price.quantize(FINEST_PRICE):
        return None, _("At most four decimals.")
    return price, ""
