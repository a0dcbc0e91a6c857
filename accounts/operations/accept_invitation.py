"""Join an organisation."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.invitations import hash_of
from accounts.models import Invitation, Membership
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound, Refusal, SignInNeeded


class InvitationClosed(Refusal):
    code = "invitation_closed"
    status = 410
    title = _("This invitation is closed")
    message = _("It was withdrawn, has expired, or was used already. Ask for a new one.")


class InvitationForAnother(Refusal):
    code = "invitation_for_another"
    status = 403
    title = _("This invitation is for somebody else")
    message = _("It was sent to %(email)s. Sign in with that address to accept it.")


@entry
def accept_invitation(*, actor: Actor, token: str, now: datetime) -> Membership:
    """
    Make the signed-in person a member. Accepting twice returns the first membership.

    :raises SignInNeeded: if nobody is signed in.
    :raises NotFound: if the token opens nothing.
    :raises InvitationForAnother: if it was sent to another address.
    :raises InvitationClosed: if it was withdrawn, used by another, or has expired.
    """
    if actor.user is None:
        raise SignInNeeded
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if invitation is None:
        raise NotFound
    if invitation.email.lower() != actor.user.email.lower():
        raise InvitationForAnother(email=invitation.email)
    if invitation.accepted_at is not None and invitation.accepted_by_id == actor.user.pk:
        return Membership.objects.get(user=actor.user, organisation=invitation.organisation)
    if invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= now:
        raise InvitationClosed
    membership, _created = Membership.objects.get_or_create(
        user=actor.user, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    invitation.accepted_at, invitation.accepted_by = now, actor.user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    events.record(
        "accounts.member.joined", subject=membership, actor=actor, at=now, organisation_id=invitation.organisation_id
    )
    return membership
