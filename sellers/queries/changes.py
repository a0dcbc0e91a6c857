"""The change feed, read so that nothing is ever skipped."""

from sellers.models import ListingChange
from sellers.models.changes import OldestRunningTransactionId


def changes_after(sequence: int, limit: int) -> list[ListingChange]:
    """
    Return up to `limit` changes that follow the one numbered `sequence` (0: from the beginning), in feed order.

    The reader keeps the `sequence` of the last change returned and asks with it next time. Feed order is by
    transaction, then number: numbers are handed out before transactions commit, so a low number may become visible
    after a high one, and a reader that went by the number alone would skip it for ever. For the same reason changes
    of transactions that might still be overtaken by an older, running one are held back: they come with a later call.
    A number that is no longer in the feed reads as the beginning; indexing a listing twice is harmless.
    """
    changes = ListingChange.objects.filter(txid__lt=OldestRunningTransactionId())
    if sequence:
        position = ListingChange.objects.filter(pk=sequence).values_list("txid", flat=True).first()
        if position is not None:
            # One range of the index on (txid, sequence).
            changes = changes.extra(where=["(txid, sequence) > (%s::text::xid8, %s)"], params=[str(position), sequence])
    return list(changes.order_by("txid", "sequence")[:limit])


def last_change() -> int:
    """Return the position that a reader has who has seen everything that is safe to read now; 0 if there is nothing."""
    newest = ListingChange.objects.filter(txid__lt=OldestRunningTransactionId()).order_by("-txid", "-sequence").first()
    return newest.sequence if newest else 0
