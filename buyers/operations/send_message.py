"""Answer in a conversation."""

from datetime import datetime

from accounts.actor import Actor
from buyers.models import Conversation, Message
from buyers.operations._write import ContactDetailsFound, check_leaks, clean_body, write_message
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotFound

__all__ = ["ContactDetailsFound", "send_message"]


@entry
def send_message(
    *, actor: Actor, conversation: Conversation, body: str, now: datetime, confirmed: bool = False
) -> Message:
    """
    Add the actor's message to `conversation`; the other side is told.

    `confirmed` says that the writer has seen the warning about contact details and sends the text anyway.

    :raises NotAllowed: if the actor may not write.
    :raises NotFound: if the actor's organisation is not one of the two sides.
    :raises InvalidInput: if the text is empty or too long.
    :raises ContactDetailsFound: if it holds contact or bank details and is not `confirmed`.
    :raises TooManyMessages: if the person has sent too many of late.
    """
    actor.must("conversations.write")
    if actor.organisation_id not in (conversation.organisation_id, conversation.seller_id):
        raise NotFound
    text = clean_body(body)
    warnings = check_leaks(text, confirmed=confirmed)
    return write_message(actor=actor, conversation=conversation, body=text, warnings=warnings, now=now)
