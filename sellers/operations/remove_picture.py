"""Take a picture off a listing."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit
from sellers.operations._listings import lock_own_listing, require_editable
from sellers.operations._pictures import keep_order, one_of, pictures_in_order


@entry
def remove_picture(*, actor: Actor, listing: Listing, picture: str, now: datetime) -> Listing:
    """
    Take the picture with public id `picture` off. Of a listing on sale it goes when the change is approved.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if the listing is another organisation's, or the picture not one of its own.
    :raises ListingInReview: if it is being reviewed.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    require_editable(listing)
    pictures = pictures_in_order(listing)
    gone = one_of(pictures, picture)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.PICTURES, now=now, parts=["pictures"]):
        keep_order(listing, [each for each in pictures if each.pk != gone.pk])
    events.record("sellers.listing.edited", subject=listing, actor=actor, at=now, payload={"fields": ["pictures"]})
    return listing
