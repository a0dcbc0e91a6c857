"""Take an invitation back."""

from datetime import datetime

from accounts.actor import Actor
from accounts.models import Invitation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound


@entry
def withdraw_invitation(*, actor: Actor, public_id: str, now: datetime) -> None:
    """
    Close an open invitation; its link stops working.

    :raises NotAllowed: if the actor may not manage members.
    :raises NotFound: if there is no such open invitation in the actor's organisation.
    """
    actor.must("members.manage")
    invitation = (
        Invitation.objects.select_for_update()
        .filter(organisation_id=actor.organisation_id, public_id=public_id, accepted_at=None, withdrawn_at=None)
        .first()
    )
    if invitation is None:
        raise NotFound
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    events.record("accounts.invitation.withdrawn", subject=invitation, actor=actor, at=now)
