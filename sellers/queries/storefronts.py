"""Storefronts: who may see them, where they were before, and what can be said of their sellers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.models import Category, FormerSlug, Listing, PriceTier, SellerProfile, SellerStanding

MOST_LISTED = 2_000


def storefront(slug: str, *, actor: Actor) -> SellerProfile:
    """
    Return the seller's page at `slug`. Its own people see it before it is open.

    :raises NotFound: if there is none, or it is not open.
    """
    profile = (
        SellerProfile.objects.select_related("organisation", "organisation__seller_standing").filter(slug=slug).first()
    )
    if profile is None:
        raise NotFound
    own = actor.organisation_id == profile.organisation_id
    if not own and not (profile.is_open and profile.organisation.may_sell):
        raise NotFound
    return profile


def storefront_moved_from(slug: str) -> str:
    """Return the address that the storefront once at `slug` has now; '' if there was none."""
    found = FormerSlug.objects.filter(slug=slug).values_list("profile__slug", flat=True).first()
    return found or ""


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
        )[:MOST_LISTED]
    )


@dataclass(frozen=True)
class StorefrontFacts:
    """
    What can be counted about a seller: offers on sale, their average rating, and where buyers find what.

    `categories` are those with offers and how many, most first.
    """

    listings: int
    rating: Decimal | None
    rating_count: int
    ships_from: list[str]
    categories: list[tuple[Category, int]]
    has_lots: bool


def storefront_facts(profile: SellerProfile) -> StorefrontFacts:
    """Return the counted facts of a storefront, in three queries; the rating weighs each listing by its ratings."""
    on_sale = Listing.objects.on_sale().filter(organisation_id=profile.organisation_id).order_by()
    sums = on_sale.aggregate(
        listings=Count("pk"),
        points=Sum(F("rating_average") * F("rating_count")),
        rating_count=Sum("rating_count"),
        lots=Count("pk", filter=Q(kind=Listing.Kind.PERISHABLE_LOT)),
    )
    rated = sums["rating_count"] or 0
    groups = list(on_sale.values_list("category", "ships_from_country").annotate(Count("pk")))
    counts: dict[int, int] = {}
    for category, _country, count in groups:
        counts[category] = counts.get(category, 0) + count
    categories = Category.objects.in_bulk(list(counts)) if counts else {}
    return StorefrontFacts(
        listings=sums["listings"],
        rating=(sums["points"] / rated).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if rated else None,
        rating_count=rated,
        ships_from=sorted({country for _category, country, _count in groups if country}),
        categories=sorted(
            ((categories[pk], count) for pk, count in counts.items() if pk in categories),
            key=lambda pair: (-pair[1], pair[0].name),
        ),
        has_lots=bool(sums["lots"]),
    )


def standing_of(profile: SellerProfile) -> SellerStanding | None:
    """Return what was measured of the seller, if anything was yet."""
    return getattr(profile.organisation, "seller_standing", None)


def sellers_to_measure(after: int, most: int) -> list[int]:
    """Return up to `most` organisations that sell, by primary key, following the one given."""
    found = SellerProfile.objects.filter(organisation__gt=after).order_by("organisation")
    return list(found.values_list("organisation", flat=True)[:most])


def first_orders(organisations: Sequence[int], now: datetime) -> dict[int, dict[str, Any]]:
    """Return what a first order takes at each seller: the least it costs, and how long goods are made ready."""
    on_sale = Listing.objects.on_sale().filter(organisation__in=organisations).order_by()
    found: dict[int, dict[str, Any]] = {
        pk: {"fewest_days": fewest, "most_days": most}
        for pk, fewest, most in on_sale.values_list("organisation").annotate(
            Min("lead_time_days"), Max("lead_time_days")
        )
    }
    # Prices fall with the quantity, so among the tiers that a minimum order reaches the lowest is its own.
    reached = PriceTier.objects.filter(
        listing__in=on_sale.values("pk"), variant__is_default=True, min_quantity__lte=F("listing__moq")
    ).order_by()
    for pk, currency, own, least in reached.values_list(
        "listing__organisation", "listing__currency", "listing__organisation__currency"
    ).annotate(least=Min(F("unit_price") * F("listing__moq"))):
        # Where a seller asks for several currencies, their own speaks for them.
        if currency == own or "smallest_order" not in found[pk]:
            found[pk]["smallest_order"] = [str(least.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)), currency]
    return found
