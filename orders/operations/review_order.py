"""Say what was received, for others to know."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound, Refusal
from orders import queries
from orders.models import Order, OrderLine, Review
from orders.rules import Party

LONGEST_TEXT = 2000


class NotYetFulfilled(Refusal):
    """Only what was accepted can be judged."""

    code = "not_yet_fulfilled"
    title = _("Not yet")
    message = _("You can review the order once you have accepted it.")


@entry
def review_order(
    *, actor: Actor, order: Order, listing: str, rating: int, text: str = "", language: str = "", now: datetime
) -> Review:
    """
    Rate one listing (public id) of an order from 1 to 5, with a few words. Reviewing it twice returns the first review.

    :raises NotAllowed: if the actor may not write reviews, or is not the buyer.
    :raises NotFound: if the listing is not in the order.
    :raises NotYetFulfilled: if the order is not accepted.
    :raises InvalidInput: if the rating or the text does not hold.
    """
    if queries.party_of(actor, order) is not Party.BUYER:
        raise NotAllowed
    actor.must("reviews.write")
    line = OrderLine.objects.filter(order=order, listing__public_id=listing).first()
    if line is None:
        raise NotFound
    if not Order.objects.get(pk=order.pk).is_fulfilled:
        raise NotYetFulfilled
    if not 1 <= rating <= 5:
        raise InvalidInput(fields={"rating": [_("Choose 1 to 5 stars.")]})
    if len(text := text.strip()) > LONGEST_TEXT:
        raise InvalidInput(fields={"text": [_("Use at most %(limit)s characters.") % {"limit": LONGEST_TEXT}]})
    # One at a time for a listing, so that the sum that is told counts every review before it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"orders.reviews:{line.listing_id}"])
    review, is_new = Review.objects.get_or_create(
        order=order,
        listing_id=line.listing_id,
        defaults={
            "organisation_id": order.organisation_id,
            "author": actor.user,
            "rating": rating,
            "text": text,
            "language": language,
            "written_at": now,
        },
    )
    if is_new:
        rating_sum, rating_count = queries.rating_of_listing(line.listing_id)
        events.record(
            "orders.review.written",
            subject=review,
            actor=actor,
            at=now,
            payload={
                "reference": order.public_id,
                "listing_id": line.listing_id,
                "rating_sum": rating_sum,
                "rating_count": rating_count,
            },
        )
    return review
