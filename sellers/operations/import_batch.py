"""Check or write the next rows of an import."""

import time
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.operations.notify_organisation import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from sellers.bulk.batches import MOST_EXAMPLES, Job, Outcome, names_between, run_batch
from sellers.imports.products import Product
from sellers.imports.reading import ProductReader
from sellers.models import CatalogueImport, ImportedRow, ImportPicture

_State = CatalogueImport.State
_PASSES = CatalogueImport.PASSES
# How long a batch waits for the one before it, and how often it looks. Shorter than anybody waits for a lock: while it
# waits it may itself hold rows that the one before needs.
PATIENCE_S = 5.0
LOOKED_EVERY_S = 0.01
# A check that took long is worth a word: whoever began it has gone on to something else.
LONG_CHECK = 20_000


class NotItsTurn(Exception):
    """The import was stopped, somebody else did these rows, or whoever has the rows before them does not end."""


class Overtaken(Exception):
    """Rows before these went in meanwhile, and hold products that these hold too: they have to be looked at again."""


def rows_in_hand(*, import_id: int, pass_number: int) -> int | None:
    """Return the row up to which rows are done or in hand; None if that pass is over."""
    jobs = CatalogueImport.objects.filter(pk=import_id, pass_number=pass_number, state__in=_PASSES)
    return jobs.values_list("taken_to", flat=True).first()


def take_rows(*, import_id: int, pass_number: int, after: int, last: int) -> bool:
    """Take the rows behind row `after` up to `last` in hand; False if another worker was quicker or it was stopped."""
    free = CatalogueImport.objects.filter(pk=import_id, pass_number=pass_number, state__in=_PASSES, taken_to=after)
    return free.update(taken_to=last) == 1


def give_rows_back(*, import_id: int, pass_number: int, after: int, last: int) -> None:
    """Take rows out of hand that were not done, for whoever comes next."""
    rows = CatalogueImport.objects.filter(pk=import_id, pass_number=pass_number)
    # Those behind them too: whoever has them waits for these, and may be overtaken.
    rows.filter(taken_to__gte=last, position__lte=after).update(taken_to=after)


def free_rows(*, import_id: int) -> None:
    """Take all rows out of hand that are not done: whoever had them is gone."""
    CatalogueImport.objects.filter(pk=import_id).update(taken_to=F("position"))


def wait_for_turn(*, import_id: int, pass_number: int, after: int) -> bool:
    """Wait until the rows up to `after` are in; False if the pass is over or that takes longer than PATIENCE_S."""
    jobs = CatalogueImport.objects.filter(pk=import_id, pass_number=pass_number, state__in=_PASSES)
    until = time.monotonic() + PATIENCE_S
    while True:
        position = jobs.values_list("position", flat=True).first()
        if position == after:
            return True
        if position is None or position > after or time.monotonic() > until:
            return False
        time.sleep(LOOKED_EVERY_S)


@entry
def import_batch(
    *,
    import_id: int,
    pass_number: int,
    after: int,
    products: Sequence[Product],
    reader: ProductReader,
    language: str,
    now: datetime,
) -> bool:
    """
    Check or write `products`, which stand behind row `after`, and move the import's position behind them, all or
    nothing.

    The work is done beside other workers'; then it waits until the rows before are in, and looks whether they change
    anything. A batch never counts twice, however often workers die and are started again.

    :raises NotItsTurn: if the import was stopped, or another worker is further.
    :raises Overtaken: if rows before these, which went in meanwhile, hold the same products.
    """
    jobs = CatalogueImport.objects.filter(pk=import_id, pass_number=pass_number, state__in=_PASSES)
    job = jobs.select_related("created_by", "organisation").filter(position__lte=after).first()
    if job is None:
        raise NotItsTurn
    began_at = job.position
    with connection.cursor() as cursor:
        # If the server dies the last moment is lost with the position that speaks of it, and done again.
        cursor.execute("SET LOCAL synchronous_commit = off")
    actor = Actor(user=job.created_by, organisation=job.organisation)
    write = job.state == _State.RUNNING
    outcome = run_batch(Job(job.pk, job.organisation, actor, language, reader, write), products, now=now)
    if began_at != after:
        with connection.cursor() as cursor:
            # What is left for the end is short: others wait for it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if not wait_for_turn(import_id=import_id, pass_number=pass_number, after=after):
            raise NotItsTurn
        if names_between(import_id, products, is_check=not write, first=began_at, last=after):
            raise Overtaken
    current = jobs.select_for_update(no_key=True).filter(state=job.state, position=after).first()
    if current is None:
        raise NotItsTurn
    _count(current, outcome)
    current.position = products[-1].last_row
    current.taken_to = max(current.taken_to, current.position)
    current.rows_done += sum(product.rows for product in products)
    current.worked_at = now
    current.save()
    return True


