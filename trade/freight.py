"""
Freight prices from rate cards. Told with figures in docs/algorithms/freight.md.

Pure: a service card, parcels and two countries in; a price in the card's currency, or the reason why not, out.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from math import ceil, inf

from django.utils.translation import gettext_lazy as _
from moneyed import Money

from trade.countries import region_of
from trade.packing import ASSUMED_LITRES_PER_KG, Hold, NotPacked, Packed, Parcel, pack
from trade.places import has_road, is_landlocked, is_remote, is_served

__all__ = [
    "ASSUMED_LITRES_PER_KG", "REASONS", "FreightQuote", "NotOffered", "Parcel", "ServiceCard", "Surcharge",
    "WeightBreak", "Zone", "ZoneCard", "cheapest", "quote",
]  # fmt: skip

DOMESTIC = "domestic"
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
# What must stay at or below this, °C, is cooled all the way.
COLD_UP_TO = 8
# Nobody freezes what is only to be kept cool.
NOT_BELOW = 0

REASONS = {
    "not_served": _("This service does not go there."),
    "nobody_lives_there": _("No carrier delivers there: nobody lives there all year."),
    "too_heavy": _("The goods are too heavy for this service."),
    "too_large": _("A piece is too large for this service."),
    "too_little": _("This service takes whole containers; the goods would leave most of one empty."),
    "no_road": _("No road or ferry leads from here to there."),
    "needs_cold_chain": _("The goods must be kept cool, and this service does not do that."),
    "wrong_temperature": _("The goods need %(need)s; this service keeps %(kept)s."),
    "no_common_temperature": _("The goods need different temperatures. Order them separately."),
    "not_for_goods": _("This service delivers files and appointments only."),
    "not_needed": _("Nothing has to be kept cool."),
    "not_dangerous": _("This service does not take %(what)s."),
    "too_late": _("It would arrive after the last day the goods are good for."),
    "after_best_before": _("Arrives %(first)s to %(last)s, best before %(best_before)s."),
    "not_answered": _("The carrier did not answer in time."),
    "carrier_refused": _("The carrier said no: %(text)s"),
    "place_missing": _("This carrier needs a postal code or city on both ends."),
    "no_rate": _("There is no exchange rate for this currency today."),
}


@dataclass(frozen=True, slots=True)
class Zone:
    """
    A service's zone between two regions, with its transit days.

    `min_days` to `likely_days` is what is planned with 80 % certainty, `max_days` with 95 %.
    """

    name: str
    min_days: int
    max_days: int
    likely_days: int | None = None


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


@dataclass(frozen=True, slots=True)
class Surcharge:
    """
    What is paid on top of the card, in the card's currency.

    `code` says when: `remote` (either end), `landlocked` (either end), `oversize` (a parcel longer than `above_mm`),
    `overweight` (a parcel heavier than `above_g`), `dangerous`, `security` and `terminal` (always). `per` is the
    shipment, each parcel that it concerns, or each chargeable kilogram with `minimum`.
    """

    code: str
    per: str
    amount: Decimal
    minimum: Decimal = Decimal(0)
    above_mm: int = 0
    above_g: int = 0


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
    pack_mm: tuple[int, int, int] = (600, 400, 400)
    unit: str = "parcel"
    accepts: frozenset[str] = frozenset()
    min_c: float | None = None
    max_c: float | None = None
    surcharges: tuple[Surcharge, ...] = ()
    cut_off_hour: int | None = None
    insurance_percent: Decimal = Decimal(0)
    insurance_minimum: Decimal = Decimal(0)
    least_cm3: int = 0
    is_overland: bool = False
    adapter: str = "rate_card"
    carrier_code: str = ""

    @cached_property
    def hold(self) -> Hold:
        """What the service's pieces are put together in."""
        return Hold(*self.pack_mm, self.max_parcel_g, self.max_length_mm, self.max_girth_mm)


