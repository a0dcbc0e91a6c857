"""One bulk edit on one listing: what is done is the same for the look ahead and for the real thing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.actor import Actor
from accounts.models import Membership
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers.bulk_changes import PRICE_KINDS, STATUS_KINDS, new_prices
from sellers.content import read_content
from sellers.history import recorded
from sellers.models import BulkEdit, Listing, ListingEdit
from sellers.operations._content import write_content
from sellers.operations._listings import require_editable
from sellers.operations._statuses import move_to
from sellers.operations._variants import write_prices
from sellers.operations.record_change import record_change
from sellers.pricing import check_tiers

STATUS_OF = {"pause": Listing.Status.PAUSED, "resume": Listing.Status.LIVE, "archive": Listing.Status.ARCHIVED}


def change_one(*, actor: Actor, listing: Listing, change: Mapping[str, Any], now: datetime) -> ListingEdit | None:
    """
    Make one change (see `sellers.bulk_changes`) of a locked listing; return its entry in the history, None if it was so
    already.

    :raises Refusal: as the operation that does the same to one listing.
    """
    last = listing.edits.order_by("-id").values_list("pk", flat=True).first() or 0
    with recorded(actor=actor, listing=listing, what=ListingEdit.What.BULK, now=now):
        if change["kind"] in STATUS_KINDS:
            move_to(listing, STATUS_OF[change["kind"]], now=now)
        else:
            require_editable(listing)
            if change["kind"] in PRICE_KINDS:
                _change_prices(listing, change, now)
            else:
                _write(listing, {change["kind"]: change["value"]}, now)
    return listing.edits.filter(pk__gt=last).first()


def actor_of_bulk(edit: BulkEdit) -> Actor:
    """Return who makes the change: the person as a member today; one who has left may do nothing any more."""
    if edit.user_id is None:
        return Actor(organisation=edit.organisation, role="manager")
    member = Membership.objects.filter(organisation=edit.organisation, user_id=edit.user_id).first()
    return Actor.for_member(member) if member is not None else Actor.anonymous()


def reason_of(refusal: Refusal) -> str:
    """Return why one listing was left as it was."""
    said = [str(reason) for reasons in refusal.fields.values() for reason in reasons]
    return " ".join(dict.fromkeys(said)) or refusal.detail


def _write(listing: Listing, content: Mapping[str, Any], now: datetime) -> None:
    clean, errors = read_content(content, moq=listing.moq, category=listing.category)
    if errors:
        raise InvalidInput(fields=errors)
    write_content(listing, clean, now=now)


def _change_prices(listing: Listing, change: Mapping[str, Any], now: datetime) -> None:
    """Raise or lower the listing's prices, and those of variants that have their own."""
    variants = list(listing.variants.filter(archived_at=None).prefetch_related("tiers"))
    for variant in variants:
        tiers = list(variant.tiers.all())
        if variant.is_default:
            _write(listing, {"tiers": _rows(new_prices(tiers, change, listing.currency))}, now)
        elif variant.has_own_tiers:
            read, errors = check_tiers(
                _rows(new_prices(tiers, change, listing.currency)), moq=variant.moq or listing.moq
            )
            if errors:
                raise InvalidInput(fields=errors)
            write_prices(variant, read)
    if listing.was_published:
        record_change(listing=listing)


def _rows(tiers: list[Any]) -> list[dict[str, Any]]:
    return [{"min_quantity": tier.min_quantity, "unit_price": str(tier.unit_price)} for tier in tiers]
