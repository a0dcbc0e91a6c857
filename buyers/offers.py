"""Listings as the reader sees them: in the reader's currency, at the reader's door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import ngettext

from accounts.preferences import Preferences
from buyers.doors import Door, Wanted, doors
from marketplace.kernel.money import Money, round_money
from sellers import queries as sellers
from sellers.models import Listing, Lot
from sellers.queries import ListingCard
from trade import queries as trade
from trade.fx import RateStale, RateTable, RateUnknown


@dataclass(frozen=True)
class Offer:
    """A listing's card, filled in for one reader, and the price at the door behind it."""

    card: ListingCard
    door: Door
    delivers: bool


def offers(ids: Iterable[int], preferences: Preferences, *, on: date, quantity: int = 0) -> list[Offer]:
    """
    Return the listings with these primary keys as offers, in this order; those gone from sale are left out.

    The price at the door is for `quantity` units, at least each listing's minimum order. The number of queries does
    not depend on how many there are.
    """
    cards = sellers.cards(ids)
    lots = _first_lots(cards, on)
    wanted = [_wanted(card, max(quantity, card.moq), lots.get(card.listing_id), on) for card in cards]
    found = doors(wanted, ship_to=preferences.ship_to, currency=preferences.currency, on=on)
    rates = trade.current_rates(on)
    return [_offer(card, door, preferences, rates) for card, door in zip(cards, found, strict=True)]


def _first_lots(cards: list[ListingCard], on: date) -> dict[int, Lot]:
    """Return the lot that lasts longest of each perishable listing."""
    perishable = [card.listing_id for card in cards if card.kind == Listing.Kind.PERISHABLE_LOT]
    if not perishable:
        return {}
    lots = Lot.objects.filter(listing_id__in=perishable, best_before_date__gt=on).order_by("best_before_date")
    return {lot.listing_id: lot for lot in lots}


def _wanted(card: ListingCard, quantity: int, lot: Lot | None, on: date) -> Wanted:
    return Wanted(
        is_service=card.kind == Listing.Kind.SERVICE,
        unit_price=card.price_for(quantity),
        currency=card.currency,
        quantity=quantity,
        hs_code=card.hs_code,
        origin=card.origin_country,
        ships_from=card.ships_from_country,
        weight_g=card.weight_g,
        size_mm=card.size_mm,
        needs_cold_chain=lot is not None and lot.needs_cold_chain,
        leaves_on=on + timedelta(days=card.lead_time_days or 0),
        latest_arrival=lot.best_before_date if lot is not None else None,
    )


def _offer(card: ListingCard, door: Door, preferences: Preferences, rates: RateTable) -> Offer:
    delivers = not card.ships_to or preferences.ship_to in card.ships_to
    if door.is_converted and door.goods is not None:
        # The seller's own tiers stay for the arithmetic; what is shown is the reader's currency, marked as converted.
        card.price_from = shown_price(card.price_from, preferences.currency, rates)
        card.price_to = shown_price(card.price_to, preferences.currency, rates)
        card.approx = True
    if delivers:
        card.landed = door.landed
        card.landed_unit = door.landed_unit
    if card.kind != Listing.Kind.SERVICE and card.ships_from_country:
        days = ""
        if delivers and door.freight is not None:
            days = days_text(door.freight.min_days, door.freight.max_days)
        card.route = {"from_country": card.ships_from_country, "to_country": preferences.ship_to, "days": days}
    return Offer(card, door, delivers)


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
