"""What of its conversations needs a seller today, for the selling desk."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from buyers import queries
from sellers.desk import DeskCard

# Buyers ask several sellers at once; the first good answer often wins.
ANSWER_WITHIN = timedelta(hours=1)


def message_cards(actor: Actor) -> list[DeskCard]:
    """Return the buyers' messages that have waited for over an hour, the longest of them with its time."""
    if actor.organisation_id is None:
        return []
    count, oldest = queries.unanswered(actor, before=timezone.now() - ANSWER_WITHIN)
    return [
        DeskCard(
            count=count,
            label=ngettext(
                "buyer has waited for an answer over an hour", "buyers have waited for an answer over an hour", count
            ),
            url=f"{reverse('buyers:inbox')}?show=unanswered",
            hint=_("Who answers first is often who sells."),
            icon="message-square-warning",
            kind="warning",
            since_at=oldest,
        )
    ]
