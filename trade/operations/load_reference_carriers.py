"""Load the carriers, services and rate cards that come with the product."""

from datetime import date, datetime
from decimal import Decimal

from marketplace.kernel.operations import entry
from trade.editions import raise_edition
from trade.models import Carrier, CarrierService, Edition, RateCard, RateZone, Surcharge
from trade.reference import read_table


@entry
def load_reference_carriers(*, now: datetime) -> int:
    """
    Add the carriers and services not stored yet, with zones, cards and surcharges; return how many services.

    A service that is stored is left alone: its cards are edited in admin.
    """
    carriers = {}
    for row in read_table("carriers.csv"):
        carriers[row["code"]], _created = Carrier.objects.get_or_create(
            code=row["code"], defaults={key: row[key] for key in ("name", "adapter", "tracking_url")}
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
            unit=row["unit"],
            pack_length_mm=int(row["pack_length_mm"]),
            pack_width_mm=int(row["pack_width_mm"]),
            pack_height_mm=int(row["pack_height_mm"]),
            least_cm3=int(row["least_cm3"]),
            accepts=row["accepts"],
            min_c=_number(row["min_c"]),
            max_c=_number(row["max_c"]),
            is_overland=row["is_overland"] == "yes",
            cut_off_hour=int(row["cut_off_hour"]) if row["cut_off_hour"] else None,
            insurance_percent=Decimal(row["insurance_percent"]),
            insurance_minimum=Decimal(row["insurance_minimum"]),
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
            likely_days=int(row["likely_days"]),
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
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in read_table("rate_cards.csv")
        if row["service"] in added
    )
    Surcharge.objects.bulk_create(
        Surcharge(
            service=added[row["service"]],
            code=row["code"],
            per=row["per"],
            amount=Decimal(row["amount"]),
            minimum=Decimal(row["minimum"]),
            above_mm=int(row["above_mm"]),
            above_g=int(row["above_g"]),
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in read_table("surcharges.csv")
        if row["service"] in added
    )
    if added:
        raise_edition(Edition.Kind.CARRIERS, now)
    return len(added)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