def _count(job: CatalogueImport, outcome: Outcome) -> None:
    job.new_count += sum(product.rows for product in outcome.new)
    job.changed_count += sum(change.product.rows for change in outcome.changed)
    job.unchanged_count += sum(product.rows for product, _pk in outcome.unchanged)
    job.bad_count += outcome.bad_rows
    job.warning_count += sum(problem.is_warning for problem in outcome.problems)
    kinds = [each["is_new"] for each in job.examples]
    for example in outcome.examples:
        # Half of what is shown may be new, so that changes are seen too.
        if kinds.count(example["is_new"]) < MOST_EXAMPLES // 2:
            job.examples.append(example)
            kinds.append(example["is_new"])


@entry
def end_import_pass(*, import_id: int, pass_number: int, now: datetime) -> CatalogueImport | None:
    """
    Close a pass whose rows are all done: after the check the seller is asked, after the writing pictures and reviews
    follow, and then it is done. Returns the import, or None if there was nothing to close.
    """
    jobs = CatalogueImport.objects.select_for_update(no_key=True).filter(pk=import_id, state__in=_PASSES)
    job = jobs.filter(pass_number=pass_number).first()
    if job is None:
        return None
    job.rows_total, job.worked_at = job.rows_done, now
    if job.state == _State.CHECKING:
        job.state = _State.CHECKED
        job.save()
        if job.rows_total >= LONG_CHECK:
            _tell(job, now)
        return job
    # Undoing is for the last import only: what the earlier ones kept for it can go.
    earlier = CatalogueImport.objects.filter(organisation_id=job.organisation_id, pk__lt=job.pk)
    ImportedRow.objects.filter(catalogue_import__in=earlier.values("pk")).delete()
    job.later_done = job.later_failed = 0
    job.later_total = ImportPicture.objects.filter(catalogue_import=job, state=ImportPicture.State.WAITING).count()
    job.state = _State.FETCHING
    next_step(job, now)
    job.save()
    return job


def next_step(job: CatalogueImport, now: datetime) -> None:
    """Move on from a step that has nothing left to do; the caller saves the row."""
    if job.state == _State.FETCHING and job.later_done + job.later_failed >= job.later_total:
        job.state, job.later_done, job.later_failed, job.later_total = _State.SUBMITTING, 0, 0, 0
        if job.wants_review:
            new = ImportedRow.objects.filter(catalogue_import=job, is_check=False, outcome=ImportedRow.Outcome.NEW)
            job.later_total = new.count()
    if job.state == _State.SUBMITTING and job.later_done + job.later_failed >= job.later_total:
        job.state, job.finished_at = _State.DONE, now
        events.record("sellers.import.finished", subject=job, actor=Actor.system("imports"), at=now)
        _tell(job, now)


@entry
def end_import_step(*, import_id: int, now: datetime) -> None:
    """Close a step that has nothing left to do, whatever was counted: rows may have gone with their listings."""
    later = (_State.FETCHING, _State.SUBMITTING)
    job = CatalogueImport.objects.select_for_update(no_key=True).filter(pk=import_id, state__in=later).first()
    if job is not None:
        job.later_total = job.later_done + job.later_failed
        next_step(job, now)
        job.save()


@entry
def fail_import(*, import_id: int, reason: str, now: datetime) -> None:
    """Say that an import cannot go on and why; what is in stays in."""
    job = (
        CatalogueImport.objects.select_for_update(no_key=True)
        .filter(pk=import_id, state__in=CatalogueImport.AT_WORK)
        .first()
    )
    if job is None:
        return
    job.stopped_in = "" if job.state == _State.CHECKING else job.state
    job.state, job.failure, job.worked_at = _State.FAILED, reason[:2000], now
    job.save()
    _tell(job, now)


@entry
def note_import_rows(*, import_id: int, total: int, now: datetime) -> None:
    """Keep how many rows the file has."""
    CatalogueImport.objects.filter(pk=import_id).update(rows_total=total, worked_at=now)


def _tell(job: CatalogueImport, now: datetime) -> None:
    if job.state == _State.FAILED:
        title, body = _("Import of %(file)s could not go on"), _("%(failure)s What is in already stays in.")
    elif job.state == _State.CHECKED:
        title = _("%(file)s is checked")
        body = _(
            "%(new)s new, %(changed)s changed, %(unchanged)s as they are, %(bad)s with errors. Nothing is written yet."
        )
    else:
        title = _("%(file)s is imported")
        body = _("%(new)s new, %(changed)s changed, %(unchanged)s as they were, %(bad)s left out with errors.")
    notify_organisation(
        organisation=job.organisation,
        kind="listing",
        title=title,
        body=body,
        url=f"/sell/imports/{job.public_id}/",
        now=now,
        permission="listings.edit",
        facts={
            "file": job.file_name[:80],
            "failure": job.failure,
            "new": f"{job.new_count:,}",
            "changed": f"{job.changed_count:,}",
            "unchanged": f"{job.unchanged_count:,}",
            "bad": f"{job.bad_count:,}",
        },
    )
