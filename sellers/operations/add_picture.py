"""Add a picture to a listing."""

from datetime import datetime
from typing import IO

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers.content import read_text
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, ListingPicture
from sellers.operations._listings import lock_own_listing, require_editable
from sellers.operations._pictures import keep_order, pictures_in_order
from sellers.pictures import Renditions, delete_renditions, read_picture, store_renditions

MOST_PICTURES = 12


class TooManyPictures(Refusal):
    """The listing is full. Facts: `most`."""

    code = "too_many_pictures"
    status = 422
    title = _("Enough pictures")
    message = _("A listing shows at most %(most)s pictures. Remove one first.")


def add_picture(
    *, actor: Actor, listing: Listing, upload: IO[bytes], now: datetime, alt_text: str = ""
) -> ListingPicture:
    """
    Re-encode `upload` and add it as the last picture; of a listing on sale, buyers see it once it is approved.

    The picture is decoded and stored before the transaction begins, so that no row is locked meanwhile; if the row is
    then refused, the files are deleted again.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises BadPicture: if the file will not do.
    :raises TooManyPictures: if there are 12 already.
    :raises ListingInReview: if it is being reviewed.
    :raises InvalidInput: if the text that says what it shows will not do.
    """
    actor.must("listings.edit")
    alt_text = checked_alt_text(alt_text)
    renditions = read_picture(upload)
    stem = store_renditions(renditions)
    try:
        return _attach(actor=actor, listing=listing, renditions=renditions, stem=stem, alt_text=alt_text, now=now)
    except BaseException:
        delete_renditions(stem)
        raise


@entry
def _attach(
    *, actor: Actor, listing: Listing, renditions: Renditions, stem: str, alt_text: str, now: datetime
) -> ListingPicture:
    listing = lock_own_listing(actor=actor, listing=listing)
    require_editable(listing)
    pictures = pictures_in_order(listing)
    if len(pictures) >= MOST_PICTURES:
        raise TooManyPictures(most=MOST_PICTURES)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.PICTURES, now=now, parts=["pictures"]):
        picture = ListingPicture.objects.create(
            listing=listing,
            file=stem,
            alt_text=alt_text,
            width=renditions.width,
            height=renditions.height,
            position=len(pictures),
            is_shown=not listing.was_published,
        )
        keep_order(listing, [*pictures, picture])
    events.record("sellers.listing.edited", subject=listing, actor=actor, at=now, payload={"fields": ["pictures"]})
    return picture


def checked_alt_text(text: str) -> str:
    """
    Return `text` cleaned.

    :raises InvalidInput: if it is too long or holds contact data.
    """
    try:
        return read_text("alt_text", text, longest=160)
    except ValueError as wrong:
        raise InvalidInput(fields={"alt_text": [str(wrong)]}) from None
