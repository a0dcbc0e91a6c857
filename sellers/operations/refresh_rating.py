"""Keep what buyers said about a listing in one figure."""

from decimal import ROUND_HALF_UP, Decimal

from marketplace.kernel.operations import entry
from sellers.models import Listing
from sellers.operations.record_change import record_change


@entry
def refresh_rating(*, listing_id: int, rating_sum: int, rating_count: int) -> None:
    """
    Store the average of `rating_count` ratings (1 to 5) that sum to `rating_sum` on the listing.

    News may come late and out of order: one that counts fewer ratings than are known is older and changes nothing.
    """
    if rating_count < 1:
        return
    average = (Decimal(rating_sum) / rating_count).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    changed = Listing.objects.filter(pk=listing_id, rating_count__lte=rating_count).update(
        rating_average=average, rating_count=rating_count
    )
    if changed:
        record_change(listing=listing_id)
