"""Ask somebody to join."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.invitations import hash_of, token_of
from accounts.models import Invitation, Membership, Organisation, Role
from marketplace.kernel import events
from marketplace.kernel.fields import new_public_id
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal

VALID_FOR = timedelta(days=14)
MOST_OPEN = 50


class TooManyInvitations(Refusal):
    code = "too_many_invitations"
    title = _("Too many open invitations")
    message = _("Withdraw some of the open invitations before you send more.")


@entry
def invite_member(*, actor: Actor, email: str, role: str, now: datetime) -> Invitation:
    """
    Offer `email` a place in the actor's organisation; the message goes out by itself.

    Inviting the same address again replaces the first invitation.

    :raises NotAllowed: if the actor may not manage members, or offers a role above their own.
    :raises InvalidInput: if the address or role will not do, or the person is a member already.
    :raises TooManyInvitations: if too many are open.
    """
    actor.must("members.manage")
    organisation = actor.must_act_for_an_organisation()
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidInput(fields={"email": [_("Enter an e-mail address such as name@example.com.")]}) from None
    if role not in Role.values:
        raise InvalidInput(fields={"role": [_("Choose a role from the list.")]})
    if Membership.objects.filter(organisation=organisation, user__email__iexact=email).exists():
        raise InvalidInput(fields={"email": [_("This person is a member already.")]})
    # The organisation's row is the lock: two invitations at once come one after the other.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    still_open = Invitation.objects.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)
    still_open.filter(email=email).update(withdrawn_at=now)
    if still_open.count() >= MOST_OPEN:
        raise TooManyInvitations
    public_id = new_public_id("inv")
    invitation = Invitation.objects.create(
        public_id=public_id,
        organisation=organisation,
        email=email,
        role=role,
        token_hash=hash_of(token_of(public_id)),
        invited_by=actor.user,
        expires_at=now + VALID_FOR,
    )
    events.record("accounts.member.invited", subject=invitation, actor=actor, at=now)
    return invitation
