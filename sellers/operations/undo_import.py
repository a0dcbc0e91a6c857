"""Take an import back."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal
from sellers import history
from sellers.models import (
    CatalogueImport,
    Category,
    ImportedRow,
    ImportProblem,
    Listing,
    ListingEdit,
    ListingRevision,
    PriceTier,
    StockHold,
    Variant,
)
from sellers.operations._imports import lock_own_import
from sellers.operations.record_change import record_change
from sellers.queries.imports import is_last_import

_State = CatalogueImport.State
# Rows taken back in one transaction.
BATCH = 200


class NotTheLastImport(Refusal):
    """A later import has written over this one."""

    code = "not_the_last_import"
    status = 409
    title = gettext_lazy("Only the last import can be undone")
    message = gettext_lazy("You imported another file since. Undo that one first, or change the listings themselves.")


@entry
def undo_import(*, actor: Actor, job: CatalogueImport, now: datetime) -> CatalogueImport:
    """
    Let a worker take the last import back: new drafts go, changed listings are as they were.

    A listing that was ordered, sent for review or changed by hand since stays as it is, and the report says so.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises WrongImportState: if it is at work or wrote nothing.
    :raises NotTheLastImport: if another import followed it.
    """
    job = lock_own_import(actor=actor, job=job)
    if job.state in (_State.UNDOING, _State.UNDONE):
        return job
    job = lock_own_import(actor=actor, job=job, states=(_State.DONE, _State.STOPPED))
    if not is_last_import(job):
        raise NotTheLastImport
    ImportProblem.objects.filter(catalogue_import=job).delete()
    job.state, job.stopped_in, job.worked_at = _State.UNDOING, "", now
    job.later_total = ImportedRow.objects.filter(catalogue_import=job, is_check=False).count()
    job.later_done = job.later_failed = 0
    job.save()
    events.record("sellers.import.undone", subject=job, actor=actor, at=now)
    return job


@entry
def undo_import_rows(*, import_id: int, now: datetime) -> bool:
    """Take back the next rows, the last first; returns whether any are left."""
    job = CatalogueImport.objects.select_for_update(no_key=True).filter(pk=import_id, state=_State.UNDOING).first()
    if job is None:
        return False
    rows = list(ImportedRow.objects.filter(catalogue_import=job, is_check=False).order_by("-pk")[:BATCH])
    if not rows:
        job.state, job.finished_at, job.worked_at = _State.UNDONE, now, now
        job.save()
        return False
    ids = [row.listing_id for row in rows if row.listing_id is not None]
    ordered = StockHold.objects.filter(listing_id=OuterRef("pk"), created_at__gte=job.confirmed_at)
    own = Listing.objects.filter(pk__in=ids, organisation_id=job.organisation_id).order_by("pk")
    listings = {
        listing.pk: listing for listing in own.select_for_update(no_key=True).annotate(was_ordered=Exists(ordered))
    }
    kept = 0
    drafts: list[int] = []
    put_back: dict[int, Listing] = {}
    changed = [
        listings[row.listing_id]
        for row in rows
        if row.outcome == ImportedRow.Outcome.CHANGED and row.listing_id in listings
    ]
    before = history.snapshots(changed, ["variants"])
    for row in rows:
        listing = listings.get(row.listing_id or 0)
        if listing is None or row.outcome not in (ImportedRow.Outcome.NEW, ImportedRow.Outcome.CHANGED):
            continue
        reason = _why_not(row, listing)
        if not reason and row.outcome == ImportedRow.Outcome.NEW:
            drafts.append(listing.pk)
        elif not reason:
            _put_back(listing, row.before or {}, now)
            put_back[listing.pk] = listing
        else:
            kept += 1
            ImportProblem.objects.create(
                catalogue_import=job, row=row.row, value=listing.title[:200], reason=reason, is_warning=True
            )
    history.record_many(
        actor=Actor.system("imports"),
        listings=put_back.values(),
        before=before,
        after=history.snapshots(list(put_back.values()), ["variants"]),
        what=ListingEdit.What.UNDONE,
        now=now,
    )
    # Nobody but the seller has seen these drafts: nothing points at them.
    Listing.objects.filter(pk__in=drafts).delete()
    ImportedRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    job.later_done += len(rows) - kept
    job.later_failed += kept
    job.warning_count = job.later_failed
    job.worked_at = now
    job.save()
    return True


def _why_not(row: ImportedRow, listing: Any) -> str:
    """Why a listing stays as it is, '' if it can be taken back."""
    if listing.was_ordered:
        return _("It was ordered since, so it stays.")
    if row.outcome == ImportedRow.Outcome.NEW:
        if listing.status != Listing.Status.DRAFT or listing.published_at is not None:
            return _("It is no longer a draft, so it stays. Archive it if you do not want it.")
        return _("You changed it since, so it stays.") if listing.version > 1 and not _only_pictures(listing) else ""
    before = row.before or {}
    if before.get("slow"):
        return _("Its variants or lots were changed as well. Take them back in its history.")
    if listing.version != before.get("version", 0) + 1:
        return _("It was changed since, so it stays.")
    return ""


def _only_pictures(listing: Listing) -> bool:
    """Whether all that happened to a new draft since is that its pictures came, which count versions too."""
    return bool(listing.version == 1 + listing.pictures.count())


def _put_back(listing: Listing, before: dict[str, Any], now: datetime) -> None:
    fields = dict(before.get("listing") or {})
    if "category" in fields:
        listing.category = Category.objects.filter(pk=fields.pop("category")).first()
    for name, value in fields.items():
        setattr(listing, name, value)
    listing.version += 1
    listing.save()
    variant = dict(before.get("variant") or {})
    variant_id = variant.pop("id", None)
    if variant:
        Variant.objects.filter(pk=variant_id, listing=listing).update(**variant)
    if "tiers" in before:
        PriceTier.objects.filter(variant_id=variant_id, listing=listing).delete()
        PriceTier.objects.bulk_create(
            PriceTier(variant_id=variant_id, listing=listing, min_quantity=quantity, unit_price=Decimal(price))
            for quantity, price in before["tiers"]
        )
    if before.get("proposed"):
        _withdraw(listing, before["proposed"], now)
    if listing.was_published:
        record_change(listing=listing)


def _withdraw(listing: Listing, proposed: dict[str, Any], now: datetime) -> None:
    """Take what the import proposed out of the open proposal; what was proposed before it comes back."""
    revision = listing.revisions.filter(state__in=[ListingRevision.State.DRAFT, ListingRevision.State.REJECTED]).first()
    if revision is None:
        return
    for name, old in proposed.items():
        if old is None:
            revision.content.pop(name, None)
        else:
            revision.content[name] = old[0]
    if not revision.content:
        revision.state, revision.decided_at = ListingRevision.State.DISCARDED, now
    revision.save(update_fields=["content", "state", "decided_at"])
