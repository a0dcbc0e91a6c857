"""
The shelf: how stock rows are moved and in which order they are locked.

Order of locks, everywhere: the reference, then its holds, then variants by primary key.
"""

from typing import NamedTuple

from django.db import connection

from sellers.models import Listing
from sellers.operations.record_change import record_change


class Taken(NamedTuple):
    """What a successful take left behind."""

    listing_id: int
    left: int


def lock_reference(reference: str) -> None:
    """Let one transaction at a time move what belongs to `reference`. Lasts until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sellers.stock:{reference}"])


def take_from_shelf(variant_id: int, quantity: int) -> Taken | None:
    """Take `quantity` if that much is there, in one statement. None if it is not, or if stock is not counted."""
    with connection.cursor() as cursor:
        # The check and the change are one statement: between a read and a write another buyer would fit.
        cursor.execute(
            "UPDATE sellers_variant SET stock_available = stock_available - %s "
            "WHERE id = %s AND tracks_stock AND stock_available >= %s RETURNING listing_id, stock_available",
            [quantity, variant_id, quantity],
        )
        row = cursor.fetchone()
    return Taken(*row) if row else None


def put_on_shelf(variant_id: int, quantity: int) -> None:
    """Put `quantity` back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sellers_variant SET stock_available = stock_available + %s "
            "WHERE id = %s RETURNING listing_id, stock_available",
            [quantity, variant_id],
        )
        listing_id, left = cursor.fetchone()
    note_availability(listing_id, before=left - quantity, after=left)


def note_availability(listing_id: int, *, before: int, after: int) -> None:
    """
    Tell search when a listing ran out or came back.

    Every sale of a busy listing would flood the feed; what buyers see changes only when the minimum order can no
    longer, or can again, be filled.
    """
    moq = Listing.objects.values_list("moq", flat=True).get(pk=listing_id)
    if (before >= moq) != (after >= moq):
        record_change(listing=listing_id)
