"""Ask a seller about a listing."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from buyers.models import Conversation
from buyers.operations._write import check_leaks, clean_body, write_message
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import NotAllowed, NotFound, Refusal
from sellers.models import Listing


class OwnListing(Refusal):
    code = "own_listing"
    title = _("This is your own listing")
    message = _("You cannot write to your own organisation.")


@entry
def start_conversation(
    *, actor: Actor, listing: Listing, body: str, now: datetime, confirmed: bool = False
) -> Conversation:
    """
    Send the seller of `listing` a message; a second question about it goes on in the same conversation.

    `confirmed` says that the writer has seen the warning about contact details and sends the text anyway.

    :raises NotAllowed: if the actor may not write, or their organisation is suspended or only sells.
    :raises NotFound: if the listing is not on sale.
    :raises OwnListing: if it is the actor's own.
    :raises InvalidInput: if the text is empty or too long.
    :raises ContactDetailsFound: if it holds contact or bank details and is not `confirmed`.
    :raises TooManyMessages: if the person has sent too many of late.
    """
    actor.must("conversations.write")
    organisation = actor.must_act_for_an_organisation()
    if not organisation.is_active or not organisation.buys:
        raise NotAllowed(_("Only an active organisation that buys can ask a seller."))
    if listing.organisation_id == organisation.pk:
        raise OwnListing
    if not Listing.objects.on_sale().filter(pk=listing.pk).exists():
        raise NotFound
    text = clean_body(body)
    warnings = check_leaks(text, confirmed=confirmed)
    conversation, _created = Conversation.objects.get_or_create(
        organisation=organisation,
        seller_id=listing.organisation_id,
        listing=listing,
        defaults={"subject": listing.title, "created_at": now, "last_message_at": now},
    )
    write_message(actor=actor, conversation=conversation, body=text, warnings=warnings, now=now)
    return conversation
