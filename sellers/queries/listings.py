"""Listings as their seller and their buyers see them."""

from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.models import Category, Listing, ListingPicture, ListingRevision, PriceTier, SellerProfile, Variant
from sellers.queries.purchase import read_lots


def with_parts(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """Add what pages show of a listing, in a fixed number of queries."""
    return listings.select_related("category", "organisation", "organisation__seller_profile").prefetch_related(
        Prefetch(
            "variants",
            Variant.objects.filter(archived_at=None)
            .select_related("picture")
            .order_by("position", "id")
            .prefetch_related("tiers"),
        ),
        Prefetch("pictures", ListingPicture.objects.filter(is_shown=True), to_attr="shown_pictures"),
    )


def live_listing(public_id: str) -> Listing:
    """
    Return a listing that is on sale, with `variants` (their `tiers` and open `lots`) and `shown_pictures` loaded.

    :raises NotFound: if there is none, or it is not on sale.
    """
    listing = with_parts(Listing.objects.on_sale()).filter(public_id=public_id).first()
    if listing is None:
        raise NotFound
    read_lots(listing)
    return listing


def listing_for_edit(actor: Actor, public_id: str) -> Listing:
    """
    Return one of the actor's own listings, in any status but archived.

    :raises SignInNeeded: if nobody is signed in.
    :raises NotAllowed: if the actor may not see listings.
    :raises NotFound: if there is none, or it is another organisation's.
    """
    actor.must("listings.view_own")
    listing = (
        with_parts(Listing.objects.filter(organisation_id=actor.organisation_id))
        .exclude(status=Listing.Status.ARCHIVED)
        .filter(public_id=public_id)
        .first()
    )
    if listing is None:
        raise NotFound
    read_lots(listing)
    return listing


# What the list may be sorted by; each falls back on the newest first.
SORTS: dict[str, tuple[Any, ...]] = {
    "": ("-id",),
    "changed": ("-updated_at", "-id"),
    "title": (Lower("title"), "-id"),
    "price": (F("lowest_price").asc(nulls_last=True), "-id"),
    "price_down": (F("lowest_price").desc(nulls_last=True), "-id"),
    "stock": (F("stock").asc(nulls_last=True), "-id"),
}


def listings_of(
    actor: Actor, *, status: str = "", words: str = "", category: Category | None = None, kind: str = "", sort: str = ""
) -> QuerySet[Listing]:
    """
    Return the actor's own listings, newest first, archived ones only when asked for by `status`.

    `status` is one of Listing.Status or `proposed` (changes waiting or sent back); `words` must all be in title or SKU;
    `category` takes in the narrower ones; `sort` is a key of SORTS.

    :raises SignInNeeded: if nobody is signed in.
    :raises NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    listings = Listing.objects.filter(organisation_id=actor.organisation_id)
    open_revisions = ListingRevision.objects.filter(listing=OuterRef("pk")).exclude(state__in=ListingRevision.CLOSED)
    if status == "proposed":
        listings = listings.filter(Exists(open_revisions))
    elif status in Listing.Status.values:
        listings = listings.filter(status=status)
    if status != Listing.Status.ARCHIVED:
        listings = listings.exclude(status=Listing.Status.ARCHIVED)
    if category is not None:
        listings = listings.filter(category__path__startswith=category.path)
    if kind in Listing.Kind.values:
        listings = listings.filter(kind=kind)
    default = Variant.objects.filter(listing=OuterRef("pk"), is_default=True).order_by()
    if sort in ("price", "price_down"):
        listings = listings.annotate(
            lowest_price=Subquery(default.annotate(low=Min("tiers__unit_price")).values("low"))
        )
    elif sort == "stock":
        listings = listings.annotate(stock=Subquery(default.filter(tracks_stock=True).values("stock_available")))
    for word in words.split()[:8]:
        has_sku = Variant.objects.filter(listing=OuterRef("pk"), sku__istartswith=word)
        listings = listings.filter(Q(title__icontains=word) | Q(Exists(has_sku)))
    return (
        listings.select_related("category")
        .annotate(revision_state=open_revisions.values("state")[:1])
        .prefetch_related(
            Prefetch("variants", Variant.objects.filter(archived_at=None).order_by("position", "id")),
            Prefetch("tiers", PriceTier.objects.order_by("min_quantity")),
            Prefetch("pictures", ListingPicture.objects.filter(is_shown=True), to_attr="shown_pictures"),
        )
        .order_by(*SORTS.get(sort, SORTS[""]))
    )


def own_categories(actor: Actor) -> list[Category]:
    """Return the categories that the actor's listings are in, in the order of the tree."""
    own = Listing.objects.filter(organisation_id=actor.organisation_id).exclude(status=Listing.Status.ARCHIVED)
    return list(Category.objects.filter(pk__in=own.values("category")).order_by("path"))


def open_revision(listing: Listing) -> ListingRevision | None:
    """Return the changes to `listing` that are not decided yet, if there are any."""
    return listing.revisions.exclude(state__in=ListingRevision.CLOSED).first()


def desk_counts(actor: Actor) -> dict[str, int]:
    """Return how many of the actor's listings there are by status, and as `proposed` those with open changes."""
    actor.must("listings.view_own")
    own = Listing.objects.filter(organisation_id=actor.organisation_id)
    counts = dict.fromkeys(Listing.Status.values, 0)
    counts |= dict(own.order_by().values_list("status").annotate(Count("pk")))
    counts["proposed"] = (
        ListingRevision.objects.filter(organisation_id=actor.organisation_id)
        .exclude(state__in=ListingRevision.CLOSED)
        .count()
    )
    return counts


def needing_changes(actor: Actor) -> QuerySet[Listing]:
    """The actor's listings that were sent back, new ones and proposals, each with its last decision's `reason`."""
    actor.must("listings.view_own")
    sent_back = ListingRevision.objects.filter(listing=OuterRef("pk"), state=ListingRevision.State.REJECTED)
    return (
        Listing.objects.filter(organisation_id=actor.organisation_id)
        .filter(Q(status=Listing.Status.REJECTED) | Q(Exists(sent_back)))
        .prefetch_related("decisions")
        .order_by("-updated_at")
    )


def own_profile(actor: Actor) -> SellerProfile | None:
    """Return the seller's page of the actor's organisation; None if it does not sell yet."""
    if actor.organisation_id is None:
        return None
    return SellerProfile.objects.select_related("organisation").filter(organisation_id=actor.organisation_id).first()
