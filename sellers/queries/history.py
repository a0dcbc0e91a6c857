"""Who changed what of a listing, and what somebody typed that is not saved."""

from django.db.models import QuerySet

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.models import Listing, ListingEdit, UnsavedInput


def edits_of(actor: Actor, listing: Listing) -> QuerySet[ListingEdit]:
    """
    Return the history of one of the actor's own listings, newest first, each with what it undoes and is undone by.

    :raises NotAllowed: if the actor may not see listings.
    """
    actor.must("listings.view_own")
    own = ListingEdit.objects.filter(listing=listing, organisation_id=actor.organisation_id)
    return own.select_related("undoes", "undone_by").order_by("-id")


def edit_of(actor: Actor, listing: Listing, public_id: str) -> ListingEdit:
    """
    Return one entry of the history.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    edit = edits_of(actor, listing).filter(public_id=public_id).first()
    if edit is None:
        raise NotFound
    return edit


def unsaved_input(actor: Actor, listing: Listing) -> UnsavedInput | None:
    """Return what the actor typed in the editor of `listing` that is not saved."""
    if actor.user_id is None:
        return None
    return UnsavedInput.objects.filter(listing=listing, user_id=actor.user_id).first()


def edits_since(listing: Listing, version: int) -> list[ListingEdit]:
    """Return the entries after `version` of the listing, oldest first."""
    return list(ListingEdit.objects.filter(listing=listing, version__gt=version).order_by("id"))
