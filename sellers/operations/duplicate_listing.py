"""Begin a listing as a copy of another."""

from datetime import datetime

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, ListingPicture, PriceTier, Variant
from sellers.operations._listings import lock_own_listing, open_revision_of, set_content
from sellers.pictures import copy_renditions, delete_renditions
from sellers.proposals import as_proposed, proposed_pictures
from sellers.queries.listings import open_revision

# What a copy is not: a number names one thing, and goods on a shelf are there once.
_NOT_COPIED_OF_LISTING = {
    "id", "public_id", "organisation", "status", "slug", "rating_average", "rating_count", "version", "submitted_at",
    "published_at", "created_at", "updated_at",
}  # fmt: skip
_NOT_COPIED_OF_VARIANT = {"id", "public_id", "listing", "sku", "gtin", "stock_available", "picture", "archived_at"}


def duplicate_listing(*, actor: Actor, listing: Listing, now: datetime) -> Listing:
    """
    Begin a draft with everything that `listing` says, its open changes included, and copies of its pictures.

    Numbers (SKU, GTIN), stock and lots are not taken over. The files are copied before the transaction begins; the
    copies are deleted again if it is refused.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    actor.must("listings.edit")
    own = listing.organisation_id == actor.organisation_id
    shown = proposed_pictures(listing, open_revision(listing)) if own else []
    stems: dict[int, str] = {}
    try:
        for picture in shown:
            stems[picture.pk] = copy_renditions(picture.file)
        return _duplicate(actor=actor, listing=listing, pictures=shown, stems=stems, now=now)
    except BaseException:
        for stem in stems.values():
            delete_renditions(stem)
        raise


@entry
def _duplicate(
    *, actor: Actor, listing: Listing, pictures: list[ListingPicture], stems: dict[int, str], now: datetime
) -> Listing:
    source = lock_own_listing(actor=actor, listing=listing)
    proposed = as_proposed(source, open_revision_of(source))
    copy = Listing(
        organisation_id=source.organisation_id,
        **{
            field.attname: getattr(proposed, field.attname)
            for field in Listing._meta.concrete_fields
            if field.name not in _NOT_COPIED_OF_LISTING
        },
    )
    set_content(copy, {"title": proposed.title})
    copy.save()
    with recorded(actor=actor, listing=copy, what=ListingEdit.What.DUPLICATED, now=now, new=True):
        copied: dict[int, ListingPicture] = {}
        for position, picture in enumerate(pictures):
            row = ListingPicture(
                **{
                    field.attname: getattr(picture, field.attname)
                    for field in ListingPicture._meta.concrete_fields
                    if field.name not in ("id", "public_id")
                }
            )
            row.listing, row.position, row.file, row.is_shown = copy, position, stems[picture.pk], True
            row.save()
            copied[picture.pk] = row
        for variant in source.variants.filter(archived_at=None).prefetch_related("tiers"):
            _copy_variant(copy, variant, copied)
    events.record("sellers.listing.created", subject=copy, actor=actor, at=now)
    return copy


def _copy_variant(copy: Listing, variant: Variant, pictures: dict[int, ListingPicture]) -> None:
    fields = {
        field.attname: getattr(variant, field.attname)
        for field in Variant._meta.concrete_fields
        if field.name not in _NOT_COPIED_OF_VARIANT
    }
    row = Variant.objects.create(listing=copy, picture=pictures.get(variant.picture_id or 0), **fields)
    PriceTier.objects.bulk_create(
        PriceTier(variant=row, listing=copy, min_quantity=tier.min_quantity, unit_price=tier.unit_price)
        for tier in variant.tiers.all()
    )
