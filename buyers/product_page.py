"""One listing worked out for one reader: variant, quantity, tiers, price at the door, dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.places import COUNTRIES
from accounts.preferences import Preferences
from accounts.queries import is_registered_in
from buyers.doors import Door, price_at_door
from buyers.offers import days_text, shown_price
from buyers.variant_picker import OptionShown, options_shown
from buyers.wanted import wanted_of_listing
from buyers.wishes_shown import WishForm, wish_form
from marketplace.kernel.money import Money, round_money
from sellers.kinds import price_adder, wishes_from
from sellers.lots import Journey, choose_lots
from sellers.models import Listing, ListingPicture, Lot, Markdown, Variant
from sellers.prices import GivenPrices, lot_left, price_of
from sellers.pricing import LARGEST_QUANTITY, HasTier, next_tier, saving_percent, tier_for
from sellers.queries import goods_of_listings
from trade import queries as trade
from trade.countries import customs_territory
from trade.fx import RateTable
from trade.incoterms import DEFAULT_OFFER, TERMS, Term
from trade.presenting.restrictions import present_verdict
from trade.restrictions import Goods, Verdict

CLOSE_DAYS = 3


@dataclass(frozen=True)
class Choice:
    """What the reader asks the price of; read leniently out of the address."""

    variant: Variant
    quantity: int
    ship_to: str
    incoterm: str
    # What is asked for, as it stands in the address (`sellers.kinds`), and whether to say what it lacks.
    wishes: Mapping[str, Any] = field(default_factory=dict)
    says_what_lacks: bool = False

    @classmethod
    def read(cls, query: QueryDict, listing: Listing, preferences: Preferences) -> "Choice":
        """Read it; what is missing or makes no sense is the default variant, its minimum, the reader's country, DDP."""
        variants = priced_variants(listing)
        wanted = query.get("variant", "")
        default = next((each for each in variants if each.is_default), variants[0])
        variant = next((each for each in variants if each.public_id == wanted), default)
        given = query.get("quantity", "")
        quantity = int(given) if given.isascii() and given.isdigit() and len(given) < 12 else least_of(variant)
        ship_to = query.get("ship_to", "")
        incoterm = query.get("incoterm", "")
        return cls(
            variant=variant,
            quantity=min(quantity, LARGEST_QUANTITY),
            ship_to=ship_to if ship_to in COUNTRIES else preferences.ship_to,
            incoterm=incoterm if incoterm in (terms := shown_terms(listing)) else terms[0],
            wishes=wishes_from(query),
            says_what_lacks=query.get("check") == "1",
        )


def shown_terms(listing: Listing) -> tuple[str, ...]:
    """The delivery terms to choose among before the way is known: those of the sea alone are chosen at checkout."""
    return tuple(code for code in listing.terms if TERMS[code].any_mode) or DEFAULT_OFFER


def priced_variants(listing: Listing) -> list[Variant]:
    """Return the variants that are offered at a price, in order."""
    return [variant for variant in listing.variants.all() if variant.is_active and variant.tiers.all()]


