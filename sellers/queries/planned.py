"""Changes that wait for their hour, and changes of many listings at once."""

from datetime import datetime

from django.db.models import Count, QuerySet

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from sellers.models import BulkEdit, BulkEditRow, Listing, ScheduledChange


def scheduled_changes(actor: Actor, listing: Listing) -> QuerySet[ScheduledChange]:
    """Return what is planned for one of the actor's listings and what became of it, what waits first."""
    actor.must("listings.view_own")
    own = ScheduledChange.objects.filter(listing=listing, organisation_id=actor.organisation_id)
    return own.order_by("-state", "due_at", "id")


def scheduled_change(actor: Actor, public_id: str) -> ScheduledChange:
    """
    Return one planned change.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    actor.must("listings.view_own")
    own = ScheduledChange.objects.select_related("listing").filter(organisation_id=actor.organisation_id)
    change = own.filter(public_id=public_id).first()
    if change is None:
        raise NotFound
    return change


def due_changes(now: datetime, limit: int = 500) -> list[int]:
    """Return primary keys of planned changes whose hour has come, in the order they are due."""
    due = ScheduledChange.objects.filter(state=ScheduledChange.State.WAITING, due_at__lte=now)
    return list(due.order_by("due_at", "id").values_list("pk", flat=True)[:limit])


def bulk_edits_of(actor: Actor) -> QuerySet[BulkEdit]:
    """Return the bulk edits of the actor's organisation that were started, newest first, with `total` of listings."""
    actor.must("listings.view_own")
    own = BulkEdit.objects.filter(organisation_id=actor.organisation_id).exclude(state=BulkEdit.State.CHOSEN)
    return own.annotate(total=Count("rows")).order_by("-id")


def bulk_edit(actor: Actor, public_id: str) -> BulkEdit:
    """
    Return one bulk edit.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    actor.must("listings.view_own")
    found = BulkEdit.objects.filter(organisation_id=actor.organisation_id, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def bulk_counts(edit: BulkEdit) -> dict[str, int]:
    """Return how many listings of a bulk edit are in each state, and `total`."""
    counts = dict.fromkeys(BulkEditRow.State.values, 0)
    counts |= dict(edit.rows.order_by().values_list("state").annotate(Count("pk")))
    return counts | {"total": sum(counts.values())}


def open_bulk_edits() -> list[BulkEdit]:
    """Return the bulk edits under way, oldest first."""
    return list(BulkEdit.objects.filter(state__in=[BulkEdit.State.RUNNING, BulkEdit.State.UNDOING]).order_by("id"))
