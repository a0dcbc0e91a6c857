"""What somebody typed beside what was saved meanwhile from elsewhere."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sellers.content import read_content
from sellers.history import snapshot
from sellers.history.showing import label_of, value_in_words
from sellers.history.snapshot import PROPOSED, plain
from sellers.models import Category, Listing
from sellers.proposals import as_proposed
from sellers.queries.history import edits_since
from sellers.queries.listings import open_revision


class Difference(NamedTuple):
    """
    One field in which both differ. `keep_mine` is what is proposed: true if the typist changed it since the page was
    opened, false if it merely stands there as it was.
    """

    field: str
    label: str
    mine: str
    saved: str
    keep_mine: bool


def compare(listing: Listing, content: Mapping[str, Any], *, version: int | None) -> list[Difference]:
    """Return where `content`, typed over `version` of the listing, differs from what is saved now."""
    category = as_proposed(listing, open_revision(listing)).category
    clean, _errors = read_content(content, moq=listing.moq, category=category)
    now = snapshot(listing, ["variants"])
    opened_with: dict[str, Any] = {}
    for edit in edits_since(listing, version if version is not None else listing.version):
        for name, value in edit.before.items():
            opened_with.setdefault(name.removeprefix(PROPOSED), value)
    rows = []
    for name, typed in content.items():
        kept_as = "lots" if name == "lot" else name
        saved = now.get(PROPOSED + name, now.get(kept_as))
        mine = _kept(name, clean[name], saved) if name in clean else typed
        if mine == saved:
            continue
        rows.append(
            Difference(
                field=name,
                label=label_of(name),
                mine=_words(kept_as, mine, listing.currency),
                saved=_words(kept_as, saved, listing.currency),
                keep_mine=kept_as not in opened_with or mine != opened_with[kept_as],
            )
        )
    return rows


def _kept(name: str, value: Any, saved: Any) -> Any:
    if name == "tiers":
        return [[tier.min_quantity, plain(tier.unit_price)] for tier in value]
    if name == "lot":
        if not value:
            return []
        row = {key: plain(each) for key, each in value.items()}
        return [{**saved[0], **row}] if saved else [row]
    return plain(value)


def _words(name: str, value: Any, currency: str) -> str:
    if name == "tiers" and not all(isinstance(row, list) for row in value or []):
        return "; ".join(" ".join(str(each) for each in row.values()) for row in value)
    categories = {}
    if name == "category":
        categories = {row.pk: str(row) for row in Category.objects.filter(pk=value if isinstance(value, int) else None)}
    return value_in_words(name, value, currency=currency, categories=categories)
