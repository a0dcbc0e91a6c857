"""Plan a change of a listing for an hour to come, and make it when the hour comes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.operations import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal
from sellers.content import read_content
from sellers.history import recorded
from sellers.models import Listing, ListingEdit, ScheduledChange
from sellers.operations._content import write_content
from sellers.operations._listings import WrongListingStatus, lock_own_listing, require_editable
from sellers.operations._statuses import move_to

CLOCK = Actor.system("schedule")
FURTHEST = timedelta(days=730)
MOST_WAITING = 20
Action, State = ScheduledChange.Action, ScheduledChange.State


@entry
def schedule_change(
    *,
    actor: Actor,
    listing: Listing,
    action: str,
    due_at: datetime | None,
    now: datetime,
    tiers: Sequence[dict[str, Any]] = (),
) -> ScheduledChange:
    """
    Plan to put a listing on sale, take it off sale or change its prices at `due_at`.

    Planning the same change for the same moment twice plans it once.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises WrongListingStatus: if it is not a listing that was approved: what nobody has looked at cannot go on sale.
    :raises InvalidInput: with a reason at `action`, `due_at` or the price rows.
    """
    listing = lock_own_listing(actor=actor, listing=listing)
    if not listing.was_published:
        raise WrongListingStatus(status=listing.get_status_display())
    errors: dict[str, list[Any]] = {}
    if action not in Action.values:
        errors["action"] = [_("Choose what shall happen.")]
    if due_at is None:
        errors["due_at"] = [_("Enter a date and a time.")]
    elif due_at <= now:
        errors["due_at"] = [_("Choose a moment that is still to come.")]
    elif due_at > now + FURTHEST:
        errors["due_at"] = [_("Plan at most two years ahead.")]
    stored: list[list[Any]] = []
    if action == Action.PRICE:
        clean, wrong = read_content({"tiers": list(tiers)}, moq=listing.moq)
        errors |= wrong
        stored = [[tier.min_quantity, f"{tier.unit_price:f}"] for tier in clean.get("tiers", [])]
        if not stored and not wrong:
            errors["tiers"] = [_("Enter at least one price.")]
    waiting = ScheduledChange.objects.filter(listing=listing, state=State.WAITING)
    if same := waiting.filter(action=action, due_at=due_at, tiers=stored).first():
        return same
    if not errors and waiting.count() >= MOST_WAITING:
        errors["action"] = [_("At most %(most)s changes may wait. Cancel one first.") % {"most": MOST_WAITING}]
    if errors or due_at is None:
        raise InvalidInput(fields=errors)
    change = ScheduledChange.objects.create(
        listing=listing,
        organisation_id=listing.organisation_id,
        action=action,
        tiers=stored,
        due_at=due_at,
        created_by_id=actor.user_id,
        created_at=now,
    )
    events.record("sellers.listing.change_scheduled", subject=change, actor=actor, at=now)
    return change


@entry
def cancel_scheduled_change(*, actor: Actor, change: ScheduledChange, now: datetime) -> ScheduledChange:
    """
    Drop a change that waits; one that is over stays as it is.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    actor.must("listings.edit")
    own = ScheduledChange.objects.select_for_update().filter(pk=change.pk, organisation_id=actor.organisation_id)
    change = own.first() or _not_there()
    if change.state == State.WAITING:
        change.state, change.ended_at = State.CANCELLED, now
        change.save(update_fields=["state", "ended_at"])
    return change


@entry
def make_scheduled_change(*, change_id: int, now: datetime) -> ScheduledChange | None:
    """
    Make one change whose hour has come; None if it is not due, or was made, cancelled or is being made elsewhere.

    What cannot be done then is not tried again: the seller is told why.
    """
    # The listing first, as everybody locks it; then the change, of which each worker sees whether it is over.
    listing_id = ScheduledChange.objects.values_list("listing_id", flat=True).get(pk=change_id)
    listing = Listing.objects.select_for_update(no_key=True).select_related("organisation").get(pk=listing_id)
    due = ScheduledChange.objects.select_for_update().filter(state=State.WAITING, due_at__lte=now)
    change = due.filter(pk=change_id).first()
    if change is None:
        return None
    change.state, change.ended_at = State.DONE, now
    try:
        with (
            transaction.atomic(),
            recorded(actor=CLOCK, listing=listing, what=ListingEdit.What.SCHEDULED, now=now, parts=["variants"]),
        ):
            _make(listing, change, now)
    except Refusal as refusal:
        said = [str(reason) for reasons in refusal.fields.values() for reason in reasons]
        change.state, change.reason = State.FAILED, " ".join(said) or refusal.detail
        _tell(listing, change, now)
    change.save(update_fields=["state", "ended_at", "reason"])
    events.record("sellers.listing.scheduled_change_made", subject=change, actor=CLOCK, at=now)
    return change


def _make(listing: Listing, change: ScheduledChange, now: datetime) -> None:
    if change.action == Action.PRICE:
        require_editable(listing)
        rows = [{"min_quantity": quantity, "unit_price": Decimal(price)} for quantity, price in change.tiers]
        clean, errors = read_content({"tiers": rows}, moq=listing.moq)
        if errors:
            raise InvalidInput(fields=errors)
        write_content(listing, clean, now=now)
    else:
        status = Listing.Status.LIVE if change.action == Action.ON_SALE else Listing.Status.PAUSED
        move_to(listing, status, now=now)


def _tell(listing: Listing, change: ScheduledChange, now: datetime) -> None:
    notify_organisation(
        organisation=listing.organisation,
        kind="scheduled_change_failed",
        title=_("Not done on schedule: %(title)s"),
        body=_("The change of “%(title)s” that you had planned was not possible. %(reason)s"),
        url=f"/sell/listings/{listing.public_id}/schedule/",
        now=now,
        permission="listings.edit",
        facts={"title": listing.title, "reason": change.reason},
    )


def _not_there() -> ScheduledChange:
    raise NotFound
