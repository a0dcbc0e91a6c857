"""A listing as it would be with its proposed changes, beside as it is."""

from collections.abc import Iterator
from copy import copy
from typing import Any, NamedTuple

from sellers.models import Category, Listing, ListingPicture, ListingRevision
from sellers.word_diff import Piece, word_diff

TEXTS = ("title", "summary", "description")


class Difference(NamedTuple):
    """One field that the proposal changes; values as they would be shown."""

    field: str
    label: str
    old: Any
    new: Any
    # Of texts: both laid side by side, word by word.
    pieces: list[Piece]


def as_proposed(listing: Listing, revision: ListingRevision | None) -> Listing:
    """Return a copy of `listing` with the content of `revision`; never save it."""
    if revision is None:
        return listing
    proposed = copy(listing)
    # The copy gets its own cache of related rows, or setting its category would set the original's.
    proposed._state = copy(listing._state)
    proposed._state.fields_cache = dict(listing._state.fields_cache)
    for name, value in revision.content.items():
        if name == "category":
            proposed.category = Category.objects.filter(pk=value).first()
        elif name != "pictures":
            setattr(proposed, name, value)
    return proposed


def proposed_pictures(listing: Listing, revision: ListingRevision | None) -> list[ListingPicture]:
    """Return the pictures that buyers would see, in order."""
    pictures = list(listing.pictures.all())
    if revision is None or "pictures" not in revision.content:
        return [picture for picture in pictures if picture.is_shown]
    by_id = {picture.public_id: picture for picture in pictures}
    return [by_id[public_id] for public_id in revision.content["pictures"] if public_id in by_id]


def differences(listing: Listing, revision: ListingRevision) -> list[Difference]:
    """Return what `revision` changes, field by field; pictures as lists of ListingPicture."""
    proposed = as_proposed(listing, revision)
    changed = []
    for name in revision.content:
        if name == "pictures":
            label = str(ListingPicture._meta.verbose_name_plural)
            changed.append(
                Difference(name, label, proposed_pictures(listing, None), proposed_pictures(listing, revision), [])
            )
            continue
        label = str(getattr(Listing._meta.get_field(name), "verbose_name", name))
        old, new = getattr(listing, name), getattr(proposed, name)
        pieces = word_diff(old, new) if name in TEXTS and old and new else []
        changed.append(Difference(name, label, _plain(old), _plain(new), pieces))
    return changed


def _plain(value: Any) -> Any:
    """What is kept as a structure, in lines that people can read and compare."""
    return "\n".join(_lines(value)) if isinstance(value, dict | list) else value


def _lines(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _lines(each, f"{name} · {key}" if name else str(key))
    elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        for number, each in enumerate(value, start=1):
            yield from _lines(each, f"{name} {number}")
    elif value not in (None, "", []):
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield f"{name}: {text}" if name else text
