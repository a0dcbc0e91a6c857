"""
Freight prices from rate cards. Told with figures in docs/algorithms/freight.md.

Pure: a service card, parcels and two countries in; a price in the card's currency, or the reason why not, out.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from django.utils.translation import gettext_lazy as _
from moneyed import Money

from trade.countries import region_of

DOMESTIC = "domestic"
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
# Light goods fill parcels before they weigh anything: without sizes this many litres are taken for a kilogram.
ASSUMED_LITRES_PER_KG = 4

REASONS = {
    "not_served": _("This service does not go there."),
    "too_heavy": _("The goods are too heavy for this service."),
    "too_large": _("A piece is too large for this service."),
    "needs_cold_chain": _("The goods must be kept cool, and this service does not do that."),
    "not_for_goods": _("This service delivers files and appointments only."),
    "not_needed": _("Nothing has to be kept cool."),
    "too_late": _("It would arrive after the last day the goods are good for."),
    "not_answered": _("The carrier did not answer in time."),
    "no_rate": _("There is no exchange rate for this currency today."),
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """`count` equal pieces of `weight_g` each; sizes in millimetres, None when not known."""

    weight_g: int
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    count: int = 1

    @property
    def volume_cm3(self) -> int:
        """The volume of one piece; taken from its weight when sizes are not known."""
        if not (self.length_mm and self.width_mm and self.height_mm):
            return self.weight_g * ASSUMED_LITRES_PER_KG
        return ceil(self.length_mm * self.width_mm * self.height_mm / 1000)


@dataclass(frozen=True, slots=True)
class Zone:
    """A service's zone between two regions, with its transit days."""

    name: str
    min_days: int
    max_days: int


@dataclass(frozen=True, slots=True)
class WeightBreak:
    """The price up to a chargeable weight."""

    up_to_g: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class ZoneCard:
    """A zone's prices: weight breaks from light to heavy, and the price of each further kilogram."""

    breaks: tuple[WeightBreak, ...]
    per_kg: Decimal


@dataclass(frozen=True)
class ServiceCard:
    """One carrier service with everything needed to price it."""

    id: int
    code: str
    name: str
    carrier: str
    mode: str
    volume_divisor: int
    weight_step_g: int
    minimum_g: int
    max_parcel_g: int
    max_shipment_g: int
    max_length_mm: int
    max_girth_mm: int
    prices_each_parcel: bool
    fuel_percent: Decimal
    handling_days: int
    currency: str
    zones: dict[tuple[str, str], Zone]
    cards: dict[str, ZoneCard]


@dataclass(frozen=True, slots=True)
class FreightQuote:
    """A price for a shipment and when it would arrive. Days are counted from hand-over, handling included."""

    service_code: str
    service_name: str
    carrier: str
    mode: str
    price: Money
    min_days: int
    max_days: int
    chargeable_g: int
    parcels: int


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Why a service is not offered; `reason` is a key of `REASONS`."""

    service_code: str
    reason: str


def zone_for(service: ServiceCard, ship_from: str, ship_to: str) -> Zone | None:
    """Return the service's zone between two countries, or None where it does not go."""
    if ship_from == ship_to:
        return service.zones.get((DOMESTIC, DOMESTIC))
    lane = (region_of(ship_from) or "", region_of(ship_to) or "")
    return service.zones.get(lane)


