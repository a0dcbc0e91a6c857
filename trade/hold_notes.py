"""Names that are being checked, in words, on the page of holds."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.holds import Note
from trade.models import ScreeningHit
from trade.queries.screening import hits_of


def screening_notes(organisation_id: int) -> list[Note]:
    """Say whether a name of the organisation is being checked, or stands on a list."""
    states = {hit.state for hit in hits_of(organisation_id)[:50]}
    if ScreeningHit.State.CONFIRMED in states:
        return [
            Note(
                _("A name of yours is on an official list"),
                _("We may not trade with it. Open orders and your data stay within your reach."),
                reverse("trade:checks"),
            )
        ]
    if states - {ScreeningHit.State.CLEARED}:
        return [
            Note(
                _("A name of yours is being checked"),
                _("Usually within one working day. Until then you cannot publish, order or be paid."),
                reverse("trade:checks"),
            )
        ]
    return []
