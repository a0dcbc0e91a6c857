"""Forget what was typed and not saved."""

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from sellers.models import Listing, UnsavedInput
from sellers.operations._listings import lock_own_listing


@entry
def drop_unsaved_input(*, actor: Actor, listing: Listing) -> None:
    """
    Forget what the actor typed in the editor of `listing` that could not be saved; the listing stays as it is.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    UnsavedInput.objects.filter(listing=listing, user_id=actor.user_id).delete()
