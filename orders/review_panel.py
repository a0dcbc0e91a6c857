"""What verified buyers said of a listing, on its product page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from buyers.panels import Panel
from orders import queries
from sellers.models import Listing

SHOWN = 10


def review_panel(request: HttpRequest, listing: Listing) -> Panel | None:
    """Return the newest reviews and how the stars are spread; nothing while there are none."""
    stars = queries.ratings_by_stars(listing.pk)
    count = sum(stars.values())
    if count == 0:
        return None
    wanted = request.GET.get("stars", "")
    reviews = queries.reviews_of_listing(listing.pk)
    if wanted in {"1", "2", "3", "4", "5"}:
        reviews = reviews.filter(rating=int(wanted))
    average = sum(star * number for star, number in stars.items()) / count
    return Panel(
        key="reviews",
        title=_("Reviews"),
        template="orders/_review_panel.html",
        context={
            "reviews": list(reviews[:SHOWN]),
            "stars": [{"star": star, "count": number} for star, number in stars.items()],
            "count": count,
            "average": f"{average:.2f}",
            "wanted": wanted,
        },
    )
