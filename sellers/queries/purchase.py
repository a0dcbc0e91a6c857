"""What carts and checkouts ask."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from marketplace.kernel.refusals import NotFound
from sellers.models import Listing, ListingPicture, Lot, LotHold, Markdown, Variant


def open_lots(lookup: str = "lots") -> Prefetch:
    """Read the lots that are still sold, in the order they are taken, each with its `standing` markdown."""
    standing = Prefetch("markdowns", Markdown.objects.filter(ended_at=None), to_attr="standing")
    return Prefetch(lookup, Lot.objects.filter(closed_at=None).prefetch_related(standing))


def read_lots(listing: Listing) -> None:
    """Read the open lots of a listing whose variants are read; nothing is asked where there cannot be any."""
    variants = list(listing.variants.all())
    if listing.kind == Listing.Kind.PERISHABLE_LOT:
        prefetch_related_objects(variants, open_lots())
        return
    for variant in variants:
        variant._prefetched_objects_cache["lots"] = Lot.objects.none()  # type: ignore[attr-defined]


def _with_listing() -> QuerySet[Variant]:
    return Variant.objects.select_related(
        "listing", "listing__category", "listing__organisation", "listing__organisation__seller_profile"
    ).prefetch_related(
        "tiers",
        open_lots(),
        Prefetch("listing__pictures", ListingPicture.objects.filter(is_shown=True), to_attr="shown_pictures"),
    )


def variant_for_purchase(public_id: str) -> Variant:
    """
    Return a variant that may be bought now, with its `listing`, `tiers` and `lots`.

    `public_id` is a variant's, or a listing's, which means its default variant.

    :raises NotFound: if there is none, or its listing is not on sale.
    """
    variants = (
        _with_listing().filter(listing__in=Listing.objects.on_sale(), is_active=True, tiers__isnull=False).distinct()
    )
    if public_id.startswith("lst_"):
        variant = variants.filter(listing__public_id=public_id, is_default=True).first()
    else:
        variant = variants.filter(public_id=public_id).first()
    if variant is None:
        raise NotFound
    return variant


def variants_in_cart(ids: Iterable[int]) -> dict[int, Variant]:
    """
    Return the variants with these primary keys, on sale or not, with `listing`, `tiers` and `lots`; and on each
    `is_on_sale`, so that a cart can say what went away since.
    """
    found = {variant.pk: variant for variant in _with_listing().filter(pk__in=list(ids))}
    on_sale = set(
        Listing.objects.on_sale()
        .filter(pk__in={variant.listing_id for variant in found.values()})
        .values_list("pk", flat=True)
    )
    for variant in found.values():
        variant.is_on_sale = variant.is_active and variant.listing_id in on_sale and bool(variant.tiers.all())  # type: ignore[attr-defined]
    return found


def lots_taken_by(reference: str) -> dict[int, list[LotHold]]:
    """Return out of which lots an order (by the reference of its holds) was filled, by variant, in the order taken."""
    rows = LotHold.objects.filter(hold__reference=reference).select_related("lot", "hold")
    found: dict[int, list[LotHold]] = {}
    for row in rows.order_by("lot__best_before_date", "lot_id"):
        found.setdefault(row.hold.variant_id, []).append(row)
    return found