@dataclass(frozen=True, slots=True)
class FreightQuote:
    """
    A price for a shipment and when it would arrive. Days are counted from hand-over, handling included.

    By `likely_days` it is there with 80 % certainty, by `max_days` with 95 %. `charges` are the parts of the card's
    price by code; `packed` is what is handed over. `has_assumed_volume` says that sizes were missing.
    """

    service_code: str
    service_name: str
    carrier: str
    mode: str
    price: Money
    min_days: int
    max_days: int
    chargeable_g: int
    parcels: int
    likely_days: int = 0
    unit: str = "parcel"
    charges: tuple[tuple[str, Decimal], ...] = ()
    packed: tuple[Packed, ...] = ()
    has_assumed_volume: bool = False


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Why a service is not offered; `reason` is a key of `REASONS`, `facts` what its words name."""

    service_code: str
    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)


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
    best_before: date | None = None,
) -> FreightQuote | NotOffered:
    """
    Return the price of moving `parcels`, in the card's currency, or why the service is not offered.

    With `latest_arrival`, goods handed over on `leaves_on` must arrive by then even at the slow end; `best_before` is
    then named in the reason.
    """

    lane = _lane(service, parcels, ship_from, ship_to, needs_cold_chain, is_digital)
    if isinstance(lane, NotOffered):
        return lane
    zone, card = lane
    if card is None:
        return _offer(service, Decimal(0), zone, 0, (), ())
    packed = pack(parcels, service.hold)
    if isinstance(packed, NotPacked):
        return NotOffered(service.code, packed.reason)
    if sum([parcel.weight_g * parcel.count for parcel in packed]) > service.max_shipment_g:
        return NotOffered(service.code, "too_heavy")
    if latest_arrival is not None and leaves_on is not None:
        late = _too_late(service, zone, leaves_on, latest_arrival, best_before)
        if late is not None:
            return late
    chargeable, base = _base(service, card, packed)
    price, charges = base * (HUNDRED + service.fuel_percent) / HUNDRED, [("base", base)]
    if service.fuel_percent:
        charges.append(("fuel", price - base))
    for surcharge in service.surcharges:
        amount = _surcharge(surcharge, packed, chargeable, ship_from, ship_to)
        if amount:
            price += amount
            charges.append((surcharge.code, amount))
    return _offer(service, price, zone, chargeable, packed, tuple(charges))


def cheapest(
    services: Iterable[ServiceCard],
    parcels: Sequence[Parcel],
    ship_from: str,
    ship_to: str,
    *,
    needs_cold_chain: bool = False,
    is_digital: bool = False,
    leaves_on: date | None = None,
    latest_arrival: date | None = None,
) -> FreightQuote | None:
    """
    Return the cheapest offer of `services`, the faster of two as cheap, or None if none is made.

    A service whose price could not be lower even if the goods packed without a gap is not packed at all.
    """
    weight = sum([parcel.weight_g * parcel.count for parcel in parcels])
    volume = sum([parcel.volume_cm3 * parcel.count for parcel in parcels])
    floors: list[tuple[Decimal, int, ServiceCard]] = []
    for place, service in enumerate(services):
        lane = _lane(service, parcels, ship_from, ship_to, needs_cold_chain, is_digital)
        if isinstance(lane, NotOffered) or weight > service.max_shipment_g:
            continue
        floors.append((_floor(service, lane[1], weight, volume), place, service))
    floors.sort(key=_by_floor)
    best: FreightQuote | None = None
    best_key: tuple[Decimal, int, str] | None = None
    for floor, _place, service in floors:
        if best_key is not None and best_key[0] < floor:
            break
        offer = quote(
            service, parcels, ship_from, ship_to,
            needs_cold_chain=needs_cold_chain, is_digital=is_digital, leaves_on=leaves_on,
            latest_arrival=latest_arrival,
        )  # fmt: skip
        if isinstance(offer, FreightQuote):
            key = (offer.price.amount, offer.max_days, offer.service_code)
            if best_key is None or key < best_key:
                best, best_key = offer, key
    return best


def _by_floor(each: tuple[Decimal, int, ServiceCard]) -> tuple[Decimal, int]:
    return each[0], each[1]


def _floor(service: ServiceCard, card: ZoneCard | None, weight_g: int, volume_cm3: int) -> Decimal:
    """What the service costs at the very least, fuel included, surcharges and gaps between the pieces left out."""
    if card is None:
        return Decimal(0)
    if service.prices_each_parcel:
        base = card.breaks[0].price * max(1, -(-weight_g // service.max_parcel_g))
    else:
        base = _card_price(card, _stepped(service, max(weight_g, volume_cm3 * 1000 // service.volume_divisor)))
    return base * (HUNDRED + service.fuel_percent) / HUNDRED - CENT


def _lane(
    service: ServiceCard, parcels: Sequence[Parcel], ship_from: str, ship_to: str, cool: bool, is_digital: bool
) -> tuple[Zone, ZoneCard | None] | NotOffered:
    """The zone and card by which the service would price these goods (no card: it is free), or why it will not."""
    code = service.code
    if is_digital or service.mode == "digital":
        if not (is_digital and service.mode == "digital"):
            return NotOffered(code, "not_for_goods" if service.mode == "digital" else "not_served")
        return Zone(DOMESTIC, 0, 0), None
    if (refusal := _temperature(service, parcels, cool)) is not None:
        return NotOffered(code, refusal[0], refusal[1])
    if not (is_served(ship_from) and is_served(ship_to)):
        return NotOffered(code, "nobody_lives_there")
    zone = zone_for(service, ship_from, ship_to)
    card = service.cards.get(zone.name) if zone else None
    if zone is None or card is None:
        return NotOffered(code, "not_served")
    if service.is_overland and not has_road(ship_from, ship_to):
        return NotOffered(code, "no_road")
    if service.least_cm3 and sum(each.volume_cm3 * each.count for each in parcels) < service.least_cm3:
        return NotOffered(code, "too_little")
    for parcel in parcels:
        if parcel.dangerous and parcel.dangerous not in service.accepts:
            return NotOffered(code, "not_dangerous", {"what": parcel.dangerous})
    return zone, card


def _too_late(
    service: ServiceCard, zone: Zone, leaves_on: date, latest_arrival: date, best_before: date | None
) -> NotOffered | None:
    first, last = (leaves_on + timedelta(days=days + service.handling_days) for days in (zone.min_days, zone.max_days))
    if last <= latest_arrival:
        return None
    if best_before is None:
        return NotOffered(service.code, "too_late")
    facts = {"first": first.isoformat(), "last": last.isoformat(), "best_before": best_before.isoformat()}
    return NotOffered(service.code, "after_best_before", facts)


def insurance_for(service: ServiceCard, value: Decimal) -> Decimal | None:
    """Return what covering goods of `value` (card currency) costs, or None if the service offers no cover."""
    if not service.insurance_percent:
        return None
    price = max(value * service.insurance_percent / HUNDRED, service.insurance_minimum)
    return price.quantize(CENT, rounding=ROUND_HALF_UP)


def _temperature(
    service: ServiceCard, parcels: Sequence[Parcel], needs_cold_chain: bool
) -> tuple[str, dict[str, str]] | None:
    """Why the service cannot keep the goods as cool as they need, or None."""
    cold = [each for each in parcels if each.max_c is not None and each.max_c <= COLD_UP_TO]
    if service.mode != "cold_chain":
        return ("needs_cold_chain", {}) if cold or needs_cold_chain else None
    if not (cold or needs_cold_chain):
        return "not_needed", {}
    need = [_range(each) for each in cold] or [(float(NOT_BELOW), float(COLD_UP_TO))]
    least, most = max(low for low, _high in need), min(high for _low, high in need)
    if least > most:
        return "no_common_temperature", {}
    low, high = -inf if service.min_c is None else service.min_c, inf if service.max_c is None else service.max_c
    if max(least, low) > min(most, high):
        kept = f"{_degrees(low)} – {_degrees(high)}"
        return "wrong_temperature", {"need": f"{_degrees(least)} – {_degrees(most)}", "kept": kept}
    return None


def _range(parcel: Parcel) -> tuple[float, float]:
    high = float(parcel.max_c if parcel.max_c is not None else COLD_UP_TO)
    if parcel.min_c is not None:
        return float(parcel.min_c), high
    return (float(NOT_BELOW) if high >= NOT_BELOW else -60.0), high


def _degrees(value: float) -> str:
    return f"{value:g} °C".replace("-", "−")


def _base(service: ServiceCard, card: ZoneCard, packed: Sequence[Packed]) -> tuple[int, Decimal]:
    """The chargeable weight in grams and the card's price for it, before fuel and surcharges."""
    weights = [
        (max(parcel.weight_g, ceil(parcel.volume_cm3 * 1000 / service.volume_divisor)), parcel.count)
        for parcel in packed
    ]
    if not service.prices_each_parcel:
        chargeable = _stepped(service, sum([weight * count for weight, count in weights]))
        return chargeable, _card_price(card, chargeable)
    total, price = 0, Decimal(0)
    for weight, count in weights:
        stepped = _stepped(service, weight)
        total += stepped * count
        price += _card_price(card, stepped) * count
    return total, price


