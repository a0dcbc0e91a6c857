"""
Which prices hold for a buyer: the listed ones, a markdown's, or those of a list the buyer was given.

Pure on rows already read: no query is made here. Told in docs/selling.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sellers.lots import LotLeft
from sellers.markdowns import marked_down, read_tiers, stored_tiers
from sellers.models import Lot, Markdown, Variant
from sellers.pricing import FINEST_PRICE, HasTier, Tier, unit_price


@dataclass(frozen=True, slots=True)
class GivenPrices:
    """One price list as one buyer has it: its own tiers by variant, and what it takes off everything else."""

    pk: int
    public_id: str
    seller_id: int
    currency: str
    percent_off: Decimal | None
    tiers: Mapping[int, tuple[Tier, ...]] = field(default_factory=dict)

    def tiers_for(
        self, variant_id: int, seller_id: int, currency: str, listed: Sequence[HasTier]
    ) -> Sequence[HasTier] | None:
        """Return the list's prices of a variant, None if it has none."""
        if (seller_id, currency) != (self.seller_id, self.currency):
            return None
        if (own := self.tiers.get(variant_id)) is not None:
            return own
        return taken_off(listed, self.percent_off, currency) if self.percent_off else None


@dataclass(frozen=True, slots=True)
class Price:
    """The tiers that hold for a quantity, the one price of a unit, and where they come from."""

    tiers: Sequence[HasTier]
    unit_price: Decimal
    price_list: GivenPrices | None = None
    markdown: Markdown | None = None


def price_of(variant: Variant, quantity: int, *, counted: int = 0, given: Iterable[GivenPrices] = ()) -> Price | None:
    """
    Return what `quantity` of a variant costs a buyer who was given the lists `given`; None if it has no price.

    `counted` is the sum that decides about the tier where variants count together, else 0. Of several prices the lowest
    for the quantity holds. A markdown holds for what is left of its lot: whoever takes more pays those from before.
    Needs the variant's `listing`, `tiers` and `lots` with their `standing` markdowns.
    """
    listed: Sequence[HasTier] = list(variant.tiers.all())
    if not listed:
        return None
    at = max(counted, quantity)
    markdown = standing_markdown(variant, listed)
    if markdown is not None and quantity > markdown.left:  # type: ignore[attr-defined]
        listed, markdown = read_tiers(markdown.before), None
    best = Price(listed, unit_price(listed, at), None, markdown)
    listing = variant.listing
    for each in given:
        tiers = each.tiers_for(variant.pk, listing.organisation_id, listing.currency, listed)
        if tiers and (price := unit_price(tiers, at)) < best.unit_price:
            best = Price(tiers, price, each, markdown)
    return best


def standing_markdown(variant: Variant, listed: Iterable[HasTier]) -> Markdown | None:
    """Return the markdown that the variant's prices stand at, with `left`, what is left of its lot; from rows read."""
    stored = None
    for lot in variant.lots.all():
        for markdown in getattr(lot, "standing", ()):
            stored = stored or stored_tiers(sorted(listed, key=lambda tier: tier.min_quantity))
            if markdown.after == stored:
                markdown.left = lot.available
                return markdown  # type: ignore[no-any-return]
    return None


def lot_left(lot: Lot) -> LotLeft:
    """Return a lot as the choice of lots looks at it; nothing is left of a closed one."""
    return LotLeft(lot.pk, lot.available, lot.best_before_date, lot.leaves_from_date, lot.arrive_by_date)


def taken_off(tiers: Sequence[HasTier], percent: Decimal, currency: str) -> list[Tier]:
    """Return the tiers with a percentage off, to the currency's smallest unit where that keeps them apart."""
    plain = [Tier(tier.min_quantity, tier.unit_price) for tier in sorted(tiers, key=lambda tier: tier.min_quantity)]
    if percent == percent.to_integral_value():
        return marked_down(plain, int(percent), currency)
    rest = (100 - percent) / 100
    return [
        Tier(tier.min_quantity, max((tier.unit_price * rest).quantize(FINEST_PRICE, ROUND_HALF_UP), FINEST_PRICE))
        for tier in plain
    ]
