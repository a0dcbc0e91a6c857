"""Load the platform's own decisions on what it guarantees."""

from datetime import date, datetime
from decimal import Decimal

from marketplace.kernel.operations import entry
from trade.editions import raise_edition
from trade.models import Edition, GuaranteePolicy
from trade.reference import read_table


@entry
def load_guarantee_policies(*, now: datetime) -> int:
    """
    Add the rows of `guarantee_policies.csv` that are not stored yet and return how many.

    Rows are decisions: what is stored, or was followed up in admin, is never changed from the file.
    """
    stored = {row.key() for row in GuaranteePolicy.objects.all()}
    rows = [
        GuaranteePolicy(
            destination=row["destination"],
            hs_prefix=row["hs_prefix"],
            is_guaranteed=row["is_guaranteed"] == "yes",
            maximum_eur=Decimal(row["maximum_eur"]),
            only_confirmed=row["only_confirmed"] == "yes",
            margin_percent=Decimal(row["margin_percent"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
            source_date=date.fromisoformat(row["source_date"]),
            is_shaky=row["is_shaky"] == "yes",
            note=row["note"],
        )
        for row in read_table("guarantee_policies.csv")
    ]
    added = [row for row in rows if row.key() not in stored]
    GuaranteePolicy.objects.bulk_create(added)
    if added:
        raise_edition(Edition.Kind.RULES, now)
    return len(added)
