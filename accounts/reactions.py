"""What accounts does when something happened."""

from django.utils import timezone

from accounts import tasks
from accounts.operations.mail_invitation import mail_invitation
from accounts.operations.mail_notification import mail_notification
from marketplace.kernel.models import Event


def send_notification_mail(event: Event) -> None:
    """Send the notification's e-mail."""
    mail_notification(notification_id=int(event.subject_id), now=timezone.now())


def send_invitation_mail(event: Event) -> None:
    """Send the invitation's link."""
    mail_invitation(invitation_id=int(event.subject_id))


def write_export(event: Event) -> None:
    """Begin at once with an archive that was asked for; the sweep goes on where this leaves off."""
    tasks.write_export.delay(int(event.subject_id))
