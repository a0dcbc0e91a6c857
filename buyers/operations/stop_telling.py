"""Take an alert away."""

from accounts.actor import Actor
from buyers.models import LotAlert
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound


@entry
def stop_telling(*, actor: Actor, alert: LotAlert) -> None:
    """
    Take one of the organisation's alerts away. Taking it away twice changes nothing.

    :raises NotAllowed: if the actor may not write for their organisation.
    :raises NotFound: if it is another organisation's.
    """
    actor.must("cart.edit")
    if alert.organisation_id != actor.organisation_id:
        raise NotFound
    LotAlert.objects.filter(pk=alert.pk).delete()
