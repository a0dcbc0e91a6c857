"""What buyers do when something happened; the table is `marketplace/reactions.py`."""

from django.utils import timezone

from buyers.operations import tell_other_side as tell
from marketplace.kernel.models import Event


def tell_other_side(event: Event) -> None:
    """A message was sent: the other side's bell rings."""
    tell(message_id=int(event.subject_id), now=timezone.now())
