"""Load the fictitious list of denied parties."""

from datetime import datetime

from django.conf import settings

from accounts.actor import Actor
from trade.countries import DATA_DIR
from trade.operations.load_denied_parties import load_denied_parties

FICTITIOUS = "demo"


def load_reference_denied(*, now: datetime) -> str:
    """
    Put the product's own list in force where the settings count on it; nobody on it exists.

    Where real lists are required it is left out: it would hold nobody who must be held.
    """
    if FICTITIOUS not in settings.SCREENING_LISTS:
        return "left out: the settings want published lists"
    loaded = load_denied_parties(
        actor=Actor.system("reference data"), file=DATA_DIR / "denied_parties_demo.csv", code=FICTITIOUS, now=now
    )
    return f"{loaded.list.party_count} fictitious parties"
