"""The requirements and terms that come with the product."""

import csv
from datetime import datetime
from pathlib import Path

from accounts.models import Requirement, TermsVersion
from marketplace.kernel.operations import entry

DATA = Path(__file__).resolve().parents[1] / "data"
FIRST_TERMS = "1"


@entry
def load_requirements(*, now: datetime) -> int:
    """
    Add the requirements and the first seller's terms that are not there yet; return how many came.

    What an operator changed stays changed, and what was added later is left alone. Organisations that joined before
    `now` are not asked for what comes now: nobody who sells today is locked out.
    """
    known = set(Requirement.objects.values_list("code", flat=True))
    fresh = []
    with (DATA / "requirements.csv").open(encoding="utf-8", newline="") as file:
        for position, row in enumerate(csv.DictReader(file), start=1):
            if row["code"] not in known:
                fresh.append(
                    Requirement(
                        code=row["code"],
                        kind=row["kind"],
                        gate=row["gate"],
                        check_name=row["check"],
                        legal_forms=row["legal_forms"],
                        is_active=row["is_active"] == "yes",
                        asked_from=now,
                        position=position * 10,
                    )
                )
    # Two who load at once add the same rows once.
    Requirement.objects.bulk_create(fresh, ignore_conflicts=True)
    body = (DATA / "seller_terms.txt").read_text(encoding="utf-8")
    TermsVersion.objects.get_or_create(version=FIRST_TERMS, defaults={"body": body, "in_force_from": now})
    return len(fresh)
