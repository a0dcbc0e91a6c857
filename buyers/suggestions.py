"""What the search box suggests, with names: queries, categories, sellers and listings."""

from dataclasses import dataclass, field

from buyers.categories import Branch, tree
from buyers.search import SearchUnavailable, suggest
from sellers.models import Listing, SellerProfile

SHORTEST = 2
MOST_CATEGORIES = 3


@dataclass(frozen=True)
class Suggested:
    """Each group best first; empty groups are simply not shown."""

    queries: list[str] = field(default_factory=list)
    categories: list[Branch] = field(default_factory=list)
    sellers: list[SellerProfile] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.queries or self.categories or self.sellers or self.listings)


def suggestions_for(text: str, language: str) -> Suggested:
    """Return what a person who has typed `text` may mean, in two queries; nothing while the index is away."""
    text = text.replace("\x00", " ").strip()
    if len(text) < SHORTEST:
        return Suggested()
    categories = tree().matching(text, MOST_CATEGORIES)
    try:
        found = suggest(text, language)
    except SearchUnavailable:
        return Suggested(categories=categories)
    sellers = {
        profile.organisation_id: profile
        for profile in SellerProfile.objects.filter(
            organisation_id__in=found.sellers,
            status=SellerProfile.Status.APPROVED,
            organisation__selling_stopped=False,
        ).select_related("organisation")
    }
    listings = {
        listing.pk: listing
        for listing in Listing.objects.on_sale().filter(pk__in=found.listings).only("title", "slug", "public_id")
    }
    return Suggested(
        queries=found.queries,
        categories=categories,
        sellers=[sellers[pk] for pk in found.sellers if pk in sellers],
        listings=[listings[pk] for pk in found.listings if pk in listings],
    )
