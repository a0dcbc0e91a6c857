"""Writing what a listing says: what a draft takes at once, and what of a listing on sale waits for approval."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import InvalidInput
from sellers.content import FIXED_ONCE_PUBLISHED, REVIEWED, Errors
from sellers.models import Category, Listing, ListingEdit, ListingRevision
from sellers.operations._listings import (
    ListingChanged,
    ListingInReview,
    open_revision_of,
    require_complete,
    revision_to_edit,
    set_content,
    write_variant,
)
from sellers.operations.record_change import record_change


def fixed_fields(listing: Listing, clean: Mapping[str, Any]) -> Errors:
    """Return a reason at each field that cannot change any more once the listing was on sale."""
    if not listing.was_published:
        return {}
    return {
        name: [_("This cannot change once it was on sale. Make a new listing instead.")]
        for name in FIXED_ONCE_PUBLISHED
        if name in clean and clean[name] != getattr(listing, name)
    }


def write_content(listing: Listing, clean: Mapping[str, Any], *, now: datetime) -> None:
    """
    Write clean values (see `sellers.content.read_content`) to a locked listing: a draft takes all of them; of one on
    sale what is reviewed becomes a proposal and the rest is changed at once.

    :raises ListingInReview: if a proposal that would change is being reviewed.
    :raises InvalidInput: if a field is fixed, a SKU is taken, or what is on sale would no longer be complete.
    """
    if fixed := fixed_fields(listing, clean):
        raise InvalidInput(fields=fixed)
    at_once = dict(clean)
    if listing.was_published:
        propose(listing, {name: at_once.pop(name) for name in REVIEWED if name in at_once})
    else:
        for name in FIXED_ONCE_PUBLISHED:
            setattr(listing, name, at_once.get(name, getattr(listing, name)))
    set_content(listing, at_once)
    listing.version += 1
    listing.save()
    if listing.was_published and not at_once:
        # All of it waits for approval: what is on sale is as it was.
        return
    write_variant(listing, at_once)
    if listing.was_published:
        require_complete(listing, pictures=listing.pictures.filter(is_shown=True).count(), on=now.date())
        record_change(listing=listing)


def require_version(listing: Listing, version: int | None, window: str = "") -> None:
    """
    Refuse a save that started from an older version, unless everything since came from the same editor `window`.

    :raises ListingChanged: with the present `version`.
    """
    if version is None or version == listing.version:
        return
    since = ListingEdit.objects.filter(listing=listing, version__gt=version)
    # Without a row of its own newest change, somebody else's may be the one that nobody wrote down.
    own = bool(window) and since.filter(window=window, version=listing.version).exists()
    if not own or since.exclude(window=window).exists():
        raise ListingChanged(version=listing.version)


def propose(listing: Listing, wanted: dict[str, Any]) -> None:
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
