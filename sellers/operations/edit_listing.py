"""Change a listing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from sellers.content import FIXED_ONCE_PUBLISHED, REVIEWED, read_content
from sellers.models import Category, Listing, ListingRevision
from sellers.operations._listings import (
    ListingChanged,
    ListingInReview,
    lock_own_listing,
    open_revision_of,
    require_complete,
    require_editable,
    revision_to_edit,
    set_content,
    write_variant,
)
from sellers.operations.record_change import record_change
from sellers.proposals import as_proposed


@entry
def edit_listing(
    *, actor: Actor, listing: Listing, content: Mapping[str, Any], now: datetime, version: int | None = None
) -> Listing:
    """
    Change the fields named in `content` (see `sellers.content.FIELDS`); others stay.

    A draft changes at once. Of a listing on sale, price tiers, stock, minimum order, lead time and packaging change at
    once, while changes of substance (title, text, category, origin, HS code) are kept as a proposal and the old
    version stays on sale until the proposal is submitted and approved.

    `version` is the one the editor started from; given, an older one is refused instead of overwriting.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises ListingChanged: if it was saved since `version`.
    :raises ListingInReview: if what would change is being reviewed.
    :raises WrongListingStatus: if it is archived.
    :raises InvalidInput: with a reason at each field that cannot stand.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    if version is not None and version != listing.version:
        raise ListingChanged(version=listing.version)
    require_editable(listing)
    category = as_proposed(listing, open_revision_of(listing)).category
    clean, errors = read_content(content, moq=listing.moq, category=category)
    if "title" in clean and not clean["title"]:
        errors["title"] = [_("Give it a title.")]
    if listing.was_published:
        for name in FIXED_ONCE_PUBLISHED:
            if name in clean and clean[name] != getattr(listing, name):
                errors[name] = [_("This cannot change once it was on sale. Make a new listing instead.")]
    if errors:
        raise InvalidInput(fields=errors)
    if listing.was_published:
        _propose(listing, {name: clean.pop(name) for name in REVIEWED if name in clean})
    else:
        for name in FIXED_ONCE_PUBLISHED:
            setattr(listing, name, clean.get(name, getattr(listing, name)))
    set_content(listing, clean)
    listing.version += 1
    listing.save()
    write_variant(listing, clean)
    if listing.was_published:
        require_complete(listing, pictures=listing.pictures.filter(is_shown=True).count(), on=now.date())
        record_change(listing=listing)
    events.record("sellers.listing.edited", subject=listing, actor=actor, at=now, payload={"fields": sorted(content)})
    return listing


def _propose(listing: Listing, wanted: dict[str, Any]) -> None:
    """Keep what differs from the version on sale in the open revision; what is back as it was leaves it."""
    stored = {name: _as_json(value) for name, value in wanted.items()}
    on_sale = {name: _as_json(getattr(listing, name)) for name in stored}
    revision = open_revision_of(listing)
    proposed = dict(revision.content) if revision else {}
    for name, value in stored.items():
        if value == on_sale[name]:
            proposed.pop(name, None)
        else:
            proposed[name] = value
    if proposed == (revision.content if revision else {}):
        return
    if revision is not None and revision.state == ListingRevision.State.IN_REVIEW:
        raise ListingInReview
    revision = revision_to_edit(listing)
    revision.content = proposed
    # A proposal of nothing is none.
    revision.state = ListingRevision.State.DRAFT if proposed else ListingRevision.State.DISCARDED
    revision.save(update_fields=["content", "state"])


def _as_json(value: Any) -> Any:
    return value.pk if isinstance(value, Category) else value
