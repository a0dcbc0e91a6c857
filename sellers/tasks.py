"""Background work of sellers."""

import time

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from sellers import operations, queries
from sellers.bulk import working
from sellers.operations.begin_export import write_catalogue as write_export
from sellers.operations.mark_down_lot import mark_down_lot
from sellers.operations.measure_sellers import measure_sellers as measure
from sellers.operations.release_expired_holds import BATCH
from sellers.operations.release_expired_holds import release_expired_holds as release
from sellers.operations.remind_of_evidence import remind_of_evidence as remind
from sellers.operations.sweep_restrictions import sweep_restrictions as sweep
from sellers.operations.write_feed import write_feed

MEASURED_AT_ONCE = 500
FEEDS_AT_ONCE = 20

log = structlog.get_logger(__name__)

# Below the task's own time limit: what is left is taken up by the next round.
LONGEST_ROUND_S = 180


@shared_task
def make_scheduled_changes() -> int:
    """Make every change of a listing whose hour has come. Returns how many were made."""
    now = timezone.now()
    made = 0
    for change_id in queries.due_changes(now):
        try:
            made += operations.make_scheduled_change(change_id=change_id, now=now) is not None
        except Exception:
            # One listing that cannot be changed must not keep the others waiting.
            log.exception("scheduled_change_failed", change=change_id)
    return made


@shared_task
def run_bulk_edits() -> int:
    """Go on with every bulk edit under way, one listing a transaction. Returns how many listings were looked at."""
    done, until = 0, time.monotonic() + LONGEST_ROUND_S
    for edit in queries.open_bulk_edits():
        while time.monotonic() < until and operations.go_on_with_bulk_edit(bulk_edit=edit, now=timezone.now()):
            done += 1
    return done


@shared_task
def mark_down_lots() -> int:
    """Bring every lot's prices in step with its seller's schedule. Returns how many were marked down."""
    now = timezone.now()
    done = 0
    for variant_id in queries.variants_to_mark_down(now.date()):
        try:
            done += mark_down_lot(variant_id=variant_id, now=now) is not None
        except Exception:
            # One lot that cannot be moved must not keep the others waiting.
            log.exception("markdown_failed", variant=variant_id)
    return done


@shared_task
def release_expired_holds() -> int:
    """Put back the stock of every hold that ran out. Returns how many."""
    total = 0
    while True:
        released = release(now=timezone.now())
        total += released
        if released < BATCH:
            return total


@shared_task
def remind_of_evidence() -> int:
    """Tell sellers which claims end in 60, 30 or 7 days, or today; each once. Returns how many were told."""
    now = timezone.now()
    told = 0
    for evidence_id in queries.due_for_reminder(now.date()):
        try:
            told += remind(evidence_id=evidence_id, now=now) is not None
        except Exception:
            # One seller who cannot be told must not keep the others waiting.
            log.exception("evidence_reminder_failed", evidence=evidence_id)
    return told


@shared_task
def sweep_restrictions() -> int:
    """Tell search which listings the rules and papers that began or ended today concern. Returns how many."""
    return sweep(now=timezone.now())


@shared_task
def work_on_import(import_id: int) -> str:
    """Do a share of an import, then queue the next: other work comes in between. Returns the state it left."""
    return working.work(import_id, again=work_on_import.delay, ask_help=_ask_help)


def _ask_help(import_id: int) -> None:
    for _each in range(settings.IMPORT_HELPERS):
        help_with_import.delay(import_id)


@shared_task
def help_with_import(import_id: int) -> None:
    """Do a share of an import's rows beside the worker whose import it is, then queue the next."""
    working.help_along(import_id, again=help_with_import.delay)


@shared_task
def take_up_imports() -> int:
    """Queue imports and exports again whose worker has gone. Returns how many."""
    forgotten = [job for job in queries.imports_at_work() if job.seems_forgotten(timezone.now())]
    for job in forgotten:
        work_on_import.delay(job.pk)
    exports = list(queries.exports_forgotten(timezone.now()))
    for export_id in exports:
        write_catalogue.delay(export_id)
    return len(forgotten) + len(exports)


@shared_task(soft_time_limit=1_500, time_limit=1_560)
def write_catalogue(export_id: int) -> bool:
    """Write a catalogue that was asked for as a file. Returns whether there was anything to do."""
    return write_export(export_id=export_id)


@shared_task
def measure_sellers() -> int:
    """Measure how every seller keeps their word. Returns how many were measured."""
    done, after = 0, 0
    while organisations := queries.sellers_to_measure(after, MEASURED_AT_ONCE):
        done += measure(organisations=organisations, now=timezone.now())
        after = organisations[-1]
    return done


# A million products take longer than other work may; below the time after which another worker takes over.
@shared_task(soft_time_limit=1_500, time_limit=1_560)
def write_feeds() -> int:
    """Write the product feeds that are due. Returns how many."""
    done = 0
    for feed_id in queries.feeds_to_write(timezone.now(), FEEDS_AT_ONCE):
        try:
            done += write_feed(feed_id=feed_id, now=timezone.now()) is not None
        except Exception:
            # One seller's feed that fails must not keep the others waiting; it is tried again when given up on.
            log.exception("feed_failed", feed=feed_id)
    return done
