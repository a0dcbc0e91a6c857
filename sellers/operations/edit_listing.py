"""Change a listing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.content import read_content
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, UnsavedInput
from sellers.operations._content import fixed_fields, require_version, write_content
from sellers.operations._listings import lock_own_listing, open_revision_of, require_editable
from sellers.proposals import as_proposed


@entry
def edit_listing(
    *,
    actor: Actor,
    listing: Listing,
    content: Mapping[str, Any],
    now: datetime,
    version: int | None = None,
    window: str = "",
) -> Listing:
    """
    Change the fields named in `content` (see `sellers.content.FIELDS`); others stay.

    A draft changes at once. Of a listing on sale, price tiers, stock, minimum order, lead time and packaging change at
    once, while changes of substance (title, text, category, origin, HS code) are kept as a proposal and the old
    version stays on sale until the proposal is submitted and approved.

    `version` is the one the editor started from; given, an older one is refused instead of overwriting, unless all that
    came since was saved from the same editor `window`. What the person had typed and not saved is forgotten.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises ListingChanged: if it was saved since `version`.
    :raises ListingInReview: if what would change is being reviewed.
    :raises WrongListingStatus: if it is archived.
    :raises InvalidInput: with a reason at each field that cannot stand.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    require_version(listing, version, window)
    require_editable(listing)
    category = as_proposed(listing, open_revision_of(listing)).category
    clean, errors = read_content(content, moq=listing.moq, category=category)
    if "title" in clean and not clean["title"]:
        errors["title"] = [_("Give it a title.")]
    errors |= fixed_fields(listing, clean)
    if errors:
        raise InvalidInput(fields=errors)
    with recorded(
        actor=actor, listing=listing, what=ListingEdit.What.EDITED, now=now, parts=["variants"], window=window
    ):
        write_content(listing, clean, now=now)
    if actor.user_id is not None:
        UnsavedInput.objects.filter(listing=listing, user_id=actor.user_id).delete()
    events.record("sellers.listing.edited", subject=listing, actor=actor, at=now, payload={"fields": sorted(content)})
    return listing
