"""Measure how sellers keep their word."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.operations import entry
from sellers import standing
from sellers.models import SellerStanding

_MEASURED = tuple(
    field.name for field in SellerStanding._meta.concrete_fields if field.name not in ("organisation", "measured_at")
)


@entry
def measure_sellers(*, organisations: Sequence[int], now: datetime) -> int:
    """
    Keep what all rooms measure of these sellers, in a fixed number of queries. Returns how many were measured.

    What a room no longer has anything to say of goes back to nothing; measuring twice gives the same.
    """
    rows = []
    for pk, values in standing.measured(organisations, now).items():
        unknown = values.keys() - set(_MEASURED)
        if unknown:
            raise ValueError(f"nothing keeps {sorted(unknown)}")
        rows.append(SellerStanding(organisation_id=pk, measured_at=now, **values))
    SellerStanding.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["organisation"], update_fields=[*_MEASURED, "measured_at"]
    )
    return len(rows)