def quote(
    service: ServiceCard,
    parcels: Sequence[Parcel],
    ship_from: str,
    ship_to: str,
    *,
    needs_cold_chain: bool = False,
    is_digital: bool = False,
    leaves_on: date | None = None,
    latest_arrival: date | None = None,
) -> FreightQuote | NotOffered:
    """
    Return the price of moving `parcels`, in the card's currency, or why the service is not offered.

    With `latest_arrival`, goods handed over on `leaves_on` must arrive by then even at the slow end.
    """

    def refuse(reason: str) -> NotOffered:
        return NotOffered(service.code, reason)

    if is_digital or service.mode == "digital":
        if not (is_digital and service.mode == "digital"):
            return refuse("not_for_goods" if service.mode == "digital" else "not_served")
        return _offer(service, Money(0, service.currency), Zone(DOMESTIC, 0, 0), 0, 0)
    if needs_cold_chain and service.mode != "cold_chain":
        return refuse("needs_cold_chain")
    if service.mode == "cold_chain" and not needs_cold_chain:
        return refuse("not_needed")
    zone = zone_for(service, ship_from, ship_to)
    card = service.cards.get(zone.name) if zone else None
    if zone is None or card is None:
        return refuse("not_served")
    if any(_is_too_large(service, parcel) for parcel in parcels):
        return refuse("too_large")
    packed = pack(service, parcels)
    if packed is None or sum(weight for weight, _volume in packed) > service.max_shipment_g:
        return refuse("too_heavy")
    latest = zone.max_days + service.handling_days
    if latest_arrival is not None and leaves_on is not None and leaves_on + timedelta(days=latest) > latest_arrival:
        return refuse("too_late")
    weights = [_chargeable(service, weight, volume) for weight, volume in packed]
    if service.prices_each_parcel:
        price = sum((_card_price(card, _stepped(service, weight)) for weight in weights), Decimal(0))
        chargeable = sum(_stepped(service, weight) for weight in weights)
    else:
        chargeable = _stepped(service, sum(weights))
        price = _card_price(card, chargeable)
    price = (price * (HUNDRED + service.fuel_percent) / HUNDRED).quantize(CENT, rounding=ROUND_HALF_UP)
    return _offer(service, Money(price, service.currency), zone, chargeable, len(packed))


def pack(service: ServiceCard, parcels: Sequence[Parcel]) -> list[tuple[int, int]] | None:
    """
    Put pieces together into as few parcels as the service's weight limit allows; (grams, cm3) of each parcel.

    Equal pieces fill parcels first; what is left of each kind is then put where it fits, heaviest first. None when a
    single piece is too heavy or there are more parcels than anybody would hand over.
    """
    limit = service.max_parcel_g
    full: list[tuple[int, int]] = []
    rest: list[tuple[int, int]] = []
    for parcel in parcels:
        if parcel.weight_g > limit or parcel.weight_g * parcel.count > service.max_shipment_g:
            return None
        fits = max(1, limit // parcel.weight_g)
        # The last parcel of each kind may have room for pieces of another.
        parcels_full, left = divmod(parcel.count - 1, fits)
        full += [(fits * parcel.weight_g, fits * parcel.volume_cm3)] * parcels_full
        rest.append(((left + 1) * parcel.weight_g, (left + 1) * parcel.volume_cm3))
    shared: list[tuple[int, int]] = []
    for weight, volume in sorted(rest, reverse=True):
        for place, (held, held_volume) in enumerate(shared):
            if held + weight <= limit:
                shared[place] = (held + weight, held_volume + volume)
                break
        else:
            shared.append((weight, volume))
    return full + shared


def _is_too_large(service: ServiceCard, parcel: Parcel) -> bool:
    if not (parcel.length_mm and parcel.width_mm and parcel.height_mm):
        return False
    long, middle, short = sorted((parcel.length_mm, parcel.width_mm, parcel.height_mm), reverse=True)
    return long > service.max_length_mm or long + 2 * middle + 2 * short > service.max_girth_mm


def _chargeable(service: ServiceCard, weight_g: int, volume_cm3: int) -> int:
    return max(weight_g, ceil(volume_cm3 * 1000 / service.volume_divisor))


def _stepped(service: ServiceCard, weight_g: int) -> int:
    heavier = max(weight_g, service.minimum_g)
    return ceil(heavier / service.weight_step_g) * service.weight_step_g


def _card_price(card: ZoneCard, chargeable_g: int) -> Decimal:
    place = bisect_left(card.breaks, chargeable_g, key=lambda weight_break: weight_break.up_to_g)
    if place < len(card.breaks):
        return card.breaks[place].price
    last = card.breaks[-1]
    return last.price + card.per_kg * (chargeable_g - last.up_to_g) / 1000


def _offer(service: ServiceCard, price: Money, zone: Zone, chargeable_g: int, parcels: int) -> FreightQuote:
    handling = 0 if service.mode == "digital" else service.handling_days
    return FreightQuote(
        service_code=service.code,
        service_name=service.name,
        carrier=service.carrier,
        mode=service.mode,
        price=price,
        min_days=zone.min_days + handling,
        max_days=zone.max_days + handling,
        chargeable_g=chargeable_g,
        parcels=parcels,
    )
