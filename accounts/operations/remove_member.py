"""Let a member go."""

from datetime import datetime

from accounts.actor import Actor
from accounts.models import ApiClient
from marketplace.kernel import events
from marketplace.kernel.operations import entry

from .change_role import lock_member, refuse_to_lose_last_owner


@entry
def remove_member(*, actor: Actor, user_id: int, now: datetime) -> None:
    """
    End the person's membership; API clients they made for the organisation stop working. Anybody may leave.

    :raises NotAllowed: if the actor may not manage members and it is not themselves.
    :raises NotFound: if the person is no member of the actor's organisation.
    :raises LastOwner: if nobody would be owner any more.
    """
    if user_id != actor.user_id:
        actor.must("members.manage")
    membership = lock_member(actor=actor, user_id=user_id)
    refuse_to_lose_last_owner(membership=membership)
    ApiClient.objects.filter(organisation_id=membership.organisation_id, user_id=user_id).delete()
    events.record("accounts.member.left", subject=membership, actor=actor, at=now)
    membership.delete()
