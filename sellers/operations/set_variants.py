"""Say which variants a listing has, and what each is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import InvalidInput
from sellers.content import Option, read_options, read_variants, stored_options
from sellers.content.options import MOST_VARIANTS, combinations, count_combinations, renamed
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, Variant
from sellers.operations._content import require_version
from sellers.operations._listings import lock_own_listing, require_editable
from sellers.operations._variants import write_variants
from sellers.operations.record_change import record_change


@entry
def set_variants(
    *,
    actor: Actor,
    listing: Listing,
    options: Sequence[Mapping[str, Any]],
    variants: Sequence[Mapping[str, Any]] | None,
    now: datetime,
    version: int | None = None,
) -> list[Variant]:
    """
    Give a listing these options and variants; they hold at once. Returns the variants, in the options' order.

    `variants` are rows as `sellers.content.read_variants` takes them and are all there shall be; None makes every
    combination of the options, keeping what is known of each. What is left out is deleted from a listing that was never
    on sale; otherwise it is archived, for orders point to it. Values renamed in their place carry their figures on.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises ListingChanged: if it was saved since `version`.
    :raises ListingInReview, WrongListingStatus: if it cannot be changed now.
    :raises InvalidInput: with a reason at each option and cell that cannot stand; nothing is kept then.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    require_version(listing, version)
    require_editable(listing)
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.VARIANTS, now=now, parts=["variants"]):
        written = replace_variants(listing=listing, options=options, variants=variants, now=now)
        _after(listing, actor, now)
    return written


@entry
def edit_variants(
    *,
    actor: Actor,
    listing: Listing,
    variants: Sequence[Mapping[str, Any]],
    now: datetime,
    version: int | None = None,
) -> list[Variant]:
    """
    Change the cells named in `variants` (each row has the `id` or the `options` of one there is); all else stays.

    :raises NotAllowed, NotFound, ListingChanged, ListingInReview, WrongListingStatus: as `set_variants`.
    :raises InvalidInput: with a reason at each cell that cannot stand; nothing is kept then.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    require_version(listing, version)
    require_editable(listing)
    options = stored_options(listing.options)
    rows, errors = read_variants(variants, options=options, moq=listing.moq, whole=False)
    if errors:
        raise InvalidInput(fields=errors)
    named = {row["id"] for row in rows if row["id"]}
    chosen = {frozenset(row["options"].items()) for row in rows if not row["id"] and "options" in row}
    rest = [
        {"id": variant.public_id}
        for variant in listing.variants.filter(archived_at=None)
        if variant.public_id not in named and frozenset(variant.options.items()) not in chosen
    ]
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.VARIANTS, now=now, parts=["variants"]):
        written = write_variants(listing, options, [*rows, *rest], now=now)
        _after(listing, actor, now)
    return written


@part
def replace_variants(
    *,
    listing: Listing,
    options: Sequence[Mapping[str, Any]],
    variants: Sequence[Mapping[str, Any]] | None,
    now: datetime,
) -> list[Variant]:
    """
    Read and write options and variants of a locked listing, inside the caller's transaction: what `set_variants` does
    without asking who wants it, counting the version or telling search. For imports, which do these once for many.

    :raises InvalidInput: with a reason at each option and cell that cannot stand. The caller must roll back.
    """
    wanted, errors = read_options(options)
    before = stored_options(listing.options)
    made = variants is None
    if not errors and variants is None:
        variants = rows_of_all(wanted)
    rows, wrong = read_variants(variants or [], options=wanted, moq=listing.moq)
    errors |= {"options" if made and field == "variants" else field: reasons for field, reasons in wrong.items()}
    if not errors and not rows:
        errors["variants"] = [_("Keep at least one variant.")]
    if errors:
        raise InvalidInput(fields=errors)
    heirs = _heirs(listing, before, wanted, [row["options"] for row in rows if "options" in row])
    written = write_variants(listing, wanted, rows, now=now, heirs=heirs)
    listing.options = [option.as_json() for option in wanted]
    listing.save(update_fields=["options", "updated_at"])
    return written


def rows_of_all(options: Sequence[Option]) -> Sequence[Mapping[str, Any]]:
    """
    Return a row for every combination of the options, one row without options.

    :raises InvalidInput: if that makes more variants than a listing may have.
    """
    if not options:
        return [{"options": {}}]
    if (count := count_combinations(options)) > MOST_VARIANTS:
        raise InvalidInput(
            fields={
                "options": [
                    _("That makes %(count)s variants; a listing has at most %(most)s. Leave values out.")
                    % {"count": f"{count:,}", "most": MOST_VARIANTS}
                ]
            }
        )
    return [{"options": chosen} for chosen in combinations(options)]


def _heirs(
    listing: Listing, before: Sequence[Option], after: Sequence[Option], wanted: Sequence[Mapping[str, str]]
) -> dict[int, dict[str, str]]:
    """Return which of the combinations `wanted` carries on what each variant was: by primary key."""
    there = list(listing.variants.filter(archived_at=None))
    if not before and after and wanted:
        # What was sold without options is now the first of them.
        return {variant.pk: dict(wanted[0]) for variant in there[:1]}
    became = renamed(before, after)
    heirs: dict[int, dict[str, str]] = {}
    for variant in there:
        chosen = {
            became[name][0]: became[name][1][value]
            for name, value in variant.options.items()
            if name in became and value in became[name][1]
        }
        if chosen and chosen != variant.options and chosen in wanted:
            heirs[variant.pk] = chosen
    return heirs


def _after(listing: Listing, actor: Actor, now: datetime) -> None:
    listing.version += 1
    listing.save(update_fields=["version", "updated_at"])
    if listing.was_published:
        if not listing.tiers.filter(variant__is_default=True).exists():
            raise InvalidInput(fields={"tiers": [_("Enter at least one price.")]})
        record_change(listing=listing)
    events.record("sellers.listing.edited", subject=listing, actor=actor, at=now, payload={"fields": ["variants"]})
