"""Set how much is on the shelf."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.content import RANGES
from sellers.history import recorded
from sellers.models import ListingEdit, Variant
from sellers.operations._listings import lock_own_listing
from sellers.operations._lots import set_only_lot
from sellers.operations._stock import note_availability


@entry
def restock(*, actor: Actor, variant: Variant, stock: int, now: datetime) -> Variant:
    """
    Set what is on the shelf of `variant` to `stock` units, as the seller counted it. What is held for buyers was taken
    off before and is not part of it.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises InvalidInput: if `stock` is out of range, is not counted, or is the sum of several lots.
    """
    listing = lock_own_listing(actor=actor, listing=variant.listing)
    locked = Variant.objects.select_for_update(no_key=True).get(pk=variant.pk)
    smallest, largest = RANGES["stock"]
    if not smallest <= stock <= largest:
        raise InvalidInput(fields={"stock": [_("Enter a whole number, zero or more.")]})
    if not locked.tracks_stock:
        raise InvalidInput(fields={"stock": [_("This offer does not count stock.")]})
    before = locked.stock_available
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.STOCK, now=now, parts=["variants"]):
        if locked.lots.exists():
            set_only_lot(listing, locked, None, stock)
            locked.refresh_from_db()
        else:
            locked.stock_available = stock
            locked.save(update_fields=["stock_available"])
            note_availability(listing.pk, moq=locked.moq or listing.moq, before=before, after=stock)
    events.record(
        "sellers.variant.restocked", subject=locked, actor=actor, at=now, payload={"before": before, "after": stock}
    )
    return locked
