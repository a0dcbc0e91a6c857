"""Tell search indexes that a listing changed."""

from marketplace.kernel.operations import part
from sellers.models import Listing, ListingChange


@part
def record_change(*, listing: Listing | int) -> None:
    """Append to the change feed that `listing` (or the one with this primary key) changed, in this transaction."""
    ListingChange.objects.create(listing_id=listing if isinstance(listing, int) else listing.pk)
