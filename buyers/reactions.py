"""What buyers do when something happened; the table is `marketplace/reactions.py`."""

from django.utils import timezone

from buyers.operations import tell_of_lot
from buyers.operations import tell_other_side as tell
from marketplace.kernel.models import Event
from sellers.models import Markdown


def tell_other_side(event: Event) -> None:
    """A message was sent: the other side's bell rings."""
    tell(message_id=int(event.subject_id), now=timezone.now())


def tell_of_markdown(event: Event) -> None:
    """A lot was marked down: buyers who asked for such lots hear of it."""
    markdown = Markdown.objects.get(pk=event.subject_id)
    tell_of_lot(listing_id=markdown.listing_id, markdown_id=markdown.pk, now=timezone.now())


def tell_of_new_lot(event: Event) -> None:
    """A listing came on sale: if it is a lot, buyers who asked for such lots hear of it."""
    tell_of_lot(listing_id=int(event.subject_id), markdown_id=None, now=timezone.now())


def tell_of_added_lot(event: Event) -> None:
    """A seller entered another lot: buyers who asked for such lots hear of it."""
    tell_of_lot(
        listing_id=int(event.payload["listing_id"]),
        markdown_id=None,
        lot_id=int(event.subject_id),
        now=timezone.now(),
    )
