"""Put the pictures of a listing in order."""

from collections.abc import Sequence
from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit
from sellers.operations._listings import lock_own_listing, require_editable
from sellers.operations._pictures import keep_order, one_of, pictures_in_order


@entry
def order_pictures(*, actor: Actor, listing: Listing, pictures: Sequence[str], now: datetime) -> Listing:
    """
    Show the pictures in the order of the public ids in `pictures`; the first is the cover. Those not named follow, in
    the order they had.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if the listing is another organisation's, or a picture not one of its own.
    :raises ListingInReview: if it is being reviewed.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    require_editable(listing)
    present = pictures_in_order(listing)
    named = [one_of(present, public_id) for public_id in dict.fromkeys(pictures)]
    wanted = named + [picture for picture in present if picture not in named]
    if wanted == present:
        return listing
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.PICTURES, now=now, parts=["pictures"]):
        keep_order(listing, wanted)
    events.record("sellers.listing.edited", subject=listing, actor=actor, at=now, payload={"fields": ["pictures"]})
    return listing
