"""How the variants of a listing are chosen among: by their options one by one, or as a table of quantities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marketplace.kernel.money import Money, round_money
from sellers.content import Option, stored_options
from sellers.models import Listing, Variant
from sellers.prices import GivenPrices, Price, price_of
from sellers.pricing import HasTier, next_tier


@dataclass(frozen=True)
class ValueShown:
    """One value of an option, and the variant that choosing it leads to (None if none is offered with it)."""

    value: str
    variant: Variant | None
    is_chosen: bool
    # The combination with the other values chosen now is not made: choosing it changes them too.
    changes_others: bool
    is_out: bool


@dataclass(frozen=True)
class OptionShown:
    """One option with its values."""

    name: str
    values: list[ValueShown]


def options_shown(listing: Listing, chosen: Variant, variants: Sequence[Variant]) -> list[OptionShown]:
    """Return the options of a listing as the reader chooses among them, beside the variant chosen now."""
    options = stored_options(listing.options)
    if len(variants) < 2 or not options:
        return []
    return [
        OptionShown(option.name, [_value(option, value, options, chosen, variants) for value in option.values])
        for option in options
    ]


def _value(
    option: Option, value: str, options: Sequence[Option], chosen: Variant, variants: Sequence[Variant]
) -> ValueShown:
    wanted = {**chosen.options, option.name: value}
    found = max(
        (each for each in variants if each.options.get(option.name) == value),
        # As much as possible stays as it was, the first options before the later ones; then what is in stock.
        key=lambda each: (
            [each.options.get(other.name) == wanted.get(other.name) for other in options],
            each.has(each.minimum),
        ),
        default=None,
    )
    return ValueShown(
        value=value,
        variant=found,
        is_chosen=chosen.options.get(option.name) == value,
        changes_others=found is not None and found.options != wanted,
        is_out=found is not None and not found.has(found.minimum),
    )


@dataclass(frozen=True)
class Cell:
    """One variant in the table; `variant` is None where the combination is not offered."""

    variant: Variant | None
    label: str
    quantity: str = ""
    problem: str = ""

    @property
    def is_out(self) -> bool:
        return self.variant is not None and not self.variant.has(self.variant.step)


@dataclass(frozen=True)
class Matrix:
    """
    The variants as a table: rows by the first option, columns by the second (one column without), for one value of the
    third. `slices` are the values of the third with the variant that leads there.
    """

    rows_by: str
    columns_by: str
    columns: list[str]
    rows: list[tuple[str, list[Cell]]]
    slices: list[ValueShown]
    slice_by: str = ""


def matrix_of(
    listing: Listing,
    chosen: Variant,
    variants: Sequence[Variant],
    *,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Matrix | None:
    """Return the table of quantities, None where there is one variant. `typed` and `problems` are by public id."""
    options = stored_options(listing.options)
    if len(variants) < 2 or not options:
        return None
    typed, problems = typed or {}, problems or {}
    by_choice = {frozenset(variant.options.items()): variant for variant in variants}
    first, second = options[0], options[1] if len(options) > 1 else None
    third = options[2] if len(options) > 2 else None
    fixed = {third.name: chosen.options.get(third.name, third.values[0])} if third is not None else {}

    def cell(values: dict[str, Any]) -> Cell:
        variant = by_choice.get(frozenset({**values, **fixed}.items()))
        label = " / ".join([*values.values(), *fixed.values()])
        if variant is None:
            return Cell(None, label)
        return Cell(variant, label, typed.get(variant.public_id, ""), problems.get(variant.public_id, ""))

    rows = [
        (
            value,
            [cell({first.name: value, second.name: other}) for other in second.values]
            if second is not None
            else [cell({first.name: value})],
        )
        for value in first.values
    ]
    offered = [(value, cells) for value, cells in rows if any(each.variant is not None for each in cells)]
    return Matrix(
        rows_by=first.name,
        columns_by=second.name if second is not None else "",
        columns=list(second.values) if second is not None else [],
        rows=offered,
        slices=[_value(third, value, options, chosen, variants) for value in third.values] if third is not None else [],
        slice_by=third.name if third is not None else "",
    )


PREFIX = "q_"


def typed_quantities(sent: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed into the cells of the table, by the variant's public id; empty cells are left out."""
    return {
        name.removeprefix(PREFIX): str(value).strip()
        for name, value in sent.items()
        if name.startswith(PREFIX) and str(value).strip() not in ("", "0")
    }


@dataclass(frozen=True)
class MatrixTotal:
    """What a table of quantities comes to. `wrong` says that a cell holds no whole number."""

    quantity: int
    goods: Money
    lines: list[tuple[Variant, int, Price]]
    next_tier: HasTier | None
    missing: int
    wrong: bool

    @property
    def is_your_price(self) -> bool:
        return any(price.price_list is not None for _variant, _quantity, price in self.lines)

    @property
    def more_for_next(self) -> int:
        return self.next_tier.min_quantity - self.quantity if self.next_tier is not None else 0


def matrix_total(listing: Listing, typed: Mapping[str, str], *, given: Sequence[GivenPrices] = ()) -> MatrixTotal:
    """Return what the quantities `typed` (by public id) of a listing's variants come to."""
    there = {variant.public_id: variant for variant in listing.variants.all() if variant.is_active}
    wanted = {
        public_id: int(text)
        for public_id, text in typed.items()
        if public_id in there and text.isascii() and text.isdigit() and len(text) < 9
    }
    together = sum(wanted.values())
    counted = together if listing.counts_variants_together else 0
    lines = []
    for public_id, quantity in wanted.items():
        price = price_of(there[public_id], quantity, counted=counted, given=given)
        if price is not None:
            lines.append((there[public_id], quantity, price))
    goods = sum((price.unit_price * quantity for _variant, quantity, price in lines), Decimal(0))
    following = next_tier(lines[0][2].tiers, counted) if lines and counted else None
    return MatrixTotal(
        quantity=together,
        goods=round_money(Money(goods, listing.currency)),
        lines=lines,
        next_tier=following,
        missing=max(listing.moq - together, 0) if counted else 0,
        wrong=len(wanted) < len(typed),
    )
