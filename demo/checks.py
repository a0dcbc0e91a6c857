"""Hold everybody in the demo world against the lists in force, and let who is held say something."""

from datetime import datetime, timedelta

from demo.people import Cast
from trade.models import ScreeningHit
from trade.operations import appeal_hit
from trade.operations.check_names import screen_all
from trade.queries.screening import organisation_subjects

SAID = (
    "I roast coffee in Linz and was born in 1991. The person on the list was born in 1958. I can send a copy of my "
    "passport and the extract of the trade register."
)


def check_everybody(*, cast: Cast, now: datetime) -> int:
    """Screen every organisation as of some hours ago. Returns how many hits wait for a decision."""
    moment = now - timedelta(hours=5)
    screen_all(subjects=organisation_subjects(cast.organisations.values()), now=moment)
    slugs = {organisation.pk: slug for slug, organisation in cast.organisations.items()}
    hits = list(ScreeningHit.objects.filter(state=ScreeningHit.State.OPEN))
    for hit in hits:
        actor = cast.actor(slugs[hit.organisation_id])
        appeal_hit(actor=actor, public_id=hit.public_id, text=SAID, now=moment + timedelta(hours=1))
    return len(hits)
