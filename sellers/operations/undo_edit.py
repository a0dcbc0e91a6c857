"""Take back what a save changed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Requirement
from accounts.requirements import must_meet
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from sellers.content import AT_ONCE, FIXED_ONCE_PUBLISHED, LOT_FIELDS, RANGES, REVIEWED, read_content
from sellers.history import recorded, snapshot
from sellers.history.showing import label_of
from sellers.history.snapshot import PROPOSED, VARIANT, Values, value_of
from sellers.models import Category, Listing, ListingEdit, ListingPicture
from sellers.operations._content import write_content
from sellers.operations._listings import lock_own_listing, open_revision_of, require_complete, require_editable
from sellers.operations._pictures import keep_order, pictures_in_order
from sellers.operations.record_change import record_change
from sellers.operations.set_variants import replace_variants
from sellers.proposals import as_proposed

# Between these a listing may be put back as it was; into and out of review only people who look at it move it.
PLAIN_STATUSES = {
    Listing.Status.DRAFT, Listing.Status.REJECTED, Listing.Status.LIVE, Listing.Status.PAUSED, Listing.Status.ARCHIVED,
}  # fmt: skip
What = ListingEdit.What
# What somebody decided, or what has its own way back.
NOT_UNDONE = {
    What.CREATED, What.DUPLICATED, What.SUBMITTED, What.WITHDRAWN, What.APPROVED, What.REJECTED, What.DISCARDED,
    What.MARKED_DOWN, What.MARKDOWN_ENDED,
}  # fmt: skip

# Every field of a snapshot that `take_back` can write, beside variants and their options.
KNOWN = {
    *REVIEWED, *FIXED_ONCE_PUBLISHED, *AT_ONCE, *(PROPOSED + name for name in (*REVIEWED, "pictures")), "options",
    "status", "review", "sku", "stock", "tiers", "lots", "pictures", "pictures.waiting",
}  # fmt: skip

# Fields of a snapshot that are written together with variants.
OF_VARIANTS = {"options", "sku", "stock", "tiers"}
PLAIN_OF_VARIANT = ("gtin", "moq", "order_step", "weight_g", "length_mm", "width_mm", "height_mm", "is_active")


class ChangedSince(Refusal):
    """Something newer depends on what would be taken back. Facts: `fields_named`."""

    code = "changed_since"
    status = 409
    title = _("Changed since")
    message = _("This was changed again later: %(fields_named)s. Take back the later change first.")


class CannotBeUndone(Refusal):
    """There is nothing to take back, or it has its own way back."""

    code = "cannot_be_undone"
    status = 409
    title = _("This cannot be taken back here")
    message = _("This step has its own way back: look at the buttons on top of the listing.")


@entry
def undo_edit(*, actor: Actor, edit: ListingEdit, now: datetime) -> ListingEdit:
    """
    Put back the values from before `edit`; return the entry that says so. Taking it back twice returns the first.

    What had waited for approval waits again; of a listing on sale, what was approved since goes to a new proposal.
    Stock is put back by the difference, so that sales since then stay sold.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises CannotBeUndone: if the step is a decision, or has its own way back.
    :raises ChangedSince: if one of its fields was changed again later, or stock sold meanwhile is not there.
    :raises ListingInReview: if what would change is being reviewed.
    :raises InvalidInput: if what is on sale would no longer be complete.
    """
    listing = lock_own_listing(actor=actor, listing=edit.listing)
    return take_back(actor=actor, listing=listing, edit=edit, now=now)


@part
def take_back(*, actor: Actor, listing: Listing, edit: ListingEdit, now: datetime) -> ListingEdit:
    """Do the work of `undo_edit` on a locked listing."""
    edit = ListingEdit.objects.filter(pk=edit.pk, listing=listing).first() or _not_there()
    done = ListingEdit.objects.filter(undoes=edit).first()
    if done is not None:
        return done
    if not may_be_undone(edit):
        raise CannotBeUndone
    if "status" not in edit.after:
        require_editable(listing)
    present = snapshot(listing)
    newer = [name for name in edit.after if name != "stock" and value_of(present, name) != edit.after[name]]
    if newer:
        raise ChangedSince(fields_named=", ".join(dict.fromkeys(label_of(name) for name in newer)))
    with recorded(actor=actor, listing=listing, what=What.UNDONE, now=now, undoes=edit):
        _put_back(listing, edit.before, edit.after, present, now)
    events.record(
        "sellers.listing.edited", subject=listing, actor=actor, at=now, payload={"fields": sorted(edit.after)}
    )
    return ListingEdit.objects.get(undoes=edit)


def may_be_undone(edit: ListingEdit) -> bool:
    """Tell whether `edit` is of a kind that can be taken back, and touched only what can be put back."""
    known = all(name in KNOWN or name.startswith(VARIANT) for name in edit.after)
    return edit.what not in NOT_UNDONE and bool(edit.after) and known


def _put_back(listing: Listing, before: Values, after: Values, present: Values, now: datetime) -> None:
    if "status" in before:
        _put_back_status(listing, before["status"], after["status"], now)
    if "options" in before or any(name.startswith(VARIANT) for name in before):
        put_back_variants(listing, before, after, present, now)
        before = {name: value for name, value in before.items() if name not in OF_VARIANTS and VARIANT not in name}
    content = _content(before, after, present)
    if content:
        category = as_proposed(listing, open_revision_of(listing)).category
        clean, errors = read_content(content, moq=listing.moq, category=category)
        if errors:
            raise InvalidInput(fields=errors)
        write_content(listing, clean, now=now)
    if {"pictures", "pictures.waiting", PROPOSED + "pictures"} & set(before):
        _put_back_pictures(listing, before)


def _content(before: Values, after: Values, present: Values) -> dict[str, Any]:
    """Return the values to write: of a field that waited, the one that waited before, else the one on sale."""
    content: dict[str, Any] = {}
    for name, value in before.items():
        field = name.removeprefix(PROPOSED)
        if field in ("status", "review", "pictures", "pictures.waiting"):
            continue
        if field == "category":
            value = Category.objects.filter(pk=value).first() if value else None
        elif field == "tiers":
            value = _tier_rows(value)
        elif field == "stock":
            value = stock_before(present.get("stock"), value, after["stock"])
        elif field == "lots":
            if len(value or []) > 1:
                raise CannotBeUndone(_("Lots have a page of their own: change them there."))
            field, value = "lot", {key: value[0].get(key) for key in LOT_FIELDS} if value else None
        content[field] = value
    return content


def stock_before(present: int | None, before: int | None, after: int | None) -> int:
    """
    Return a count of stock with one change of it taken back and all sales since kept.

    :raises ChangedSince: if more was sold since than would be left.
    """
    count = (present or 0) + (before or 0) - (after or 0)
    if not RANGES["stock"][0] <= count <= RANGES["stock"][1]:
        raise ChangedSince(fields_named=label_of("stock"))
    return count


def put_back_variants(listing: Listing, before: Values, after: Values, present: Values, now: datetime) -> None:
    """Make options, variants and their figures what they were."""
    was = {**present, **before}
    there = set(listing.variants.filter(archived_at=None).values_list("public_id", flat=True))
    pictures = dict(listing.pictures.values_list("pk", "public_id"))
    rows = []
    for name, variant in was.items():
        if not name.startswith(VARIANT) or variant is None:
            continue
        row = {column: variant.get(column) for column in PLAIN_OF_VARIANT} | {"options": variant.get("options") or {}}
        own = was if variant.get("default") else variant
        row |= {"sku": own.get("sku") or "", "tiers": _tier_rows(own.get("tiers"))}
        row["picture"] = pictures.get(variant.get("picture"), "")
        row["stock"] = stock_before(
            _stock_of(present, name), _stock_of(was, name), _stock_of({**present, **after}, name)
        )
        if (public_id := name.removeprefix(VARIANT)) in there:
            row["id"] = public_id
        rows.append(row)
    replace_variants(listing=listing, options=was.get("options") or [], variants=rows, now=now)
    listing.version += 1
    listing.save(update_fields=["version", "updated_at"])
    if listing.was_published:
        require_complete(listing, pictures=listing.pictures.filter(is_shown=True).count(), on=now.date())
        record_change(listing=listing)


def _stock_of(values: Values, name: str) -> int:
    variant = values.get(name) or {}
    return (values if variant.get("default") else variant).get("stock") or 0


def _tier_rows(tiers: list[list[Any]] | None) -> list[dict[str, Any]]:
    return [{"min_quantity": quantity, "unit_price": price} for quantity, price in tiers or []]


def _put_back_status(listing: Listing, wanted: str, present: str, now: datetime) -> None:
    if {wanted, present} - PLAIN_STATUSES:
        raise CannotBeUndone
    if wanted == Listing.Status.LIVE:
        must_meet(organisation=listing.organisation, gate=Requirement.Gate.SELL, now=now)
    listing.status = wanted
    listing.version += 1
    if listing.was_published:
        require_complete(listing, pictures=listing.pictures.filter(is_shown=True).count(), on=now.date())
    listing.save(update_fields=["status", "version", "updated_at"])
    record_change(listing=listing)


def _put_back_pictures(listing: Listing, before: Values) -> None:
    if PROPOSED + "pictures" in before and before[PROPOSED + "pictures"] is not None:
        wanted = before[PROPOSED + "pictures"]
    else:
        stored = before.get("pictures")
        wanted = [each["public_id"] for each in stored] if stored is not None else _on_sale(listing)
    there = {picture.public_id: picture for picture in listing.pictures.all()}
    if any(public_id not in there for public_id in wanted):
        raise CannotBeUndone(_("A picture of that time is deleted. Upload it again."))
    for each in [*(before.get("pictures") or []), *(before.get("pictures.waiting") or [])]:
        fields = {name: value for name, value in each.items() if name != "public_id"}
        if each["public_id"] in there:
            ListingPicture.objects.filter(listing=listing, public_id=each["public_id"]).update(**fields)
    chosen = [there[public_id] for public_id in wanted]
    if [picture.pk for picture in pictures_in_order(listing)] != [picture.pk for picture in chosen]:
        keep_order(listing, chosen)


def _on_sale(listing: Listing) -> list[str]:
    return list(listing.pictures.filter(is_shown=True).values_list("public_id", flat=True))


def _not_there() -> ListingEdit:
    raise NotFound
