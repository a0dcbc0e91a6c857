"""Send a notification by e-mail."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Notification
from marketplace.kernel.operations import entry


@entry
def mail_notification(*, notification_id: int, now: datetime) -> bool:
    """
    Send the notification by e-mail once. Returns False when it was sent before.

    The row is locked while the message is handed over, so that two workers cannot both send it.
    """
    notification = Notification.objects.select_for_update(of=("self",)).select_related("user").get(pk=notification_id)
    if notification.mailed_at is not None:
        return False
    with translation.override(notification.user.language):
        text = render_to_string(
            "accounts/mail/notification.txt",
            {"notification": notification, "link": f"{settings.PUBLIC_URL}{notification.url}"},
        )
    send_mail(notification.title, text, settings.DEFAULT_FROM_EMAIL, [notification.user.email])
    notification.mailed_at = now
    notification.save(update_fields=["mailed_at"])
    return True
