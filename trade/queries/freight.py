"""What the stored rate cards offer on a lane."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from trade.editions import SHELVES
from trade.freight import FreightQuote, Parcel, ServiceCard, WeightBreak, Zone, ZoneCard, quote
from trade.fx import RateTable, current_rates
from trade.models import CarrierService, Edition, RateCard


def service_cards() -> list[ServiceCard]:
    """Return every active service with its zones and cards; held in the process."""
    return SHELVES[Edition.Kind.CARRIERS].get("services", _load_services)


def service_card(service_id: int) -> ServiceCard | None:
    """Return one active service's card."""
    return next((card for card in service_cards() if card.id == service_id), None)


def _load_services() -> list[ServiceCard]:
    services = (
        CarrierService.objects.filter(is_active=True, carrier__is_active=True)
        .select_related("carrier")
        .prefetch_related("zones", Prefetch("cards", RateCard.objects.order_by("zone", "up_to_g")))
        .order_by("code")
    )
    return [_as_card(service) for service in services]


def _as_card(service: CarrierService) -> ServiceCard:
    by_zone: dict[str, list[RateCard]] = {}
    for row in service.cards.all():
        by_zone.setdefault(row.zone, []).append(row)
    currencies = {row.currency for row in service.cards.all()} or {"USD"}
    return ServiceCard(
        id=service.pk,
        code=service.code,
        name=service.name,
        carrier=service.carrier.name,
        mode=service.mode,
        volume_divisor=service.volume_divisor,
        weight_step_g=service.weight_step_g,
        minimum_g=service.minimum_g,
        max_parcel_g=service.max_parcel_g,
        max_shipment_g=service.max_shipment_g,
        max_length_mm=service.max_length_mm,
        max_girth_mm=service.max_girth_mm,
        prices_each_parcel=service.prices_each_parcel,
        fuel_percent=service.fuel_percent,
        handling_days=service.handling_days,
        currency=currencies.pop(),
        zones={
            (zone.from_region, zone.to_region): Zone(zone.zone, zone.min_days, zone.max_days)
            for zone in service.zones.all()
        },
        cards={
            name: ZoneCard(
                tuple(WeightBreak(row.up_to_g, row.price) for row in rows),
                next((row.per_kg for row in reversed(rows) if row.per_kg is not None), Decimal(0)),
            )
            for name, rows in by_zone.items()
        },
    )


def cheapest_freight(
    ship_from: str,
    ship_to: str,
    parcels: Sequence[Parcel],
    currency: str,
    *,
    needs_cold_chain: bool = False,
    is_digital: bool = False,
    on: date | None = None,
) -> FreightQuote | None:
    """
    Return the cheapest service's offer, its price in `currency` with the spread, or None if nothing goes there.

    :raises RateUnknown: if the currency has no exchange rate.
    :raises RateStale: if its rate is too old to use.
    """
    offers = [
        offer
        for service in service_cards()
        if isinstance(
            offer := quote(
                service, parcels, ship_from, ship_to, needs_cold_chain=needs_cold_chain, is_digital=is_digital
            ),
            FreightQuote,
        )
    ]
    if not offers:
        return None
    best = min(offers, key=lambda offer: (offer.price.amount, offer.max_days, offer.service_code))
    return in_currency(best, currency, current_rates(on))


def in_currency(offer: FreightQuote, currency: str, rates: RateTable) -> FreightQuote:
    """Return an offer with its price as a customer pays it in `currency`."""
    return FreightQuote(
        offer.service_code, offer.service_name, offer.carrier, offer.mode, rates.charge(offer.price, currency).money,
        offer.min_days, offer.max_days, offer.chargeable_g, offer.parcels,
    )  # fmt: skip


def estimate_many(lanes: Iterable[tuple[str, str, Sequence[Parcel], bool]], currency: str) -> list[FreightQuote | None]:
    """Return the cheapest offer for each (ship_from, ship_to, parcels, needs_cold_chain), None where nothing goes."""
    return [
        cheapest_freight(ship_from, ship_to, parcels, currency, needs_cold_chain=cold)
        for ship_from, ship_to, parcels, cold in lanes
    ]
