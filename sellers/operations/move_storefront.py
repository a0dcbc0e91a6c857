"""Give a storefront another address."""

import re
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from sellers.models import FormerSlug, SellerProfile
from sellers.operations.describe_company import note_listings_of

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SHORTEST, LONGEST = 3, 60
# Every address left stays taken for good, so nobody may leave many.
MOST_MOVES = 3
WITHIN = timedelta(days=365)


class MovedTooOften(Refusal):
    """The storefront has had several other addresses of late."""

    code = "storefront_moved_too_often"
    status = 409
    title = gettext_lazy("This address stays for now")
    message = gettext_lazy(
        "You have changed it %(moves)s times within a year. Buyers and search engines need an address that stays; "
        "you can change it again from %(again)s."
    )


@entry
def move_storefront(*, actor: Actor, slug: str, now: datetime) -> SellerProfile:
    """
    Move the storefront of the actor's organisation to `/s/<slug>/`. The old address leads there for good.

    Moving to where it is changes nothing; moving back to a former address takes that one up again.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if the organisation does not sell.
    :raises InvalidInput: at `slug`, if it is not an address or is somebody else's, now or before.
    :raises MovedTooOften: if it was moved three times within a year.
    """
    actor.must("listings.edit")
    wanted = slug.strip().lower()
    profile = SellerProfile.objects.select_for_update().filter(organisation_id=actor.organisation_id).first()
    if profile is None:
        raise NotFound
    if not SHORTEST <= len(wanted) <= LONGEST or not SLUG.fullmatch(wanted):
        raise InvalidInput(
            fields={"slug": [_("Use 3 to 60 letters from a to z, digits and single hyphens, such as casa-del-lino.")]}
        )
    if wanted == profile.slug:
        return profile
    taken = SellerProfile.objects.filter(slug=wanted).exists()
    if taken or FormerSlug.objects.filter(slug=wanted).exclude(profile=profile).exists():
        raise InvalidInput(fields={"slug": [_("Another seller has or had this address. Choose another one.")]})
    lately = FormerSlug.objects.filter(profile=profile, left_at__gt=now - WITHIN).order_by("-left_at")
    moves = list(lately.values_list("left_at", flat=True)[:MOST_MOVES])
    if len(moves) == MOST_MOVES:
        again = moves[-1] + WITHIN
        raise MovedTooOften(moves=MOST_MOVES, again=f"{again:%Y-%m-%d}")
    FormerSlug.objects.filter(profile=profile, slug=wanted).delete()
    before = profile.slug
    FormerSlug.objects.create(profile=profile, slug=before, left_at=now)
    profile.slug = wanted
    profile.save(update_fields=["slug", "updated_at"])
    events.record(
        "sellers.storefront.moved", subject=profile, actor=actor, at=now, payload={"before": before, "after": wanted}
    )
    note_listings_of(profile.organisation_id)
    return profile
