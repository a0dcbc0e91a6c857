"""Enter a harvest or batch."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers.content import read_lot
from sellers.models import Listing, Lot
from sellers.operations._listings import lock_own_listing, require_editable
from sellers.operations._lots import add_up, lock_variant, write_lot
from sellers.operations.record_change import record_change

MOST_OPEN = 100


@entry
def add_lot(*, actor: Actor, listing: Listing, content: Mapping[str, Any], variant: str = "", now: datetime) -> Lot:
    """
    Enter a lot of a perishable listing; its quantity is for sale at once. `variant` (public id) is whose it is, else
    the default's. Buyers who asked to be told of such lots hear of it.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if listing or variant is another organisation's, or there is none.
    :raises ListingInReview, WrongListingStatus: if it cannot be changed now.
    :raises InvalidInput: with a reason at each field that cannot stand.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    require_editable(listing)
    if listing.kind != Listing.Kind.PERISHABLE_LOT:
        raise InvalidInput(fields={"lot": [_("Only a perishable listing has lots.")]})
    there = listing.variants.filter(archived_at=None)
    found = (there.filter(public_id=variant) if variant else there.filter(is_default=True)).first()
    if found is None:
        raise NotFound
    clean, errors = read_lot({"best_before_date": None, "quantity": None, **content})
    if not errors and not clean["quantity"]:
        errors["quantity"] = [_("Enter how much there is.")]
    if not errors and clean["best_before_date"] <= now.date():
        errors["best_before_date"] = [_("Its best-before date has come already.")]
    if errors:
        raise InvalidInput(fields=errors)
    locked = lock_variant(found.pk)
    if locked.lots.filter(closed_at=None).count() >= MOST_OPEN:
        raise InvalidInput(fields={"quantity": [_("At most %(most)s open lots.") % {"most": MOST_OPEN}]})
    lot = write_lot(Lot(listing=listing, variant=locked), clean)
    add_up(locked, listing)
    record_change(listing=listing)
    events.record("sellers.lot.added", subject=lot, actor=actor, at=now, payload={"listing_id": listing.pk})
    return lot
