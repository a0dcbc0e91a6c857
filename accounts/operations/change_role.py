"""Give a member another role."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Membership, Organisation, Role
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal


class LastOwner(Refusal):
    code = "last_owner"
    title = _("The organisation needs an owner")
    message = _("Make somebody else an owner first.")


@entry
def change_role(*, actor: Actor, user_id: int, role: str, now: datetime) -> Membership:
    """
    Give the member `role`.

    :raises NotAllowed: if the actor may not manage members.
    :raises NotFound: if the person is no member of the actor's organisation.
    :raises LastOwner: if nobody would be owner any more.
    """
    actor.must("members.manage")
    if role not in Role.values:
        raise InvalidInput(fields={"role": [_("Choose a role from the list.")]})
    membership = lock_member(actor=actor, user_id=user_id)
    if role != Role.OWNER:
        refuse_to_lose_last_owner(membership=membership)
    membership.role = role
    membership.save(update_fields=["role"])
    events.record("accounts.member.role_changed", subject=membership, actor=actor, at=now, payload={"role": role})
    return membership


@part
def lock_member(*, actor: Actor, user_id: int) -> Membership:
    """
    Return the member of the actor's organisation, the organisation's row locked first.

    :raises NotFound: if there is none.
    """
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    membership = Membership.objects.filter(organisation_id=actor.organisation_id, user_id=user_id).first()
    if membership is None:
        raise NotFound
    return membership


@part
def refuse_to_lose_last_owner(*, membership: Membership) -> None:
    """
    :raises LastOwner: if `membership` is the organisation's only owner.
    """
    owners = Membership.objects.filter(organisation_id=membership.organisation_id, role=Role.OWNER)
    if membership.role == Role.OWNER and not owners.exclude(pk=membership.pk).exists():
        raise LastOwner
