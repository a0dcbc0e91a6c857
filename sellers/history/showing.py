"""The history in words."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.refusals import Text
from marketplace.kernel.templatetags.bridgeway import country_name, language_name, number, unit_price
from sellers.history.snapshot import PROPOSED, VARIANT
from sellers.models import Category, Listing, ListingEdit, ListingRevision
from sellers.units import unit_label
from sellers.word_diff import Piece, word_diff

LABELS: dict[str, Text] = {
    "sku": gettext_lazy("SKU"),
    "stock": gettext_lazy("in stock"),
    "tiers": gettext_lazy("price by quantity"),
    "lots": gettext_lazy("lot"),
    "lot": gettext_lazy("lot"),
    "pictures": gettext_lazy("pictures"),
    "pictures.waiting": gettext_lazy("pictures that wait"),
    "review": gettext_lazy("open changes"),
}

WRITTEN = ("title", "summary", "description")


class ShownChange(NamedTuple):
    """
    One field of one save, as a page shows it. `waits`: it went to the changes that wait for approval, not on sale.

    `is_text`: the values are what a person wrote, in whatever language; `pieces` lays longer ones side by side.
    """

    field: str
    label: str
    old: str
    new: str
    waits: bool
    is_text: bool
    pieces: list[Piece]


def shown_changes(edits: Iterable[ListingEdit], *, currency: str) -> dict[int, list[ShownChange]]:
    """Return what each edit changed, in words, by primary key of the edit."""
    edits = list(edits)
    names = {
        value
        for edit in edits
        for side in (edit.before, edit.after)
        for field, value in side.items()
        if field.removeprefix(PROPOSED) == "category" and value
    }
    categories = {row.pk: str(row) for row in Category.objects.filter(pk__in=names)}
    shown = {edit.pk: [_shown(edit, field, currency, categories) for field in edit.after] for edit in edits}
    # Where a listing begins, what is empty is no news.
    return {pk: [change for change in changes if change.old != change.new] for pk, changes in shown.items()}


def label_of(field: str) -> str:
    """Return what a page calls a field of a snapshot."""
    plain = field.removeprefix(PROPOSED)
    if plain.startswith(VARIANT):
        return _("variant")
    if plain in LABELS:
        return str(LABELS[plain])
    try:
        return str(getattr(Listing._meta.get_field(plain), "verbose_name", plain))
    except FieldDoesNotExist:
        return plain


def value_in_words(field: str, value: Any, *, currency: str, categories: dict[int, str]) -> str:
    """Return a value of a snapshot as a page shows it; "–" for nothing."""
    field = field.removeprefix(PROPOSED)
    if value in (None, "", [], {}):
        return "–"
    if field == "category":
        return categories.get(value, "–")
    if field == "tiers":
        return "; ".join(_("from %(n)s: %(price)s") % {"n": number(q), "price": _price(p, currency)} for q, p in value)
    if field in ("pictures", "pictures.waiting"):
        # People know pictures by sight; how many, and what they show, is what can be said.
        told = [str(each.get("alt_text") or "") if isinstance(each, dict) else "" for each in value]
        shown = ", ".join(text for text in told if text)
        return f"{len(value)}: {shown}" if shown else str(len(value))
    return _simple(field, value)


def _simple(field: str, value: Any) -> str:
    if field == "status":
        return str(dict(Listing.Status.choices).get(value, value))
    if field == "review":
        return str(dict(ListingRevision.State.choices).get(value, value))
    if field == "kind":
        return str(dict(Listing.Kind.choices).get(value, value))
    if field in ("origin_country", "ships_from_country"):
        return country_name(value)
    if field == "language":
        return language_name(value)
    if field == "unit":
        return unit_label(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_simple('', each)}" for name, each in value.items() if each not in (None, "", []))
    if isinstance(value, list):
        return "; ".join(_simple("", each) for each in value)
    return str(value)


def _price(price: Any, currency: str) -> str:
    return unit_price(Decimal(str(price)), currency)


def _shown(edit: ListingEdit, field: str, currency: str, categories: dict[int, str]) -> ShownChange:
    old, new = (
        value_in_words(field, side.get(field), currency=currency, categories=categories)
        for side in (edit.before, edit.after)
    )
    plain = field.removeprefix(PROPOSED)
    both_written = plain in WRITTEN and edit.before.get(field) and edit.after.get(field)
    return ShownChange(
        field=field,
        label=label_of(field),
        old=old,
        new=new,
        waits=field.startswith(PROPOSED),
        is_text=plain in (*WRITTEN, "sku", "attributes") or plain.startswith(VARIANT),
        pieces=word_diff(old, new) if both_written else [],
    )
