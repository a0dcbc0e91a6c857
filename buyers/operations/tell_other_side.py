"""Tell the other side of a conversation that a message came."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Notification
from accounts.operations import notify_organisation
from buyers.models import Message
from marketplace.kernel.operations import entry

PREVIEW = 160


@entry
def tell_other_side(*, message_id: int, now: datetime) -> list[Notification]:
    """
    Put a line in the bell of those who may answer; nothing if the message was read meanwhile.

    Of several messages in a row only the first unread one is told of.
    """
    message = Message.objects.select_related(
        "conversation", "organisation", "conversation__organisation", "conversation__seller"
    ).get(pk=message_id)
    conversation = message.conversation
    waiting = Message.objects.filter(
        conversation=conversation, organisation_id=message.organisation_id, read_at=None, pk__lt=message.pk
    )
    if message.read_at is not None or waiting.exists():
        return []
    preview = message.body if len(message.body) <= PREVIEW else message.body[: PREVIEW - 1] + "…"
    return notify_organisation(
        organisation=conversation.other_side_of(message.organisation_id),
        kind="message",
        title=_("%(sender)s wrote to you"),
        body="%(preview)s",
        facts={"sender": message.organisation.name, "preview": preview},
        url=conversation.get_absolute_url(),
        now=now,
        permission="conversations.write",
    )
