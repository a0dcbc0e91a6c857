"""What the operations on listings share: the door to one's own listing, and how content is written to rows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound, Refusal
from sellers.banned import banned_fields
from sellers.content import AT_ONCE, REVIEWED, Errors, missing_content
from sellers.models import Listing, ListingRevision, Variant
from sellers.operations._lots import set_only_lot
from sellers.operations._variants import write_prices


class ListingChanged(Refusal):
    """Somebody saved the listing after this page was opened. Facts: `version`, the present one."""

    code = "listing_changed"
    status = 409
    title = _("Changed in another window")
    message = _("This listing was saved elsewhere after you opened it. Reload it to see what it says now.")


class ListingInReview(Refusal):
    """It is waiting for approval, and what is being reviewed must not move."""

    code = "listing_in_review"
    status = 409
    title = _("In review")
    message = _("This listing is being reviewed. Take it back first, then change it.")


class WrongListingStatus(Refusal):
    """The listing is not in a status in which this can be done. Facts: `status`."""

    code = "wrong_listing_status"
    status = 409
    title = _("Not possible now")
    message = _("This cannot be done while the listing is: %(status)s.")


def lock_own_listing(*, actor: Actor, listing: Listing) -> Listing:
    """
    Return the row of `listing`, locked until the transaction ends.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    actor.must("listings.edit")
    # Not against those who only point at the row: a buyer who holds a variant of it waits for nobody here.
    rows = Listing.objects.select_for_update(no_key=True)
    locked = rows.filter(pk=listing.pk, organisation_id=actor.organisation_id).first()
    if locked is None:
        raise NotFound
    return locked


def lock_for_moderation(*, actor: Actor, listing: Listing, version: int | None) -> Listing:
    """
    Return the row of `listing`, locked, for platform staff to decide about.

    :raises NotAllowed: if the actor is not a moderator; a decision needs a person's name.
    :raises ListingChanged: if it is no longer the version that was looked at.
    """
    actor.must("listings.moderate")
    if actor.user_id is None:
        raise NotAllowed
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    if version is not None and locked.version != version:
        raise ListingChanged(version=locked.version)
    return locked


def open_revision_of(listing: Listing) -> ListingRevision | None:
    """Return the proposal that is not decided yet, if there is one. The listing must be locked."""
    return listing.revisions.exclude(state__in=ListingRevision.CLOSED).first()


def revision_to_edit(listing: Listing) -> ListingRevision:
    """
    Return the open proposal for a listing on sale, made if there is none, as a draft again if it was rejected.

    :raises ListingInReview: if it is being reviewed.
    """
    revision = open_revision_of(listing)
    if revision is None:
        return ListingRevision.objects.create(listing=listing, organisation_id=listing.organisation_id)
    if revision.state == ListingRevision.State.IN_REVIEW:
        raise ListingInReview
    if revision.state == ListingRevision.State.REJECTED:
        revision.state = ListingRevision.State.DRAFT
        revision.save(update_fields=["state"])
    return revision


def require_editable(listing: Listing) -> None:
    """
    :raises ListingInReview: if the listing waits for its first approval.
    :raises WrongListingStatus: if it is archived.
    """
    if listing.status == Listing.Status.IN_REVIEW:
        raise ListingInReview
    if listing.status == Listing.Status.ARCHIVED:
        raise WrongListingStatus(status=listing.get_status_display())


def set_content(listing: Listing, content: Mapping[str, Any]) -> None:
    """Put clean values of `content.REVIEWED` and `content.AT_ONCE` on the instance; the caller saves it."""
    for name in (*REVIEWED, *AT_ONCE):
        if name in content:
            setattr(listing, name, content[name])
    if "title" in content:
        # Unicode letters stay: a Chinese title has a Chinese address, not an empty one.
        listing.slug = slugify(listing.title, allow_unicode=True)[:80].strip("-")
    if listing.lead_times:
        # What cards and search show is the time of the smallest order.
        listing.lead_time_days = listing.lead_days(listing.moq) or listing.lead_times[-1][1]
    if listing.is_service:
        # A service crosses no border as goods.
        listing.hs_code, listing.origin_country = "", ""
        listing.weight_g = listing.length_mm = listing.width_mm = listing.height_mm = None


def write_variant(listing: Listing, content: Mapping[str, Any]) -> Variant:
    """
    Write stock, SKU, tiers and lot to the listing's default variant, made if there is none.

    :raises InvalidInput: if another listing of the seller has the SKU; if it has several lots and their stock is given.
    """
    counted = listing.kind in (Listing.Kind.GOODS, Listing.Kind.PERISHABLE_LOT)
    variant, _created = Variant.objects.get_or_create(
        listing=listing,
        is_default=True,
        defaults={"organisation_id": listing.organisation_id, "tracks_stock": counted},
    )
    changed: dict[str, Any] = {"tracks_stock": counted} if variant.tracks_stock != counted else {}
    if "sku" in content:
        changed["sku"] = content["sku"]
    by_lots = listing.kind == Listing.Kind.PERISHABLE_LOT
    if "stock" in content and counted and not by_lots:
        # Set, not added to: the seller counted the shelf. What is held for buyers was taken off it before.
        changed["stock_available"] = content["stock"]
    if changed:
        try:
            Variant.objects.filter(pk=variant.pk).update(**changed)
        except IntegrityError as failure:
            if "sellers_variant_sku_once_per_seller" not in str(failure):
                raise
            raise InvalidInput(fields={"sku": [_("Another of your listings has this SKU.")]}) from None
    if "tiers" in content:
        write_prices(variant, content["tiers"])
    if by_lots:
        set_only_lot(listing, variant, content.get("lot"), content.get("stock"))
    elif not listing.was_published and "lot" in content:
        variant.lots.all().delete()
    variant.refresh_from_db()
    return variant


def require_complete(listing: Listing, *, pictures: int, on: date, missing: Errors | None = None) -> None:
    """
    `missing` are reasons found elsewhere, to be said along.

    :raises InvalidInput: with a reason at each field that is still missing, whose price does not fit the minimum, or
        that names goods which may be sold nowhere.
    """
    tiers = list(listing.tiers.filter(variant__is_default=True))
    fields = missing_content(listing, tiers=len(tiers), pictures=pictures, has_lot=listing.lots.exists())
    if tiers and tiers[0].min_quantity > listing.moq:
        fields["moq"] = [_("Your first price starts above the minimum order. Lower one of the two.")]
    fields |= {name: fields.get(name, []) + reasons for name, reasons in banned_fields(listing, on).items()}
    fields |= missing or {}
    if fields:
        raise InvalidInput(fields=fields)
