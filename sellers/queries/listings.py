"""Listings as their seller and their buyers see them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.models import Category, Listing, ListingPicture, ListingRevision, PriceTier, SellerProfile, Variant

# At or below this many times the minimum order, stock is called low.
LOW_STOCK_ORDERS = 3


def with_parts(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """Add what pages show of a listing, in a fixed number of queries."""
    return listings.select_related("category", "organisation", "organisation__seller_profile").prefetch_related(
        Prefetch("variants", Variant.objects.order_by("position", "id").prefetch_related("tiers", "lots")),
        Prefetch("pictures", ListingPicture.objects.filter(is_shown=True), to_attr="shown_pictures"),
    )


def live_listing(public_id: str) -> Listing:
    """
    Return a listing that is on sale, with `variants` (their `tiers` and `lots`) and `shown_pictures` loaded.

    :raises NotFound: if there is none, or it is not on sale.
    """
    listing = with_parts(Listing.objects.on_sale()).filter(public_id=public_id).first()
    if listing is None:
        raise NotFound
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
    return listing


def listings_of(actor: Actor, *, status: str = "", words: str = "") -> QuerySet[Listing]:
    """
    Return the actor's own listings, newest first, archived ones only when asked for by `status`.

    `status` is one of Listing.Status or `proposed` (changes waiting or sent back); `words` must all be in title or SKU.

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
    for word in words.split()[:8]:
        has_sku = Variant.objects.filter(listing=OuterRef("pk"), sku__istartswith=word)
        listings = listings.filter(Q(title__icontains=word) | Q(Exists(has_sku)))
    return (
        listings.select_related("category")
        .annotate(revision_state=open_revisions.values("state")[:1])
        .prefetch_related(
            Prefetch("variants", Variant.objects.order_by("position", "id")),
            Prefetch("tiers", PriceTier.objects.order_by("min_quantity")),
            Prefetch("pictures", ListingPicture.objects.filter(is_shown=True), to_attr="shown_pictures"),
        )
        .order_by("-id")
    )


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


def low_stock(actor: Actor) -> QuerySet[Variant]:
    """Variants of the actor's live listings that can fill at most three minimum orders, emptiest first."""
    actor.must("listings.view_own")
    return (
        Variant.objects.filter(
            organisation_id=actor.organisation_id,
            tracks_stock=True,
            listing__status=Listing.Status.LIVE,
            stock_available__lte=F("listing__moq") * LOW_STOCK_ORDERS,
        )
        .select_related("listing")
        .order_by("stock_available", "id")
    )


def own_profile(actor: Actor) -> SellerProfile | None:
    """Return the seller's page of the actor's organisation; None if it does not sell yet."""
    if actor.organisation_id is None:
        return None
    return SellerProfile.objects.select_related("organisation").filter(organisation_id=actor.organisation_id).first()


def storefront(slug: str, *, actor: Actor) -> SellerProfile:
    """
    Return the seller's page at `slug`. Its own people see it before it is open.

    :raises NotFound: if there is none, or it is not open.
    """
    profile = SellerProfile.objects.select_related("organisation").filter(slug=slug).first()
    if profile is None:
        raise NotFound
    own = actor.organisation_id == profile.organisation_id
    if not own and not (profile.is_open and profile.organisation.is_active):
        raise NotFound
    return profile


def storefront_listings(profile: SellerProfile, *, words: str = "", category: Category | None = None) -> list[int]:
    """Return primary keys of what is on sale at a storefront, best rated first, then newest."""
    listings = Listing.objects.on_sale().filter(organisation_id=profile.organisation_id)
    if category is not None:
        listings = listings.filter(category__path__startswith=category.path)
    for word in words.split()[:8]:
        listings = listings.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    return list(
        listings.order_by(F("rating_average").desc(nulls_last=True), "-rating_count", "-id").values_list(
            "pk", flat=True
        )[:2000]
    )


@dataclass(frozen=True)
class StorefrontFacts:
    """What can be counted about a seller: offers on sale, their average rating, and where buyers find what."""

    listings: int
    rating: Decimal | None
    rating_count: int
    ships_from: list[str]
    categories: list[Category]


def storefront_facts(profile: SellerProfile) -> StorefrontFacts:
    """Return the counted facts of a storefront; the rating weighs each listing by its ratings."""
    on_sale = Listing.objects.on_sale().filter(organisation_id=profile.organisation_id).order_by()
    sums = on_sale.aggregate(
        listings=Count("pk"),
        points=Sum(F("rating_average") * F("rating_count")),
        rating_count=Sum("rating_count"),
    )
    rated = sums["rating_count"] or 0
    return StorefrontFacts(
        listings=sums["listings"],
        rating=(sums["points"] / rated).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if rated else None,
        rating_count=rated,
        ships_from=sorted(set(on_sale.exclude(ships_from_country="").values_list("ships_from_country", flat=True))),
        categories=list(Category.objects.filter(pk__in=on_sale.values("category")).order_by("path")),
    )
