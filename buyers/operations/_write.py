"""Put a message into a conversation: what starting one and answering have in common."""

import unicodedata
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from buyers.contact_leaks import find_leaks, in_words
from buyers.models import LONGEST_MESSAGE, Conversation, Message
from marketplace.kernel import events
from marketplace.kernel.operations import part
from marketplace.kernel.refusals import InvalidInput, RateLimited, Refusal

MOST_A_MINUTE = 20
MOST_A_DAY = 1_000


class ContactDetailsFound(Refusal):
    """The text leads away from Bridgeway's protection, and its writer has not yet said "send it anyway"."""

    code = "contact_details_found"
    status = 409
    title = _("Please look at your message again")
    message = _(
        "It seems to contain %(found)s. Deals made or paid outside Bridgeway are not protected: the money is not held "
        "until you accept the goods, and we cannot help in a dispute. You can still send it."
    )


class TooManyMessages(RateLimited):
    message = _("You have sent many messages in a short time. Your text is kept here; send it in a minute.")


def clean_body(body: str) -> str:
    """
    Return the text as it is kept: line ends made equal, invisible control characters gone.

    :raises InvalidInput: if nothing is left, or it is longer than LONGEST_MESSAGE.
    """
    # Half a surrogate pair is no text, and PostgreSQL keeps no NUL.
    body = body.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "ignore").decode()
    kept = "".join(sign for sign in body if sign in "\n\t" or unicodedata.category(sign) != "Cc").strip()
    if not kept:
        raise InvalidInput(fields={"body": [_("Write a message.")]})
    if len(kept) > LONGEST_MESSAGE:
        too_long = _("A message has at most %(most)s characters; this one has %(have)s.")
        raise InvalidInput(fields={"body": [str(too_long) % {"most": LONGEST_MESSAGE, "have": len(kept)}]})
    return kept


def check_leaks(body: str, *, confirmed: bool) -> list[str]:
    """
    Return what the reader will be warned of.

    :raises ContactDetailsFound: if there is something and the writer has not confirmed.
    """
    leaks = find_leaks(body)
    if leaks and not confirmed:
        raise ContactDetailsFound(found=", ".join(in_words(leaks)), codes=leaks)
    return leaks


@part
def write_message(
    *, actor: Actor, conversation: Conversation, body: str, warnings: list[str], now: datetime
) -> Message:
    """
    Add a message by `actor` to `conversation` and record that it was sent.

    :raises TooManyMessages: if the person has sent too many of late.
    """
    assert actor.user is not None and actor.organisation is not None
    sent = Message.objects.filter(author=actor.user)
    if sent.filter(created_at__gt=now - timedelta(minutes=1)).count() >= MOST_A_MINUTE:
        raise TooManyMessages
    if sent.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyMessages
    message = Message.objects.create(
        conversation=conversation,
        organisation=actor.organisation,
        author=actor.user,
        body=body,
        warnings=warnings,
        created_at=now,
    )
    Conversation.objects.filter(pk=conversation.pk).update(last_message_at=now)
    events.record(
        "buyers.message.sent",
        subject=message,
        actor=actor,
        at=now,
        payload={"conversation": conversation.public_id},
    )
    return message
