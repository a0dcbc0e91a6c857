"""Load the carriers, services and rate cards that come with the product."""

from datetime import date, datetime
from decimal import Decimal

from marketplace.kernel.operations import entry
from trade.editions import raise_edition
from trade.models import Carrier, CarrierService, Edition, RateCard, RateZone
from trade.reference import read_table


@entry
def load_reference_carriers(*, now: datetime) -> int:
    """
    Add the carriers and services that are not stored yet, with their zones and cards; return how many services.

    A service that is stored is left alone: its cards are edited in admin.
    """
    carriers = {}
    for row in read_table("carriers.csv"):
        carriers[row["code"]], _created = Carrier.objects.get_or_create(
            code=row["code"], defaults={"name": row["name"], "tracking_url": row["tracking_url"]}
        )
    stored = set(CarrierService.objects.values_list("code", flat=True))
    added = {
        row["code"]: CarrierService(
            carrier=carriers[row["carrier"]],
            code=row["code"],
            name=row["name"],
            mode=row["mode"],
            volume_divisor=int(row["volume_divisor"]),
            weight_step_g=int(row["weight_step_g"]),
            minimum_g=int(row["minimum_g"]),
            max_parcel_g=int(row["max_parcel_g"]),
            max_shipment_g=int(row["max_shipment_g"]),
            max_length_mm=int(row["max_length_mm"]),
            max_girth_mm=int(row["max_girth_mm"]),
            prices_each_parcel=row["prices_each_parcel"] == "yes",
            fuel_percent=Decimal(row["fuel_percent"]),
            handling_days=int(row["handling_days"]),
            source=row["source"],
            source_date=date.fromisoformat(row["source_date"]),
        )
        for row in read_table("carrier_services.csv")
        if row["code"] not in stored
    }
    CarrierService.objects.bulk_create(added.values())
    RateZone.objects.bulk_create(
        RateZone(
            service=added[row["service"]],
            from_region=row["from_region"],
            to_region=row["to_region"],
            zone=row["zone"],
            min_days=int(row["min_days"]),
            max_days=int(row["max_days"]),
        )
        for row in read_table("rate_zones.csv")
        if row["service"] in added
    )
    RateCard.objects.bulk_create(
        RateCard(
            service=added[row["service"]],
            zone=row["zone"],
            up_to_g=int(row["up_to_g"]),
            price=Decimal(row["price"]),
            per_kg=Decimal(row["per_kg"]) if row["per_kg"] else None,
            currency=row["currency"],
        )
        for row in read_table("rate_cards.csv")
        if row["service"] in added
    )
    if added:
        raise_edition(Edition.Kind.CARRIERS, now)
    return len(added)