def least_of(variant: Variant) -> int:
    """Return the smallest quantity of a variant that can be ordered: its minimum, in whole packs."""
    return -(-variant.minimum // variant.step) * variant.step


@dataclass(frozen=True)
class TierRow:
    """One line of the tier table, from the minimum order up. `until` is None for the last one; `shown` is converted."""

    start: int
    until: int | None
    price: Any
    shown: Money | None
    saving: int
    is_active: bool


@dataclass(frozen=True)
class LotNotice:
    """A lot, and whether it would arrive before its best-before date: `kind` is success, warning, danger or info."""

    lot: Lot
    kind: str
    text: str
    # How much of it an order of the quantity would take.
    taken: int = 0


@dataclass(frozen=True)
class PriceView:
    """Everything the price panel shows."""

    listing: Listing
    choice: Choice
    # Empty where there is nothing to choose.
    variants: list[Variant]
    options: list[OptionShown]
    tiers: list[TierRow]
    unit_price: Any
    subtotal: Money
    subtotal_shown: Money | None
    next_tier: Any
    door: Door | None
    delivers: bool
    arrives: tuple[date, date] | None
    transit: str
    lots: list[LotNotice]
    below_moq: bool
    # The nearest whole packs, where the quantity is none.
    packs: tuple[int, int] | None
    # Days until the quantity is ready; None: the seller is asked.
    lead_days: int | None
    has_stock: bool
    # Fewer of the lots would arrive in time than are asked for; how many would.
    in_time: int | None
    # What the rules say of the way to the reader, and the goods they say it of.
    verdict: Verdict
    goods: Goods
    markdown: Markdown | None = None
    # What the buyer is asked before ordering, if anything, and what the answers add to the price of one.
    asked: WishForm | None = None
    adder: Decimal = Decimal(0)
    # The price is one that the seller gave the reader alone.
    is_your_price: bool = False

    @property
    def least(self) -> int:
        """The smallest order: of all variants together where they count together, else of this one."""
        listing, variant = self.listing, self.choice.variant
        return listing.moq if listing.counts_variants_together else least_of(variant)

    @property
    def picture(self) -> ListingPicture | None:
        """The picture the gallery opens with: the variant's own, else the listing's first."""
        shown: list[ListingPicture] = self.listing.shown_pictures  # type: ignore[attr-defined]
        own = self.choice.variant.picture
        return own if own is not None and own.is_shown else next(iter(shown), None)

    @property
    def rest_query(self) -> str:
        """The address's query for everything chosen but the variant."""
        choice = self.choice
        return urlencode({"quantity": choice.quantity, "ship_to": choice.ship_to, "incoterm": choice.incoterm})

    @property
    def door_lots(self) -> list[LotNotice]:
        """The lots an order would take; all of them while the way is not known."""
        return [notice for notice in self.lots if notice.taken] or self.lots

    @property
    def must_ask_when(self) -> bool:
        """Whether the seller names the delivery date of this quantity on request."""
        return bool(self.listing.lead_times) and self.lead_days is None

    @property
    def price_before(self) -> Decimal | None:
        """The seller's own price of this quantity, where a markdown stands."""
        if self.markdown is None:
            return None
        reached = [price for least, price in self.markdown.before if least <= self.choice.quantity]
        return Decimal(reached[-1] if reached else self.markdown.before[0][1])

    @property
    def terms(self) -> list[Term]:
        """The delivery terms the reader may choose among."""
        return [TERMS[code] for code in shown_terms(self.listing)]

    @property
    def next_price(self) -> Decimal:
        """What one costs from the next tier on, with what the answers add."""
        return Decimal(self.next_tier.unit_price) + self.adder

    @property
    def may_buy(self) -> bool:
        return (
            not self.below_moq
            and self.packs is None
            and self.has_stock
            and self.in_time is None
            and not self.must_ask_when
            and self.delivers
            and self.verdict.may_be_sold
        )

    @property
    def rules(self) -> dict[str, Any]:
        """The verdict as pages show it."""
        return present_verdict(self.verdict, self.goods)

    @property
    def stages(self) -> list[dict[str, Any]]:
        """The route line's stages: made ready, on the way, customs where there is a border, at the door."""
        listing = self.listing
        ready = self.lead_days
        detail = "" if ready is None else days_text(ready, ready)
        stages = [{"label": _("Made ready"), "state": "todo", "detail": detail}]
        stages.append({"label": _("On the way"), "state": "todo", "detail": self.transit})
        landed = self.door.landed if self.door else None
        if customs_territory(listing.ships_from_country) != customs_territory(self.choice.ship_to):
            unknown = landed is None or not landed.is_known
            text = _("not all known") if unknown else _("worked out")
            stages.append({"label": _("Customs"), "state": "blocked" if unknown else "todo", "detail": text})
        stages.append({"label": _("At your door"), "state": "todo", "detail": ""})
        return stages


def price_view(
    listing: Listing,
    choice: Choice,
    preferences: Preferences,
    *,
    today: date,
    reader: Organisation | None = None,
    given: Sequence[GivenPrices] = (),
    counted: int = 0,
) -> PriceView:
    """
    Return what `choice` of `listing` costs the `reader` (None: nobody known) and when it would arrive. `given` are the
    reader's own price lists, `counted` how many of all variants together decide about the tier, where they do.
    """
    variant, quantity = choice.variant, max(choice.quantity, 1)
    price = price_of(variant, quantity, counted=counted, given=given)
    assert price is not None
    tiers = list(price.tiers)
    active = tier_for(tiers, max(counted, quantity))
    asked = wish_form(listing, choice.wishes, zone=preferences.zone, on=today, check=choice.says_what_lacks)
    adder = price_adder(listing.making_terms, asked.wishes) if asked else Decimal(0)
    each = active.unit_price + adder
    rates = trade.current_rates(today)
    converts = listing.currency != preferences.currency
    subtotal = round_money(Money(each * quantity, listing.currency))
    lots = list(variant.lots.all())
    left = [lot_left(lot) for lot in lots]
    lead_days = listing.lead_days(max(counted, quantity))
    leaves_on = today + timedelta(days=lead_days or 0)
    delivers = listing.organisation.seller_profile.delivers_to(choice.ship_to)
    goods = goods_of_listings([listing])[listing.pk]
    verdict = trade.may_it_go(goods, choice.ship_to, today)
    door = None
    if delivers and verdict.may_be_sold:
        wanted = wanted_of_listing(
            listing, variant=variant, unit_price=each, quantity=quantity, lots=lots, leaves_on=leaves_on
        )
        door = price_at_door(
            wanted,
            ship_to=choice.ship_to,
            currency=preferences.currency,
            on=today,
            incoterm=choice.incoterm,
            tax_registered=is_registered_in(reader, choice.ship_to),
        )
    arrives = door.arrives(lead_days, today) if door else None
    freight = door.freight if door else None
    chosen = choose_lots(left, quantity, Journey(leaves_on, freight.max_days)) if lots and freight else None
    taken = dict(chosen.taken) if chosen is not None else {}
    variants = variants if len(variants := priced_variants(listing)) > 1 else []
    return PriceView(
        listing=listing,
        choice=choice,
        variants=variants,
        options=options_shown(listing, variant, variants),
        tiers=_rows(tiers, active, variant, preferences.currency if converts else "", rates),
        unit_price=each,
        subtotal=subtotal,
        subtotal_shown=door.goods if door and converts else None,
        next_tier=next_tier(tiers, max(counted, quantity)),
        door=door,
        delivers=delivers,
        arrives=arrives,
        transit=days_text(freight.min_days, freight.max_days) if freight else "",
        lots=[_lot_notice(lot, arrives, today, taken.get(lot.pk, 0)) for lot in lots],
        below_moq=max(counted, choice.quantity) < listing.moq
        if listing.counts_variants_together
        else choice.quantity < variant.minimum,
        packs=_packs(variant, quantity),
        lead_days=lead_days,
        has_stock=variant.has(quantity),
        in_time=quantity - chosen.missing
        if chosen is not None and chosen.missing and arrives and variant.has(quantity)
        else None,
        verdict=verdict,
        goods=goods,
        markdown=price.markdown,
        is_your_price=price.price_list is not None,
        asked=asked,
        adder=adder,
    )


def _packs(variant: Variant, quantity: int) -> tuple[int, int] | None:
    if quantity % variant.step == 0:
        return None
    more = max(-(-quantity // variant.step) * variant.step, least_of(variant))
    return max(more - variant.step, least_of(variant)), more


def _rows(
    tiers: Sequence[HasTier], active: HasTier, variant: Variant, shown_in: str, rates: RateTable
) -> list[TierRow]:
    listing = variant.listing
    least = listing.moq if listing.counts_variants_together else variant.minimum
    in_order = sorted(tiers, key=lambda tier: tier.min_quantity)
    ends: list[int | None] = [*(tier.min_quantity - 1 for tier in in_order[1:]), None]
    # What is sold only below the minimum order is not sold.
    offered = [(tier, end) for tier, end in zip(in_order, ends, strict=True) if end is None or end >= least]
    return [
        TierRow(
            start=max(tier.min_quantity, least),
            until=end,
            price=tier.unit_price,
            shown=shown_price(Money(tier.unit_price, listing.currency), shown_in, rates) if shown_in else None,
            saving=saving_percent([each for each, _end in offered], tier),
            is_active=tier.min_quantity == active.min_quantity,
        )
        for tier, end in offered
    ]


def _lot_notice(lot: Lot, arrives: tuple[date, date] | None, today: date, taken: int) -> LotNotice:
    if lot.best_before_date <= today:
        return LotNotice(lot, "danger", _("Past its best-before date."), taken)
    if arrives is None:
        return LotNotice(lot, "info", _("The arrival date is not known, so it may come too late."), taken)
    earliest, latest = arrives
    left = (lot.best_before_date - latest).days
    if earliest >= lot.best_before_date:
        return LotNotice(lot, "danger", _("Would arrive only after its best-before date."), taken)
    if left < CLOSE_DAYS:
        return LotNotice(lot, "warning", _("Could arrive close to or after its best-before date."), taken)
    return LotNotice(
        lot, "success", _("Arrives at least %(days)s days before its best-before date.") % {"days": left}, taken
    )
