"""Say what a picture shows."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit
from sellers.operations._listings import lock_own_listing, require_editable
from sellers.operations._pictures import one_of, pictures_in_order
from sellers.operations.add_picture import checked_alt_text


@entry
def describe_picture(*, actor: Actor, listing: Listing, picture: str, alt_text: str, now: datetime) -> Listing:
    """
    Set the text for people who cannot see the picture with public id `picture`.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if the listing is another organisation's, or the picture not one of its own.
    :raises ListingInReview: if it is being reviewed.
    :raises InvalidInput: if the text is too long or holds contact data.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    require_editable(listing)
    shown = one_of(pictures_in_order(listing), picture)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.PICTURES, now=now, parts=["pictures"]):
        shown.alt_text = checked_alt_text(alt_text)
        shown.save(update_fields=["alt_text"])
    events.record("sellers.listing.edited", subject=listing, actor=actor, at=now, payload={"fields": ["pictures"]})
    return listing
