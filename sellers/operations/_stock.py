"""
The shelf: how stock rows are moved and in which order they are locked.

Order of locks, everywhere: the reference, then its holds, then variants by primary key.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import connection

from sellers.operations.record_change import record_change


class Taken(NamedTuple):
    """What a successful take left behind; `moq` is the listing's minimum order."""

    listing_id: int
    left: int
    moq: int


def lock_reference(reference: str) -> None:
    """Let one transaction at a time move what belongs to `reference`. Lasts until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sellers.stock:{reference}"])


def take_from_shelf(wanted: Mapping[int, int]) -> dict[int, Taken]:
    """
    Take of each variant (by primary key) as many as are wanted, if that many are there, in one statement.

    Left out of the answer are those of which too few are there, and those whose stock is not counted.
    """
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        # The check and the change are one statement: between a read and a write another buyer would fit. Rows are
        # locked by primary key first, so that two orders of the same things never wait for each other.
        cursor.execute(
            "WITH asked AS MATERIALIZED ("
            "  SELECT variant.id, asked.quantity FROM unnest(%s::bigint[], %s::integer[]) AS asked (id, quantity)"
            "  JOIN sellers_variant variant ON variant.id = asked.id ORDER BY variant.id FOR NO KEY UPDATE OF variant"
            ") UPDATE sellers_variant variant SET stock_available = stock_available - asked.quantity "
            "FROM asked, sellers_listing listing "
            "WHERE variant.id = asked.id AND listing.id = variant.listing_id "
            "AND tracks_stock AND stock_available >= asked.quantity "
            "RETURNING variant.id, listing.id, stock_available, COALESCE(variant.moq, listing.moq)",
            [list(wanted), list(wanted.values())],
        )
        return {variant_id: Taken(*taken) for variant_id, *taken in cursor.fetchall()}


def put_on_shelf(variant_id: int, quantity: int) -> None:
    """Put `quantity` back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sellers_variant variant SET stock_available = stock_available + %s FROM sellers_listing listing "
            "WHERE variant.id = %s AND listing.id = variant.listing_id "
            "RETURNING listing.id, stock_available, COALESCE(variant.moq, listing.moq)",
            [quantity, variant_id],
        )
        listing_id, left, moq = cursor.fetchone()
    note_availability(listing_id, moq=moq, before=left - quantity, after=left)


def note_availability(listing_id: int, *, moq: int, before: int, after: int) -> None:
    """
    Tell search when a listing ran out or came back.

    Every sale of a busy listing would flood the feed; what buyers see changes only when the minimum order can no
    longer, or can again, be filled.
    """
    if (before >= moq) != (after >= moq):
        record_change(listing=listing_id)
