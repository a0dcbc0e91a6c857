"""
The shelf: how stock rows are moved and in which order they are locked.

Order of locks, everywhere: the reference, then its holds, then variants by primary key, then their lots. Whoever
changes a lot holds its variant's row, so that the sum of the lots is the variant's stock whenever anybody looks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from sellers.lots import Journey, LotLeft, choose_lots
from sellers.models import Listing, Lot, LotHold, StockHold, Variant
from sellers.operations.record_change import record_change
from sellers.prices import lot_left


class Taken(NamedTuple):
    """What a successful take left behind; `moq` is the smallest order of the variant."""

    listing_id: int
    left: int
    moq: int
    kind: str


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
            "RETURNING variant.id, listing.id, stock_available, COALESCE(variant.moq, listing.moq), listing.kind",
            [list(wanted), list(wanted.values())],
        )
        return {variant_id: Taken(*taken) for variant_id, *taken in cursor.fetchall()}


def take_from_lots(
    wanted: Mapping[int, int], taken: Mapping[int, Taken], journey: Journey | None
) -> tuple[dict[int, tuple[tuple[int, int], ...]], dict[int, int]]:
    """
    Take what left the shelf out of the lots, for variants that have lots. The variants must be locked.

    Returns for each variant (lot, quantity) in the order taken, and, for those whose lots in time do not hold enough,
    how many could have been had; then nothing was changed.
    """
    perishable = [pk for pk, each in taken.items() if each.kind == Listing.Kind.PERISHABLE_LOT]
    if not perishable:
        return {}, {}
    lots: dict[int, list[LotLeft]] = defaultdict(list)
    for lot in Lot.objects.filter(variant_id__in=perishable):
        lots[lot.variant_id].append(lot_left(lot))
    chosen = {pk: choose_lots(lots[pk], wanted[pk], journey) for pk in perishable if pk in lots}
    short = {pk: wanted[pk] - each.missing for pk, each in chosen.items() if each.missing}
    if not short:
        change_lots({key: -quantity for each in chosen.values() for key, quantity in each.taken})
    return {pk: each.taken for pk, each in chosen.items()}, short


def change_lots(by: Mapping[int, int]) -> None:
    """Add to what is available of lots (by primary key), in one statement. Their variants must be locked."""
    if not by:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sellers_lot lot SET available = available + moved.quantity "
            "FROM unnest(%s::bigint[], %s::integer[]) AS moved (id, quantity) WHERE lot.id = moved.id",
            [list(by), list(by.values())],
        )


def keep_lots(holds: Iterable[StockHold], taken: Mapping[int, Sequence[tuple[int, int]]]) -> None:
    """Write down out of which lots holds were filled; `taken` by variant."""
    rows = [
        LotHold(hold=hold, lot_id=lot_id, quantity=quantity)
        for hold in holds
        for lot_id, quantity in taken.get(hold.variant_id, ())
    ]
    if rows:
        LotHold.objects.bulk_create(rows)


def put_back(holds: Sequence[StockHold]) -> None:
    """
    Put back what holds (locked, in order of their variants) took: on the shelf, and into the lots it came out of.

    What came out of a lot that was closed since, because its date had come, is lost and not for sale again.
    """
    out_of: dict[int, list[LotHold]] = defaultdict(list)
    for row in LotHold.objects.filter(hold__in=holds).order_by("lot_id"):
        out_of[row.hold_id].append(row)
    for hold in holds:
        rows = out_of.get(hold.pk, [])
        if not rows:
            put_on_shelf(hold.variant_id, hold.quantity)
            continue
        Variant.objects.select_for_update(no_key=True).get(pk=hold.variant_id)
        still_open = set(
            Lot.objects.filter(pk__in=[row.lot_id for row in rows], closed_at=None).values_list("pk", flat=True)
        )
        for row in rows:
            column = "available" if row.lot_id in still_open else "lost"
            Lot.objects.filter(pk=row.lot_id).update(**{column: F(column) + row.quantity})
        put_on_shelf(hold.variant_id, sum(row.quantity for row in rows if row.lot_id in still_open))
    LotHold.objects.filter(hold_id__in=out_of).delete()


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
