"""The seller answers a review."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound
from orders.models import Review
from orders.operations.review_order import LONGEST_TEXT


@entry
def reply_to_review(*, actor: Actor, review: str, text: str, now: datetime) -> Review:
    """
    Answer a review (public id) of an own listing in public; a later answer replaces the first.

    :raises NotAllowed: if the actor may not write for the seller.
    :raises NotFound: if there is no such review of a listing of the actor's organisation.
    :raises InvalidInput: if the text is empty or too long.
    """
    actor.must("reviews.write")
    found = (
        Review.objects.select_for_update(of=("self",))
        .filter(public_id=review, order__seller_id=actor.organisation_id)
        .first()
    )
    if found is None or actor.organisation_id is None:
        raise NotFound
    text = text.strip()
    if not text:
        raise InvalidInput(fields={"reply": [_("Write an answer first.")]})
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(fields={"reply": [_("Use at most %(limit)s characters.") % {"limit": LONGEST_TEXT}]})
    found.reply, found.replied_at = text, now
    found.save(update_fields=["reply", "replied_at"])
    return found
