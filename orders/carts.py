"""
A cart as its reader sees it: by seller, at today's prices, with what changed and what stands in the way.

Reads rows and rates; changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from accounts.actor import Actor
from accounts.models import Organisation
from accounts.queries import is_registered_in
from marketplace.kernel.money import Money
from marketplace.kernel.refusals import Refusal
from orders import offers
from orders.clearance import Cleared, NotAllowedThere, clear
from orders.lines import Purchase
from orders.models import CartLine
from sellers.kinds import price_adder, wish_lines
from sellers.models import Listing, ListingPicture, Variant
from sellers.packaging import carton_of
from sellers.pricing import HasTier, next_tier
from trade.dangerous import dangerous_of
from trade.freight import FreightQuote, Parcel
from trade.fx import RateStale, RateTable, RateUnknown
from trade.landed_cost import LandedCost
from trade.packing import in_cartons
from trade.queries import cheapest_freight, landed_cost_for


@dataclass(frozen=True)
class CartRow:
    """One line. `total` is in the reader's currency, `list_total` in the seller's; None while it cannot be priced."""

    line: CartLine
    variant: Variant
    listing: Listing
    picture: ListingPicture | None
    unit_price: Decimal | None
    list_total: Money | None
    total: Money | None
    problem: Refusal | None
    # Why rules keep it from the reader's country; another address may still be chosen at checkout.
    not_there: NotAllowedThere | None
    price_before: Decimal | None
    # What was asked of it, label and text.
    wishes: Sequence[tuple[str, str]]
    next_tier: HasTier | None
    # The price is one that the seller gives this buyer alone.
    is_your_price: bool = False
    # How many of the listing count for the tier, where its variants count together and there are others of it.
    counted: int = 0

    @property
    def saving_percent(self) -> int:
        """How much less each costs from the next tier on, in whole percent."""
        if self.next_tier is None or not self.unit_price:
            return 0
        then = self.next_tier.unit_price + price_adder(self.listing.making_terms, self.variant.wishes)
        return int((self.unit_price - then) * 100 / self.unit_price)

    @property
    def more_for_next(self) -> int:
        return self.next_tier.min_quantity - (self.counted or self.line.quantity) if self.next_tier else 0


@dataclass(frozen=True)
class CartGroup:
    """What can be checked out together: one seller's goods from one country, or one seller's services."""

    seller: Organisation
    ships_from: str
    is_carried: bool
    rows: Sequence[CartRow]
    goods: Money | None
    freight: FreightQuote | None
    landed: LandedCost | None
    is_delivered: bool = True

    @property
    def key(self) -> str:
        """Names the group in a form."""
        return f"{self.seller.public_id}:{self.ships_from if self.is_carried else ''}"

    @property
    def can_check_out(self) -> bool:
        return self.goods is not None and not any(row.problem for row in self.rows)

    @property
    def is_converted(self) -> bool:
        return any(row.list_total and row.total and row.list_total.currency != row.total.currency for row in self.rows)


@dataclass(frozen=True)
class CartView:
    """The whole cart."""

    currency: str
    ship_to: str
    groups: Sequence[CartGroup] = field(default_factory=tuple)

    @property
    def line_count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def group_key(line: CartLine) -> str:
    """Return the key of the group that a line falls into."""
    listing = line.variant.listing
    origin = "" if listing.is_service else listing.ships_from_country or listing.organisation.country
    return f"{listing.organisation.public_id}:{origin}"


def cart_view(
    lines: Sequence[CartLine],
    *,
    actor: Actor,
    purchase: Purchase,
    currency: str,
    ship_to: str,
    rates: RateTable,
    now: datetime,
) -> CartView:
    """Return the cart's `lines` (as `queries.cart_lines` reads them) grouped and priced for the reader."""
    titles = {line.variant.listing_id: line.variant.listing.title for line in lines}
    cleared = clear(titles, ship_to, now.date()) if titles and ship_to else {}
    grouped: dict[str, list[CartLine]] = {}
    for line in lines:
        grouped.setdefault(group_key(line), []).append(line)
    registered = bool(ship_to and grouped) and is_registered_in(actor.organisation, ship_to)
    groups = [_group(found, purchase, currency, ship_to, rates, now, cleared, registered) for found in grouped.values()]
    return CartView(currency=currency, ship_to=ship_to, groups=groups)


