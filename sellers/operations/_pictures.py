"""What the operations on pictures share."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from marketplace.kernel.refusals import NotFound
from sellers.models import Listing, ListingPicture
from sellers.operations._listings import open_revision_of, revision_to_edit
from sellers.pictures import delete_renditions
from sellers.proposals import proposed_pictures


def delete_pictures(pictures: Iterable[ListingPicture]) -> None:
    """Delete the rows now and their files once the transaction is final: a rollback must find the files there."""
    for picture in pictures:
        stem = picture.file
        picture.delete()
        transaction.on_commit(partial(delete_renditions, stem), robust=True)


def pictures_in_order(listing: Listing) -> list[ListingPicture]:
    """The pictures as the seller sees them: those on sale, or those of the open proposal."""
    return proposed_pictures(listing, open_revision_of(listing) if listing.was_published else None)


def keep_order(listing: Listing, pictures: list[ListingPicture]) -> None:
    """
    Make `pictures`, in this order, the listing's own: at once for a draft, as a proposal for one on sale.

    Pictures left out are deleted, unless buyers still see them.

    :raises ListingInReview: if a proposal is being reviewed.
    """
    kept = {picture.pk for picture in pictures}
    if listing.was_published:
        revision = revision_to_edit(listing)
        wanted = [picture.public_id for picture in pictures]
        on_sale = [picture.public_id for picture in listing.pictures.filter(is_shown=True)]
        revision.content = {**revision.content, "pictures": wanted}
        if wanted == on_sale:
            del revision.content["pictures"]
        if not revision.content:
            revision.state = revision.State.DISCARDED
        revision.save(update_fields=["content", "state"])
        delete_pictures(listing.pictures.filter(is_shown=False).exclude(pk__in=kept))
    else:
        for position, picture in enumerate(pictures):
            ListingPicture.objects.filter(pk=picture.pk).update(position=position)
        delete_pictures(listing.pictures.exclude(pk__in=kept))
    listing.version += 1
    listing.save(update_fields=["version", "updated_at"])


def one_of(pictures: list[ListingPicture], public_id: str) -> ListingPicture:
    """
    Return the picture with `public_id`.

    :raises NotFound: if it is not one of `pictures`.
    """
    for picture in pictures:
        if picture.public_id == public_id:
            return picture
    raise NotFound
