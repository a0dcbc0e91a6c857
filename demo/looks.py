"""Let the demo world be looked at: views of the past four months, the same at every load."""

from datetime import datetime, timedelta
from random import Random

from buyers.models import ListingInterest
from sellers.models import Listing

DAYS = 120
LOOKS = 8
# Where lookers are, the more often the more there are.
COUNTRIES = ("DE", "DE", "FR", "US", "US", "GB", "NL", "JP", "CN", "AU", "ES", "IT", "CA", "AE", "SG", "SE", "BR", "ZA")


def look_around(*, now: datetime) -> int:
    """Give every listing on sale its views by day and country. Returns how many rows there are."""
    rows = []
    for pk, seller, title in Listing.objects.filter(status=Listing.Status.LIVE).values_list(
        "pk", "organisation_id", "title"
    ):
        chance = Random(title)  # noqa: S311 - which day somebody looked is no secret
        liked = chance.choice((1, 1, 1, 2, 3))
        seen = {(int(DAYS * chance.random() ** 1.4), chance.choice(COUNTRIES)) for _look in range(LOOKS)}
        rows += [
            ListingInterest(
                listing_id=pk,
                organisation_id=seller,
                day=(now - timedelta(days=ago)).date(),
                ship_to=country,
                views=liked,
            )
            for ago, country in sorted(seen)
        ]
    return len(ListingInterest.objects.bulk_create(rows, batch_size=2_000))
