"""Everything that is read from this room."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q

from marketplace.kernel.refusals import NotFound
from trade.countries import is_eu
from trade.editions import SHELVES
from trade.freight import FreightQuote, Parcel, ServiceCard, WeightBreak, Zone, ZoneCard, quote
from trade.fx import RateTable, current_rates
from trade.landed_cost import Basket, DestinationRules, LandedCost, landed_cost
from trade.models import CarrierService, DestinationRule, Edition, HsCode, RateCard, ShippingQuote, ShippingQuoteRequest
from trade.reference import RULE_FILES, RuleSet, destination_rules

__all__ = [
    "cheapest_freight",
    "current_rates",
    "estimate_many",
    "find_hs_codes",
    "hs_title",
    "landed_cost_for",
    "landed_cost_many",
    "ruled_destinations",
    "rules_for",
    "service_cards",
    "shipping_request_for",
]


def rules_for(destination: str, on: date) -> DestinationRules | None:
    """Return the rules of a destination on a day, or None where there are none; held in the process."""
    shelf = SHELVES[Edition.Kind.RULES]
    return shelf.get((destination, on), lambda: destination_rules(destination, on, _stored_rules(destination, on)))


def _stored_rules(destination: str, on: date) -> RuleSet:
    names = [destination, "EU"] if is_eu(destination) else [destination]
    in_force = Q(destination__in=names, valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    return RuleSet({model: list(model._default_manager.filter(in_force)) for model in RULE_FILES.values()})


def ruled_destinations(on: date) -> list[str]:
    """Return the countries whose import rules are known on a day."""

    def load() -> list[str]:
        in_force = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
        return sorted(set(DestinationRule.objects.filter(in_force).values_list("destination", flat=True)))

    return list(SHELVES[Edition.Kind.RULES].get(("destinations", on), load))


def landed_cost_for(basket: Basket, *, rates: RateTable | None = None) -> LandedCost:
    """
    Return what a basket costs at the buyer's door.

    :raises InvalidInput: if the basket cannot be reckoned with.
    :raises RateUnknown: if a currency it needs has no exchange rate.
    :raises RateStale: if that rate is too old to use.
    """
    return landed_cost(basket, rules_for(basket.ship_to, basket.on), rates or current_rates(basket.on))


def landed_cost_many(baskets: Sequence[Basket]) -> list[LandedCost]:
    """Return the cost of many baskets at once, as `landed_cost_for` would; rates and rules are fetched once."""
    tables: dict[date, RateTable] = {}
    return [
        landed_cost_for(basket, rates=tables.get(basket.on) or tables.setdefault(basket.on, current_rates(basket.on)))
        for basket in baskets
    ]


# Nomenclature


def hs_title(code: str) -> str:
    """Return the title of an HS code, or of the nearest heading above it that is stored; '' for none."""
    prefixes = [code[:length] for length in range(len(code), 1, -2)]
    found = HsCode.objects.filter(code__in=prefixes).order_by("-level").first()
    return found.title if found else ""


def find_hs_codes(text: str, *, limit: int = 20) -> list[HsCode]:
    """Return HS codes for a code's first digits or for words of a title, most specific codes first."""
    text = text.strip().replace(".", "")
    if not text:
        return []
    if text.isdigit():
        return list(HsCode.objects.filter(code__startswith=text).order_by("code")[:limit])
    found = HsCode.objects.all()
    for word in text.split()[:6]:
        found = found.filter(title__icontains=word.rstrip("s") if len(word) > 3 else word)
    return list(found.order_by("-level", "code")[:limit])


# Freight


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


# Shipping quotes


def shipping_request_for(public_id: str, *, asked_by: str) -> ShippingQuoteRequest:
    """
    Return a shipping request with its quotes, cheapest first, for whoever asked for it.

    :raises NotFound: if there is none, or it was asked for by somebody else.
    """
    quotes = ShippingQuote.objects.select_related("service__carrier").order_by("price_minor", "pk")
    request = ShippingQuoteRequest.objects.prefetch_related(Prefetch("quotes", quotes)).filter(public_id=public_id)
    found = request.filter(asked_by__in=("", asked_by)).first()
    if found is None:
        raise NotFound
    return found
