"""Note that one side has seen what the other wrote."""

from datetime import datetime

from accounts.actor import Actor
from buyers.models import Conversation, Message
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound


@entry
def mark_read(*, actor: Actor, conversation: Conversation, now: datetime) -> int:
    """
    Mark the other side's messages in `conversation` as read; return how many were not yet.

    :raises NotFound: if the actor's organisation is not one of the two sides.
    """
    if actor.organisation_id not in (conversation.organisation_id, conversation.seller_id):
        raise NotFound
    unread = Message.objects.filter(conversation=conversation, read_at=None)
    return unread.exclude(organisation_id=actor.organisation_id).update(read_at=now)