def _group(
    lines: Sequence[CartLine],
    purchase: Purchase,
    currency: str,
    ship_to: str,
    rates: RateTable,
    now: datetime,
    cleared: Mapping[int, Cleared],
    tax_registered: bool,
) -> CartGroup:
    rows = [_row(line, purchase, currency, rates, cleared.get(line.variant.listing_id)) for line in lines]
    first = rows[0].listing
    is_carried = not first.is_service
    ships_from = first.ships_from_country or first.organisation.country
    totals = [row.total for row in rows]
    goods = None if any(total is None for total in totals) else Money(sum(t.amount for t in totals if t), currency)
    profile = getattr(first.organisation, "seller_profile", None)
    is_delivered = not is_carried or profile is None or profile.delivers_to(ship_to)
    freight = landed = None
    if is_carried and is_delivered and goods is not None and not any(row.problem for row in rows):
        items = [(row.variant, row.line.quantity) for row in rows]
        freight = cheapest_freight(
            ships_from, ship_to, parcels_of(items), currency, needs_cold_chain=cold_chain_of(items), on=now.date()
        )
        landed = _estimate(
            rows, purchase, currency, ship_to, ships_from, freight, rates, now, tax_registered=tax_registered
        )
    return CartGroup(first.organisation, ships_from, is_carried, rows, goods, freight, landed, is_delivered)


def _row(line: CartLine, purchase: Purchase, currency: str, rates: RateTable, cleared: Cleared | None) -> CartRow:
    variant, listing = line.variant, line.variant.listing
    problem = purchase.problem(variant, line.quantity)
    not_there = cleared.refusal if cleared is not None else None
    price = total = list_total = following = before = None
    counted = purchase.counted(variant, line.quantity)
    found = purchase.price(variant, line.quantity)
    if found is not None:
        item = purchase.item(variant, line.quantity)
        price, list_total = item.unit_price, item.total
        following = next_tier(found.tiers, counted)
        try:
            total = offers.price_lines([item], currency=currency, rates=rates)[0].total
        except (RateUnknown, RateStale) as refusal:
            problem = problem or refusal
        if (
            line.seen_unit_price is not None
            and line.seen_currency == listing.currency
            and line.seen_unit_price != price
        ):
            before = line.seen_unit_price
    pictures = getattr(listing, "shown_pictures", [])
    return CartRow(
        line=line,
        variant=variant,
        listing=listing,
        picture=variant.picture or (pictures[0] if pictures else None),
        unit_price=price,
        list_total=list_total,
        total=total,
        problem=problem,
        not_there=not_there,
        price_before=before,
        wishes=wish_lines(listing.making_terms, listing.service_terms, variant.wishes),
        next_tier=following if following is not None and variant.has(following.min_quantity) else None,
        is_your_price=found is not None and found.price_list is not None,
        counted=counted if counted > line.quantity else 0,
    )


def _estimate(
    rows: Sequence[CartRow],
    purchase: Purchase,
    currency: str,
    ship_to: str,
    ships_from: str,
    freight: FreightQuote | None,
    rates: RateTable,
    now: datetime,
    *,
    tax_registered: bool,
) -> LandedCost:
    items = [purchase.item(row.variant, row.line.quantity) for row in rows]
    lines = offers.price_lines(items, currency=currency, rates=rates)
    basket = offers.basket_of(
        lines,
        ship_from=ships_from,
        ship_to=ship_to,
        currency=currency,
        incoterm="DDP",
        freight=freight.price if freight else None,
        on=now.date(),
        transport=freight.mode if freight else "",
        tax_registered=tax_registered,
    )
    return landed_cost_for(basket, rates=rates)


def cold_chain_of(items: Sequence[tuple[Variant, int]]) -> bool:
    """Tell whether anything must travel cooled."""
    return any(lot.needs_cold_chain for variant, _quantity in items for lot in variant.lots.all())


def parcels_of(items: Sequence[tuple[Variant, int]]) -> list[Parcel]:
    """Return the pieces that travel: units in full cartons, the rest packed one by one, kept as their lots need."""
    return [
        parcel
        for variant, quantity in items
        if variant.listing.needs_parcel and (weight_g := variant.packed_weight_g)
        for parcel in in_cartons(
            # A variant with a weight of its own does not fill the listing's carton.
            _parcel(variant, weight_g, quantity),
            carton_of(variant.listing) if variant.weight_g is None else None,
        )
    ]


def _parcel(variant: Variant, weight_g: int, quantity: int) -> Parcel:
    listing, lots = variant.listing, variant.lots.all()
    length, width, height = variant.packed_size_mm or (listing.length_mm, listing.width_mm, listing.height_mm)
    return Parcel(
        weight_g=weight_g,
        length_mm=length,
        width_mm=width,
        height_mm=height,
        count=quantity,
        dangerous=dangerous_of(listing.hs_code, listing.attributes),
        min_c=max((float(lot.storage_min_c) for lot in lots if lot.storage_min_c is not None), default=None),
        max_c=min((float(lot.storage_max_c) for lot in lots if lot.storage_max_c is not None), default=None),
    )
