"""Product feeds: a seller's own, the one behind a token, those to be written."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.models import Listing, ListingChange, ProductFeed

# Google and Meta fetch once a day at most times, once an hour at best.
NOT_BEFORE = timedelta(minutes=15)
# Rates and rules change without a listing changing.
ANY_AFTER = timedelta(hours=12)


def feeds_of(actor: Actor) -> list[ProductFeed]:
    """
    Return the feeds of the actor's organisation that are not revoked.

    :raises NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    return list(ProductFeed.objects.filter(organisation_id=actor.organisation_id, revoked_at=None))


def feed_of(actor: Actor, public_id: str) -> ProductFeed:
    """
    Return one feed of the actor's organisation.

    :raises NotAllowed: if the actor may not see listings.
    :raises NotFound: if there is none, it was revoked, or it is another organisation's.
    """
    actor.must("listings.view_own")
    own = ProductFeed.objects.filter(organisation_id=actor.organisation_id, revoked_at=None)
    found = own.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def feed_behind(token: str) -> ProductFeed:
    """
    Return the feed that `token` opens: to whoever has it, as long as its seller sells.

    :raises NotFound: if it opens none.
    """
    found = ProductFeed.objects.filter(
        token=token,
        revoked_at=None,
        organisation__status="active",
        organisation__selling_stopped=False,
        organisation__seller_profile__status="approved",
    ).first()
    if found is None:
        raise NotFound
    return found


def feeds_to_write(now: datetime, most: int) -> list[int]:
    """Return feeds never written, changed since, or old, by primary key; the longest waiting first."""
    own = Listing.objects.filter(pk=OuterRef("listing_id"), organisation=OuterRef(OuterRef("organisation")))
    changed = ListingChange.objects.filter(Exists(own), sequence__gt=OuterRef("edition"))
    due = Q(built_at=None) | Q(built_at__lt=now - ANY_AFTER) | (Q(built_at__lt=now - NOT_BEFORE) & Exists(changed))
    feeds = ProductFeed.objects.filter(due, revoked_at=None).order_by(F("built_at").asc(nulls_first=True), "pk")
    return list(feeds.values_list("pk", flat=True)[:most])
