"""One listing worked out for one reader: variant, quantity, tiers, price at the door, dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.places import COUNTRIES
from accounts.preferences import Preferences
from accounts.queries import is_registered_in
from buyers.doors import Door, Wanted, price_at_door
from buyers.offers import days_text, shown_price
from buyers.wishes_shown import WishForm, wish_form
from marketplace.kernel.money import Money, round_money
from sellers.kinds import price_adder, wishes_from
from sellers.models import Listing, Lot, Markdown, PriceTier, Variant
from sellers.packaging import carton_of
from sellers.pricing import LARGEST_QUANTITY, next_tier, saving_percent, tier_for
from sellers.queries import goods_of_listings, standing_markdown
from trade import queries as trade
from trade.countries import customs_territory
from trade.dangerous import dangerous_of
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
        quantity = int(given) if given.isascii() and given.isdigit() and len(given) < 12 else listing.moq
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
    """Return the variants that have a price, the default one first among equals by position."""
    return [variant for variant in listing.variants.all() if variant.tiers.all()]


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


@dataclass(frozen=True)
class PriceView:
    """Everything the price panel shows."""

    listing: Listing
    choice: Choice
    # Empty where there is nothing to choose.
    variants: list[Variant]
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
    has_stock: bool
    # What the rules say of the way to the reader, and the goods they say it of.
    verdict: Verdict
    goods: Goods
    markdown: Markdown | None = None
    # What the buyer is asked before ordering, if anything.
    asked: WishForm | None = None

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
    def may_buy(self) -> bool:
        return not self.below_moq and self.has_stock and self.delivers and self.verdict.may_be_sold

    @property
    def rules(self) -> dict[str, Any]:
        """The verdict as pages show it."""
        return present_verdict(self.verdict, self.goods)

    @property
    def stages(self) -> list[dict[str, Any]]:
        """The route line's stages: made ready, on the way, customs where there is a border, at the door."""
        listing = self.listing
        ready = listing.lead_time_days
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
    listing: Listing, choice: Choice, preferences: Preferences, *, today: date, reader: Organisation | None = None
) -> PriceView:
    """Return what `choice` of `listing` costs the `reader` (None: nobody known) and when it would arrive."""
    tiers = list(choice.variant.tiers.all())
    quantity = max(choice.quantity, 1)
    active = tier_for(tiers, quantity)
    asked = wish_form(listing, choice.wishes, zone=preferences.zone, on=today, check=choice.says_what_lacks)
    each = active.unit_price + (price_adder(listing.making_terms, asked.wishes) if asked else 0)
    rates = trade.current_rates(today)
    converts = listing.currency != preferences.currency
    subtotal = round_money(Money(each * quantity, listing.currency))
    lots = list(choice.variant.lots.all())
    delivers = listing.organisation.seller_profile.delivers_to(choice.ship_to)
    goods = goods_of_listings([listing])[listing.pk]
    verdict = trade.may_it_go(goods, choice.ship_to, today)
    door = None
    if delivers and verdict.may_be_sold:
        wanted = Wanted(
            is_service=listing.is_service,
            unit_price=each,
            currency=listing.currency,
            quantity=quantity,
            hs_code=listing.hs_code,
            origin=listing.origin_country,
            ships_from=listing.ships_from_country,
            weight_g=listing.weight_g,
            size_mm=listing.size_mm,
            carton=carton_of(listing),
            needs_cold_chain=any(lot.needs_cold_chain for lot in lots),
            min_c=max((float(lot.storage_min_c) for lot in lots if lot.storage_min_c is not None), default=None),
            max_c=min((float(lot.storage_max_c) for lot in lots if lot.storage_max_c is not None), default=None),
            dangerous=dangerous_of(listing.hs_code, listing.attributes),
            leaves_on=today + timedelta(days=listing.lead_time_days or 0),
            latest_arrival=max((lot.best_before_date for lot in lots), default=None),
        )
        door = price_at_door(
            wanted,
            ship_to=choice.ship_to,
            currency=preferences.currency,
            on=today,
            incoterm=choice.incoterm,
            tax_registered=is_registered_in(reader, choice.ship_to),
        )
    arrives = door.arrives(listing.lead_time_days, today) if door else None
    freight = door.freight if door else None
    return PriceView(
        listing=listing,
        choice=choice,
        variants=variants if len(variants := priced_variants(listing)) > 1 else [],
        tiers=_rows(tiers, active, listing, preferences.currency if converts else "", rates),
        unit_price=each,
        subtotal=subtotal,
        subtotal_shown=door.goods if door and converts else None,
        next_tier=next_tier(tiers, quantity),
        door=door,
        delivers=delivers,
        arrives=arrives,
        transit=days_text(freight.min_days, freight.max_days) if freight else "",
        lots=[_lot_notice(lot, arrives, today) for lot in lots],
        below_moq=choice.quantity < listing.moq,
        has_stock=choice.variant.has(quantity),
        verdict=verdict,
        goods=goods,
        markdown=standing_markdown(choice.variant) if lots else None,
        asked=asked,
    )


def _rows(tiers: Sequence[PriceTier], active: Any, listing: Listing, shown_in: str, rates: RateTable) -> list[TierRow]:
    in_order = sorted(tiers, key=lambda tier: tier.min_quantity)
    ends: list[int | None] = [*(tier.min_quantity - 1 for tier in in_order[1:]), None]
    # What is sold only below the minimum order is not sold.
    offered = [(tier, end) for tier, end in zip(in_order, ends, strict=True) if end is None or end >= listing.moq]
    return [
        TierRow(
            start=max(tier.min_quantity, listing.moq),
            until=end,
            price=tier.unit_price,
            shown=shown_price(Money(tier.unit_price, listing.currency), shown_in, rates) if shown_in else None,
            saving=saving_percent([each for each, _end in offered], tier),
            is_active=tier.min_quantity == active.min_quantity,
        )
        for tier, end in offered
    ]


def _lot_notice(lot: Lot, arrives: tuple[date, date] | None, today: date) -> LotNotice:
    if lot.best_before_date <= today:
        return LotNotice(lot, "danger", _("Past its best-before date."))
    if arrives is None:
        return LotNotice(lot, "info", _("The arrival date is not known, so it may come too late."))
    earliest, latest = arrives
    left = (lot.best_before_date - latest).days
    if earliest >= lot.best_before_date:
        return LotNotice(lot, "danger", _("Would arrive only after its best-before date."))
    if left < CLOSE_DAYS:
        return LotNotice(lot, "warning", _("Could arrive close to or after its best-before date."))
    return LotNotice(lot, "success", _("Arrives at least %(days)s days before its best-before date.") % {"days": left})
