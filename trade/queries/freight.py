"""What the stored rate cards offer on a lane, and which carriers can be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone

from trade.carriers import is_configured
from trade.editions import SHELVES
from trade.freight import FreightQuote, Parcel, ServiceCard, WeightBreak, Zone, ZoneCard, cheapest
from trade.freight import Surcharge as SurchargeValue
from trade.fx import RateTable, current_rates
from trade.models import CarrierService, Edition, RateCard, Surcharge


def service_cards() -> list[ServiceCard]:
    """Return every active service with stored cards, as they hold today; held in the process."""
    return [card for card in _services() if card.adapter == "rate_card"]


def services_to_ask() -> list[ServiceCard]:
    """Return every active service that can be asked: those with cards, and live carriers with credentials."""
    return [card for card in _services() if is_configured(card.carrier_code, card.adapter)]


def service_card(service_id: int) -> ServiceCard | None:
    """Return one service that can be asked."""
    return next((card for card in services_to_ask() if card.id == service_id), None)


def services_on(day: date) -> list[ServiceCard]:
    """Return every active service with the cards and surcharges that hold on a day."""
    return SHELVES[Edition.Kind.CARRIERS].get(("services", day), lambda: _load_services(day))


def _services() -> list[ServiceCard]:
    return services_on(timezone.now().date())


def _load_services(day: date) -> list[ServiceCard]:
    services = (
        CarrierService.objects.filter(is_active=True, carrier__is_active=True)
        .select_related("carrier")
        .prefetch_related(
            "zones",
            Prefetch("cards", RateCard.objects.filter(valid_from__lte=day).order_by("zone", "valid_from", "up_to_g")),
            Prefetch("surcharges", Surcharge.objects.filter(valid_from__lte=day).order_by("code", "valid_from")),
        )
        .order_by("code")
    )
    return [_as_card(service) for service in services]


def _as_card(service: CarrierService) -> ServiceCard:
    by_zone: dict[str, list[RateCard]] = {}
    for row in service.cards.all():
        held = by_zone.setdefault(row.zone, [])
        # Rows come oldest card first: a later card replaces the zone's earlier one as a whole.
        if held and held[0].valid_from != row.valid_from:
            held.clear()
        held.append(row)
    surcharges = {row.code: row for row in service.surcharges.all()}
    currencies = {row.currency for rows in by_zone.values() for row in rows} or {"USD"}
    return ServiceCard(
        id=service.pk,
        code=service.code,
        name=service.name,
        carrier=service.carrier.name,
        carrier_code=service.carrier.code,
        adapter=service.carrier.adapter,
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
            (zone.from_region, zone.to_region): Zone(zone.zone, zone.min_days, zone.max_days, zone.likely_days)
            for zone in service.zones.all()
        },
        cards={
            name: ZoneCard(
                tuple(WeightBreak(row.up_to_g, row.price) for row in rows),
                next((row.per_kg for row in reversed(rows) if row.per_kg is not None), Decimal(0)),
            )
            for name, rows in by_zone.items()
        },
        pack_mm=(service.pack_length_mm, service.pack_width_mm, service.pack_height_mm),
        unit=service.unit,
        least_cm3=service.least_cm3,
        accepts=frozenset(service.accepts.split()),
        min_c=None if service.min_c is None else float(service.min_c),
        max_c=None if service.max_c is None else float(service.max_c),
        is_overland=service.is_overland,
        surcharges=tuple(
            SurchargeValue(row.code, row.per, row.amount, row.minimum, row.above_mm, row.above_g)
            for row in surcharges.values()
        ),
        cut_off_hour=service.cut_off_hour,
        insurance_percent=service.insurance_percent,
        insurance_minimum=service.insurance_minimum,
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
    best = cheapest(
        service_cards(), parcels, ship_from, ship_to, needs_cold_chain=needs_cold_chain, is_digital=is_digital
    )
    if best is None:
        return None
    return in_currency(best, currency, current_rates(on))


def in_currency(offer: FreightQuote, currency: str, rates: RateTable) -> FreightQuote:
    """Return an offer with its price as a customer pays it in `currency`."""
    return replace(offer, price=rates.charge(offer.price, currency).money)


def estimate_many(lanes: Iterable[tuple[str, str, Sequence[Parcel], bool]], currency: str) -> list[FreightQuote | None]:
    """Return the cheapest offer for each (ship_from, ship_to, parcels, needs_cold_chain), None where nothing goes."""
    return [
        cheapest_freight(ship_from, ship_to, parcels, currency, needs_cold_chain=cold)
        for ship_from, ship_to, parcels, cold in lanes
    ]


def reachable_destinations(
    *,
    ship_from: str,
    parcels: Sequence[Parcel],
    destinations: Iterable[str],
    on: date,
    best_before: date,
    margin_days: int = 1,
    needs_cold_chain: bool = False,
) -> dict[str, FreightQuote | None]:
    """
    Tell where goods handed over `on` that day still arrive with `margin_days` of life left, by the slow end.

    The cheapest service that is in time by country (price in the card's currency), None where nothing is.
    """
    cards = service_cards()
    latest = best_before - timedelta(days=margin_days)
    return {
        country: cheapest(
            cards, parcels, ship_from, country, needs_cold_chain=needs_cold_chain, leaves_on=on, latest_arrival=latest
        )
        for country in destinations
    }
