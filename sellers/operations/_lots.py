"""How lots are written: counted, closed, and added up to the stock of their variant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers.content.lots import wrong_order
from sellers.models import Listing, Lot, Variant
from sellers.operations._stock import note_availability

FIELDS = (
    "code", "grade", "harvest_date", "best_before_date", "leaves_from_date", "arrive_by_date", "storage_min_c",
    "storage_max_c",
)  # fmt: skip


class LotClosed(Refusal):
    """The lot was closed: its date had come, or the seller took it out."""

    code = "lot_closed"
    status = 409
    title = _("This lot is closed")
    message = _("What is closed stays as it was. Enter a new lot.")


def lock_variant(pk: int) -> Variant:
    """Return the variant's row, locked: whoever changes a lot holds it."""
    return Variant.objects.select_for_update(no_key=True).get(pk=pk)


def write_lot(lot: Lot, content: Mapping[str, Any]) -> Lot:
    """
    Write clean values to a lot whose variant is locked; `quantity` is what is left, as counted. Then `add_up`.

    :raises InvalidInput: if the dates do not fit those that stand.
    """
    for name in FIELDS:
        if name in content:
            setattr(lot, name, content[name])
    if errors := wrong_order({name: getattr(lot, name) for name in FIELDS}):
        raise InvalidInput(fields=errors)
    if "quantity" in content:
        # What orders took was counted out of it before: it is part of what came in.
        lot.received += content["quantity"] - lot.available
        lot.available = content["quantity"]
    lot.save()
    return lot


def shut(lot: Lot, now: datetime) -> None:
    """Close a lot whose variant is locked: what is left of it is lost. Then `add_up`."""
    lot.lost, lot.available, lot.closed_at = lot.lost + lot.available, 0, now
    lot.save(update_fields=["lost", "available", "closed_at"])


def add_up(variant: Variant, listing: Listing) -> int:
    """Make the stock of a locked variant the sum of its lots; returns it. Search hears if it ran out or came back."""
    total = variant.lots.filter(closed_at=None).aggregate(all=Sum("available"))["all"] or 0
    before = variant.stock_available
    if total != before:
        variant.stock_available = total
        Variant.objects.filter(pk=variant.pk).update(stock_available=total)
        note_availability(listing.pk, moq=variant.moq or listing.moq, before=before, after=total)
    return int(total)


def set_only_lot(listing: Listing, variant: Variant, content: Mapping[str, Any] | None, stock: int | None) -> None:
    """
    Write the one lot of a listing as its first tab and the API's `lot` and `stock` say; None leaves a thing as it is.

    :raises InvalidInput: if it has several: they are changed one by one.
    """
    variant = lock_variant(variant.pk)
    lots = list(variant.lots.filter(closed_at=None))
    if len(lots) > 1:
        if stock is not None and stock != variant.stock_available:
            raise InvalidInput(fields={"stock": [_("Stock is the sum of the lots. Count them under Lots.")]})
        if content:
            raise InvalidInput(fields={"lot": [_("This listing has several lots. Change them under Lots.")]})
        return
    if not lots and content is None:
        if stock is not None and not variant.lots.exists():
            Variant.objects.filter(pk=variant.pk).update(stock_available=stock)
        return
    lot = lots[0] if lots else Lot(listing=listing, variant=variant)
    quantity = stock if stock is not None else lot.available if lots else variant.stock_available
    write_lot(lot, {**(content or {}), "quantity": quantity})
    add_up(variant, listing)
