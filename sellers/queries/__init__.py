"""Every read of sellers; the only way from an id in a request to a row."""

from sellers.queries.cards import Cover, ListingCard, Way, cards
from sellers.queries.categories import category_path, category_tree, leaf_categories
from sellers.queries.changes import changes_after, last_change
from sellers.queries.listings import (
    StorefrontFacts,
    desk_counts,
    listing_for_edit,
    listings_of,
    live_listing,
    low_stock,
    needing_changes,
    open_revision,
    own_profile,
    storefront,
    storefront_facts,
    storefront_listings,
)
from sellers.queries.markdowns import (
    LotAtRisk,
    Saved,
    lots_at_risk,
    markdown_of,
    reach_of_lot,
    saved_by_markdowns,
    schedule_of,
    standing_markdown,
    variants_to_mark_down,
)
from sellers.queries.moderation import moderation_flags, waiting_listings
from sellers.queries.purchase import variant_for_purchase, variants_in_cart

__all__ = [
    "Cover",
    "ListingCard",
    "LotAtRisk",
    "Saved",
    "StorefrontFacts",
    "Way",
    "cards",
    "category_path",
    "category_tree",
    "changes_after",
    "desk_counts",
    "last_change",
    "leaf_categories",
    "listing_for_edit",
    "listings_of",
    "live_listing",
    "lots_at_risk",
    "low_stock",
    "markdown_of",
    "moderation_flags",
    "needing_changes",
    "open_revision",
    "own_profile",
    "reach_of_lot",
    "saved_by_markdowns",
    "schedule_of",
    "standing_markdown",
    "storefront",
    "storefront_facts",
    "storefront_listings",
    "variant_for_purchase",
    "variants_in_cart",
    "variants_to_mark_down",
    "waiting_listings",
]
