"""Cut a picture of a listing."""

from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.pictures import SMALLEST_SIDE, BadPicture
from marketplace.kernel.refusals import InvalidInput
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, ListingPicture
from sellers.models.pictures import WIDTHS
from sellers.operations._listings import lock_own_listing, require_editable
from sellers.operations._pictures import keep_order, one_of, pictures_in_order
from sellers.pictures import Renditions, delete_renditions, render, store_renditions


class Box(NamedTuple):
    """The part that stays, in per cent of the picture: left and top edge, width and height."""

    left: int
    top: int
    width: int
    height: int


def crop_picture(*, actor: Actor, listing: Listing, picture: str, box: Box, now: datetime) -> ListingPicture:
    """
    Replace the picture with public id `picture` by its part `box`, re-encoded; of a listing on sale, buyers see it once
    it is approved and the whole one until then.

    What is cut is the largest rendition kept: the upload itself was not. Decoding happens before the transaction, and a
    refusal afterwards deletes the new files again.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if the listing is another organisation's, or the picture not one of its own.
    :raises ListingInReview: if it is being reviewed.
    :raises InvalidInput: with a reason at the edge that cannot stand.
    :raises BadPicture: if too little would be left to see anything.
    """
    actor.must("listings.edit")
    _check(box)
    row = one_of(list(listing.pictures.filter(listing__organisation_id=actor.organisation_id)), picture)
    with default_storage.open(row.name(max(WIDTHS))) as file:
        renditions = _cut(file.read(), box)
    stem = store_renditions(renditions)
    try:
        return _replace(actor=actor, listing=listing, picture=picture, renditions=renditions, stem=stem, now=now)
    except BaseException:
        delete_renditions(stem)
        raise


def _check(box: Box) -> None:
    fields = {}
    for name, value in box._asdict().items():
        low, high = (1, 100) if name in ("width", "height") else (0, 99)
        if not low <= value <= high:
            fields[name] = [
                _("Enter a whole number from %(low)s to %(high)s.") % {"low": low, "high": high},
            ]
    for name, start, length in (("width", box.left, box.width), ("height", box.top, box.height)):
        if name not in fields and start + length > 100:
            fields[name] = [_("This reaches beyond the picture. Use at most %(most)s.") % {"most": 100 - start}]
    if fields:
        raise InvalidInput(fields=fields)


def _cut(content: bytes, box: Box) -> Renditions:
    image = Image.open(BytesIO(content), formats=["WEBP"])
    image.load()
    left, top = round(image.width * box.left / 100), round(image.height * box.top / 100)
    right = min(image.width, left + round(image.width * box.width / 100))
    bottom = min(image.height, top + round(image.height * box.height / 100))
    if min(right - left, bottom - top) < SMALLEST_SIDE:
        raise BadPicture(
            _("Too little would be left: %(width)s × %(height)s. Keep at least %(least)s pixels on each side."),
            width=right - left,
            height=bottom - top,
            least=SMALLEST_SIDE,
        )
    return render(image.crop((left, top, right, bottom)))


@entry
def _replace(
    *, actor: Actor, listing: Listing, picture: str, renditions: Renditions, stem: str, now: datetime
) -> ListingPicture:
    listing = lock_own_listing(actor=actor, listing=listing)
    require_editable(listing)
    present = pictures_in_order(listing)
    whole = one_of(present, picture)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.PICTURES, now=now, parts=["pictures"]):
        part = ListingPicture.objects.create(
            listing=listing,
            file=stem,
            alt_text=whole.alt_text,
            width=renditions.width,
            height=renditions.height,
            position=whole.position,
            is_shown=not listing.was_published,
        )
        keep_order(listing, [part if each == whole else each for each in present])
    events.record("sellers.listing.edited", subject=listing, actor=actor, at=now, payload={"fields": ["pictures"]})
    return part