def _surcharge(
    surcharge: Surcharge, packed: Sequence[Packed], chargeable_g: int, ship_from: str, ship_to: str
) -> Decimal:
    code = surcharge.code
    if code == "remote" and not (is_remote(ship_to) or is_remote(ship_from)):
        return Decimal(0)
    if code == "landlocked" and (ship_from == ship_to or not (is_landlocked(ship_to) or is_landlocked(ship_from))):
        return Decimal(0)
    if code == "dangerous":
        concerned = sum(parcel.count for parcel in packed if parcel.dangerous)
    elif code == "oversize":
        concerned = sum(
            parcel.count for parcel in packed if parcel.size is not None and max(parcel.size) > surcharge.above_mm
        )
    elif code == "overweight":
        concerned = sum(parcel.count for parcel in packed if parcel.weight_g > surcharge.above_g)
    else:
        concerned = sum([parcel.count for parcel in packed])
    if not concerned:
        return Decimal(0)
    if surcharge.per == "parcel":
        return surcharge.amount * concerned
    if surcharge.per == "kg":
        return max(surcharge.amount * chargeable_g / 1000, surcharge.minimum)
    return surcharge.amount


def _stepped(service: ServiceCard, weight_g: int) -> int:
    heavier = max(weight_g, service.minimum_g)
    return -(-heavier // service.weight_step_g) * service.weight_step_g


def _card_price(card: ZoneCard, chargeable_g: int) -> Decimal:
    place = bisect_left(card.breaks, chargeable_g, key=lambda weight_break: weight_break.up_to_g)
    if place < len(card.breaks):
        return card.breaks[place].price
    last = card.breaks[-1]
    return last.price + card.per_kg * (chargeable_g - last.up_to_g) / 1000


def _offer(
    service: ServiceCard,
    price: Decimal,
    zone: Zone,
    chargeable_g: int,
    packed: tuple[Packed, ...],
    charges: tuple[tuple[str, Decimal], ...],
) -> FreightQuote:
    handling = 0 if service.mode == "digital" else service.handling_days
    likely = zone.max_days if zone.likely_days is None else zone.likely_days
    return FreightQuote(
        service_code=service.code,
        service_name=service.name,
        carrier=service.carrier,
        mode=service.mode,
        price=Money(price.quantize(CENT, rounding=ROUND_HALF_UP), service.currency),
        min_days=zone.min_days + handling,
        max_days=zone.max_days + handling,
        likely_days=likely + handling,
        chargeable_g=chargeable_g,
        parcels=sum([parcel.count for parcel in packed]),
        unit=service.unit,
        charges=charges,
        packed=packed,
        has_assumed_volume=any(parcel.size is None for parcel in packed),
    )
