"""Send an invitation by e-mail."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.invitations import token_of
from accounts.models import Invitation


def mail_invitation(*, invitation_id: int) -> None:
    """Send the message with the link that opens the invitation. May be sent twice; the link is the same."""
    invitation = Invitation.objects.select_related("organisation", "invited_by").get(pk=invitation_id)
    if invitation.accepted_at or invitation.withdrawn_at:
        return
    link = settings.PUBLIC_URL + reverse("accounts:invitation", args=[token_of(invitation.public_id)])
    # The invited person's language is not known; the one who invites knows them best.
    with translation.override(invitation.invited_by.language):
        text = render_to_string("accounts/mail/invitation.txt", {"invitation": invitation, "link": link})
        subject = _("%(organisation)s invites you to Bridgeway") % {"organisation": invitation.organisation.name}
    send_mail(subject[:150], text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
