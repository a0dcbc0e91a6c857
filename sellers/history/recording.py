"""Writing the history."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from accounts.actor import Actor
from sellers.history.snapshot import Values, changed, snapshot
from sellers.models import Listing, ListingEdit

# What one person types without a longer pause is one entry.
SAME_SITTING = timedelta(minutes=10)
What = ListingEdit.What


@contextmanager
def recorded(
    *,
    actor: Actor,
    listing: Listing,
    what: str,
    now: datetime,
    parts: Collection[str] | None = None,
    window: str = "",
    undoes: ListingEdit | None = None,
    new: bool = False,
) -> Iterator[None]:
    """
    Keep in the history what the block changes of `listing`, which must be locked; nothing if it changes nothing.

    The block changes `listing` itself (fields are read from this instance). `parts` narrows what is read from other
    tables to what the block can change (names of `snapshot.PARTS`). `new`: there was nothing before the block.
    """
    before = {} if new else snapshot(listing, parts)
    yield
    _write(
        actor=actor,
        listing=listing,
        what=what,
        now=now,
        window=window,
        undoes=undoes,
        differing=changed(before, snapshot(listing, parts)),
    )


def record_many(
    *,
    actor: Actor,
    listings: Iterable[Listing],
    before: Mapping[int, Values],
    after: Mapping[int, Values],
    what: str,
    now: datetime,
) -> list[ListingEdit]:
    """
    Keep what differs between two sets of `snapshots` of `listings`, in one statement; return what was written.

    A listing that is not in `before` was made between the two.
    """
    rows = []
    for listing in listings:
        was, became = changed(before.get(listing.pk, {}), after[listing.pk])
        if became:
            rows.append(_row(actor, listing, what, now, was, became))
    return ListingEdit.objects.bulk_create(rows, batch_size=1000)


def last_edit(listing: Listing) -> ListingEdit | None:
    """Return the newest entry."""
    return listing.edits.order_by("-id").first()


def _write(
    *,
    actor: Actor,
    listing: Listing,
    what: str,
    now: datetime,
    window: str,
    undoes: ListingEdit | None,
    differing: tuple[Values, Values],
) -> None:
    before, after = differing
    if not after and undoes is None:
        return
    if what in (What.EDITED, What.AUTOSAVED) and _joined(actor, listing, what, now, window, before, after):
        return
    row = _row(actor, listing, what, now, before, after)
    row.window, row.undoes = window, undoes
    row.save(force_insert=True)


def _joined(
    actor: Actor, listing: Listing, what: str, now: datetime, window: str, before: Values, after: Values
) -> bool:
    """Add to the entry of what the same person typed in the same window just before; tell whether there was one."""
    last = last_edit(listing)
    if (
        last is None
        or last.what != What.AUTOSAVED
        or not window
        or last.window != window
        or last.user_id != actor.user_id
        or now - last.at > SAME_SITTING
    ):
        return False
    # The first value before and the last after; what is back as it was is no change.
    last.before, last.after = changed(before | last.before, last.after | after)
    if not last.after:
        last.delete()
        return True
    last.what, last.at, last.version = what, now, listing.version
    last.save(update_fields=["what", "at", "version", "before", "after"])
    return True


def _row(actor: Actor, listing: Listing, what: str, now: datetime, before: Values, after: Values) -> ListingEdit:
    values: dict[str, Any] = {"user_id": actor.user_id, "actor": actor.label[:150], "by_platform": actor.is_platform}
    return ListingEdit(
        listing=listing,
        organisation_id=listing.organisation_id,
        what=what,
        version=listing.version,
        before=before,
        after=after,
        began_at=now,
        at=now,
        **values,
    )
