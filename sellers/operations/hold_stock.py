"""Take stock off the shelf for an order that is being paid."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.operations import part
from marketplace.kernel.refusals import Refusal
from sellers.lots import Journey
from sellers.models import StockHold, Variant
from sellers.operations._stock import keep_lots, lock_reference, note_availability, take_from_lots, take_from_shelf


class InsufficientStock(Refusal):
    """Less is in stock than was asked for. Facts: `variant` (public id), `wanted`, `available`."""

    code = "insufficient_stock"
    status = 409
    title = _("Not enough in stock")
    message = _("Only %(available)s of “%(title)s” left; you asked for %(wanted)s. Lower the quantity to go on.")


class LotsTooLate(InsufficientStock):
    """Enough is there, but too little of it would arrive before its date. Facts as InsufficientStock."""

    code = "lots_too_late"
    title = _("Would not arrive in time")
    message = _(
        "Of “%(title)s” only %(available)s can reach this address before their date; you asked for %(wanted)s. "
        "Lower the quantity, or choose a faster service."
    )


@part
def hold_stock(
    *,
    lines: Iterable[tuple[int, int]],
    reference: str,
    expires_at: datetime,
    now: datetime,
    journey: Journey | None = None,
) -> list[StockHold]:
    """
    Hold each `(variant primary key, quantity)` for `reference` until `expires_at`; all lines or none.

    Variants are taken by one conditional UPDATE in primary key order, so 64 buyers of the last unit end with one hold
    and no deadlock. Variants that do not count stock need no hold. Where stock is made of lots, the first to expire are
    taken first, skipping those that the `journey` brings too late. Holding twice for one reference returns the first
    holds.

    :raises InsufficientStock: if any line cannot be filled in full. The caller's transaction must then roll back.
    :raises LotsTooLate: if too few of a line would arrive before their date. Likewise.
    """
    wanted: dict[int, int] = {}
    for variant_id, quantity in lines:
        if quantity < 1:
            raise ValueError("a line holds at least one unit")
        wanted[variant_id] = wanted.get(variant_id, 0) + quantity
    lock_reference(reference)
    earlier = list(StockHold.objects.filter(reference=reference).order_by("variant_id"))
    if earlier:
        return earlier
    taken = take_from_shelf(wanted)
    for variant in Variant.objects.filter(pk__in=wanted.keys() - taken.keys(), tracks_stock=True).order_by("pk")[:1]:
        raise InsufficientStock(
            variant=variant.public_id,
            title=variant.listing.title,
            wanted=wanted[variant.pk],
            available=variant.stock_available,
        )
    from_lots, short = take_from_lots(wanted, taken, journey)
    for variant in Variant.objects.filter(pk__in=short).select_related("listing").order_by("pk")[:1] if short else ():
        raise LotsTooLate(
            variant=variant.public_id,
            title=variant.listing.title,
            wanted=wanted[variant.pk],
            available=short[variant.pk],
        )
    for variant_id, each in taken.items():
        note_availability(each.listing_id, moq=each.moq, before=each.left + wanted[variant_id], after=each.left)
    holds = StockHold.objects.bulk_create(
        StockHold(
            variant_id=variant_id,
            listing_id=taken[variant_id].listing_id,
            quantity=quantity,
            reference=reference,
            expires_at=expires_at,
            created_at=now,
        )
        for variant_id, quantity in sorted(wanted.items())
        if variant_id in taken
    )
    keep_lots(holds, from_lots)
    return holds
