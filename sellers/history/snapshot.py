"""A listing as plain values, to be laid beside itself a moment later."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from sellers.content import AT_ONCE, FIXED_ONCE_PUBLISHED, REVIEWED
from sellers.models import Listing, ListingPicture, ListingRevision, Lot, PriceTier, Variant

# What of a listing's own row is history.
ON_LISTING = (
    *REVIEWED, *FIXED_ONCE_PUBLISHED, *AT_ONCE, "options", "status",
)  # fmt: skip
# A field that waits for approval is kept under this prefix.
PROPOSED = "proposed."
VARIANT = "variant."

Values = dict[str, Any]
# The label follows from the options; whether stock is counted and prices are its own is told by what stands there.
_NOT_OF_VARIANT = {
    "id", "public_id", "listing", "organisation", "is_default", "position", "sku", "stock_available", "label",
    "tracks_stock", "has_own_tiers", "archived_at",
}  # fmt: skip
# What is left of a lot goes with every sale; that is not the seller's change.
_NOT_OF_LOT = {"id", "public_id", "listing", "variant", "organisation", "available", "lost", "closed_at"}
_NOT_OF_PICTURE = {"id", "listing", "position", "file", "width", "height", "is_shown"}


def snapshot(listing: Listing, parts: Collection[str] | None = None) -> Values:
    """Return one listing as plain values; see `snapshots`."""
    return snapshots([listing], parts)[listing.pk]


def snapshots(listings: Sequence[Listing], parts: Collection[str] | None = None) -> dict[int, Values]:
    """
    Return listings as JSON values by primary key: fields of the row as the instance has them, open changes under
    `proposed.`, and what the `parts` (names of PARTS; None for all) read from other tables, in a fixed number of
    queries however many listings there are.
    """
    ids = [listing.pk for listing in listings]
    taken: dict[int, Values] = {
        listing.pk: {name: plain(getattr(listing, _column(name))) for name in ON_LISTING} for listing in listings
    }
    for revision in ListingRevision.objects.filter(listing__in=ids).exclude(state__in=ListingRevision.CLOSED):
        values = taken[revision.listing_id]
        values["review"] = revision.state
        values |= {PROPOSED + name: value for name, value in revision.content.items()}
    for name, read in PARTS.items():
        if parts is None or name in parts:
            for pk, values in read(ids).items():
                taken[pk] |= values
    return taken


def changed(before: Values, after: Values) -> tuple[Values, Values]:
    """Return what differs, as it was and as it is; a field that is not there is None."""
    names = [name for name in {**before, **after} if value_of(before, name) != value_of(after, name)]
    return {name: value_of(before, name) for name in names}, {name: value_of(after, name) for name in names}


def value_of(values: Values, name: str) -> Any:
    """Return a field of a snapshot; of one that could wait for approval and does not, what is on sale."""
    if name in values or not name.startswith(PROPOSED):
        return values.get(name)
    on_sale = values.get(name.removeprefix(PROPOSED))
    return [picture["public_id"] for picture in on_sale or []] if name == PROPOSED + "pictures" else on_sale


def plain(value: Any) -> Any:
    """Return `value` as JSON keeps it."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def _column(name: str) -> str:
    return "category_id" if name == "category" else name


def _variants(ids: list[int]) -> dict[int, Values]:
    """The default variant's fields by the names the form has; each variant's other fields as one value of its own."""
    tiers: dict[int, list[Any]] = defaultdict(list)
    for row in _rows(PriceTier.objects.filter(listing__in=ids).order_by("min_quantity")):
        tiers[row["variant_id"]].append([row["min_quantity"], plain(row["unit_price"])])
    lots: dict[int, list[Values]] = defaultdict(list)
    for row in _rows(Lot.objects.filter(listing__in=ids).order_by("best_before_date", "id")):
        lots[row["variant_id"]].append(_kept(Lot, row, _NOT_OF_LOT))
    found: dict[int, Values] = defaultdict(dict)
    for row in _rows(Variant.objects.filter(listing__in=ids, archived_at=None).order_by("position", "id")):
        own: Values = {"sku": row["sku"], "stock": row["stock_available"], "lots": lots[row["id"]]}
        rest = _kept(Variant, row, _NOT_OF_VARIANT)
        if row["is_default"]:
            found[row["listing_id"]] |= own | {"tiers": tiers[row["id"]]}
            rest["default"] = True
        else:
            # The listing's prices are the default's; rows that only repeat them are no change of this variant.
            rest |= own | {"tiers": tiers[row["id"]] if row["has_own_tiers"] else []}
        found[row["listing_id"]][VARIANT + row["public_id"]] = rest
    return found


def _pictures(ids: list[int]) -> dict[int, Values]:
    """The pictures buyers see, in order, with what each shows; those of open changes apart."""
    shown: dict[int, Values] = defaultdict(lambda: {"pictures": []})
    for row in _rows(ListingPicture.objects.filter(listing__in=ids).order_by("position", "id")):
        picture = _kept(ListingPicture, row, _NOT_OF_PICTURE)
        if row["is_shown"]:
            shown[row["listing_id"]]["pictures"].append(picture)
        else:
            shown[row["listing_id"]].setdefault("pictures.waiting", []).append(picture)
    return shown


# What is read beside the listing's own row: a name, and a reader that takes primary keys of listings and returns
# their values by primary key. A room that adds tables to a listing adds its reader here.
PARTS: dict[str, Callable[[list[int]], dict[int, Values]]] = {"variants": _variants, "pictures": _pictures}


def _rows(query: QuerySet[Any]) -> Iterable[Values]:
    return query.values()


def _kept(model: type[Model], row: Values, left_out: set[str]) -> Values:
    return {
        field.name: plain(row[field.attname])
        for field in model._meta.concrete_fields
        if field.name not in left_out and field.attname in row
    }
