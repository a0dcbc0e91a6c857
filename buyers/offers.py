"""Listings as the reader sees them: in the reader's currency, at the reader's door."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language, ngettext

from accounts.actor import Actor
from accounts.preferences import Preferences
from buyers.doors import Door, price_at_door
from buyers.wanted import NO_LOTS, LotLimits, limits_of, wanted_of_card
from marketplace.kernel.money import Money, round_money
from sellers import queries as sellers
from sellers.models import Listing, Lot
from sellers.queries import ListingCard, Way
from trade import queries as trade
from trade.editions import standing
from trade.fx import RateStale, RateTable, RateUnknown
from trade.presenting.restrictions import stopping_reason


@dataclass(frozen=True, eq=False)
class Offer:
    """
    A listing's card, filled in for one reader, and the price at the door behind it.

    The same offer is the same object while it stays as it is, so what is drawn of it can be kept.
    """

    card: ListingCard
    door: Door
    delivers: bool
    # Why rules keep it from going to the reader today; empty if they do not.
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an offer depends on beside the listing. `standing` and `rates` change with the reference data."""

    ship_to: str
    currency: str
    quantity: int
    on: date
    language: str
    rates: RateTable
    standing: tuple[object, ...]

    def quantity_of(self, card: ListingCard) -> int:
        """The quantity that is asked for, at least the card's minimum order."""
        return max(self.quantity, card.moq)


def offers(
    ids: Iterable[int],
    preferences: Preferences,
    *,
    on: date,
    quantity: int = 0,
    say_why_not: bool = False,
    buyer_id: int | None = None,
) -> list[Offer]:
    """
    Return the listings with these primary keys as offers, in this order; those gone from sale are left out.

    The price at the door is for `quantity` units, at least each listing's minimum order. The number of queries does
    not depend on how many there are. With `say_why_not`, what rules keep from the reader says so. `buyer_id` is the
    reader's organisation, whose own price lists hold.
    """
    cards = sellers.cards(ids, buyer_id=buyer_id, on=on)
    terms = Terms(
        ship_to=preferences.ship_to,
        currency=preferences.currency,
        quantity=quantity,
        on=on,
        language=get_language() or "en",
        rates=trade.current_rates(on),
        standing=standing(),
    )
    lots = _lot_limits(cards, terms)
    stopped = _stopped(cards, terms) if say_why_not else {}
    return [_offer(card, lots.get(card.listing_id, NO_LOTS), terms, stopped.get(card.listing_id, "")) for card in cards]


def cards_for(ids: Iterable[int], reader: Actor, preferences: Preferences, on: date) -> list[ListingCard]:
    """Return the listings as cards in the reader's currency and at the reader's door and prices."""
    return [offer.card for offer in offers(ids, preferences, on=on, buyer_id=reader.organisation_id)]


def _stopped(cards: list[ListingCard], terms: Terms) -> dict[int, str]:
    """Return why each listing that may not go to the reader may not."""
    found = {}
    for pk, goods in sellers.goods_by_id(card.listing_id for card in cards).items():
        if reason := stopping_reason(trade.may_it_go(goods, terms.ship_to, terms.on), goods):
            found[pk] = reason
    return found


def _lot_limits(cards: list[ListingCard], terms: Terms) -> dict[int, LotLimits]:
    """Return what freight has to heed of the lots of each perishable listing."""
    perishable = {card.listing_id: card for card in cards if card.kind == Listing.Kind.PERISHABLE_LOT}
    lots: dict[int, list[Lot]] = {}
    if perishable:
        default = Lot.objects.filter(listing_id__in=perishable, variant__is_default=True, closed_at=None)
        for lot in default.order_by("best_before_date"):
            lots.setdefault(lot.listing_id, []).append(lot)
    return {pk: limits_of(found, terms.quantity_of(perishable[pk])) for pk, found in lots.items()}


# An offer is worked out from its arguments alone, so a process keeps those that are shown often.
@lru_cache(maxsize=2048)
def _offer(card: ListingCard, lots: LotLimits, terms: Terms, stopped: str = "") -> Offer:
    wanted = wanted_of_card(card, lots, terms.quantity_of(card), terms.on)
    door = price_at_door(wanted, ship_to=terms.ship_to, currency=terms.currency, on=terms.on, rates=terms.rates)
    delivers = not card.ships_to or terms.ship_to in card.ships_to
    if door.is_converted and door.goods is not None:
        # The seller's own tiers stay for the arithmetic; what is shown is the reader's currency, marked as converted.
        card = replace(
            card,
            price_from=shown_price(card.price_from, terms.currency, terms.rates),
            price_to=shown_price(card.price_to, terms.currency, terms.rates),
            approx=True,
        )
    if delivers:
        card = replace(card, landed=door.landed, landed_unit=door.landed_unit)
    if card.kind != Listing.Kind.SERVICE and card.ships_from_country:
        days = ""
        if delivers and door.freight is not None:
            days = days_text(door.freight.min_days, door.freight.max_days)
        card = replace(card, route=Way(card.ships_from_country, terms.ship_to, days))
    return Offer(card, door, delivers, stopped)


def shown_price(price: Money, currency: str, rates: RateTable) -> Money:
    """Return a unit price as the reader is shown it; in its own currency where there is no rate."""
    try:
        return round_money(rates.charge(price, currency).money)
    except (RateUnknown, RateStale):
        return price


def days_text(least: int, most: int) -> str:
    """Return a span of days in words."""
    if least == most:
        return ngettext("%(most)s day", "%(most)s days", most) % {"most": most}
    return ngettext("%(least)s–%(most)s day", "%(least)s–%(most)s days", most) % {"least": least, "most": most}
