"""Open the seller's desk of an organisation."""

from datetime import datetime

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.models import SellerProfile


@entry
def start_selling(*, actor: Actor, now: datetime) -> SellerProfile:
    """
    Let the actor's organisation sell: it gets a seller's page, as a draft. Starting twice starts once.

    :raises SignInNeeded: if nobody is signed in.
    :raises NotAllowed: if the actor may not manage the organisation.
    """
    actor.must("organisation.manage")
    organisation = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    if not organisation.sells:
        organisation.sells = True
        organisation.save(update_fields=["sells"])
    profile, created = SellerProfile.objects.get_or_create(
        organisation=organisation, defaults={"slug": organisation.slug}
    )
    if created:
        events.record("sellers.profile.started", subject=profile, actor=actor, at=now)
    return profile
