"""Act for another of one's organisations."""

from datetime import datetime

from accounts.actor import Actor
from accounts.models import Membership
from marketplace.kernel.refusals import NotFound


def choose_organisation(*, actor: Actor, organisation_public_id: str, now: datetime) -> Membership:
    """
    Return the person's membership in the organisation to act for from now on.

    :raises NotFound: if there is no such organisation, or the person does not belong to it.
    """
    membership = (
        Membership.objects.select_related("organisation", "user")
        .filter(user_id=actor.user_id, organisation__public_id=organisation_public_id)
        .first()
    )
    if membership is None:
        raise NotFound
    return membership
