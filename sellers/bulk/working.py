"""How a worker does its share of an import: open the file, go to the position, batch after batch until time is up."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.actor import Actor
from accounts.models import Membership
from marketplace.kernel.refusals import NotAllowed, Refusal
from sellers.bulk.files import format_of, open_file, rows_after
from sellers.imports.categories import CategoryGuesser, Known
from sellers.imports.files import FileRefused, rows_of
from sellers.imports.mapping import ColumnMapping
from sellers.imports.products import Product
from sellers.imports.reading import Numbered, ProductReader
from sellers.models import CatalogueImport, Category, ImportedRow, ImportPicture
from sellers.operations import import_batch as steps
from sellers.operations.fetch_import_picture import fetch_import_picture, send_imported
from sellers.operations.undo_import import undo_import_rows
from sellers.queries.attributes import all_definitions
from sellers.queries.categories import leaf_categories
from sellers.specs import Definition

log = structlog.get_logger(__name__)
# Rows in one transaction: enough to make round trips cheap, few enough that stopping is felt within a second or two.
BATCH = 4_000
_TRIES = 8
LONGEST_MORE_S = 110
# Bytes of a file, packed or not, from which help is worth its start.
HELPED_FROM = 100_000


def category_finder() -> Callable[[str], Category | None]:
    """Return what finds the category that a file's word means."""
    leaves: dict[str, Category] = {}
    known = []
    for top, children in leaf_categories():
        for leaf in children:
            leaves[leaf.slug] = leaf
            names = (leaf.name, *leaf.name_translations.values())
            known.append(Known(leaf.slug, tuple(str(name) for name in names), (top.slug,)))
    guesser = CategoryGuesser(known)
    return lambda value: leaves.get(guesser.guess(value))


def _definitions() -> Callable[[Category | None], Sequence[Definition]]:
    """Return what tells what a category asks, read once for the file."""
    found = dict(all_definitions())

    def of(category: Category | None) -> Sequence[Definition]:
        return found.get(category.pk, []) if category is not None else []

    return of


def reader_of(job: CatalogueImport) -> ProductReader:
    """Return what reads the rows of an import."""
    return ProductReader(
        ColumnMapping.from_json(job.mapping),
        job.header,
        is_lines=job.format.get("kind") == "lines",
        category_of=category_finder(),
        definitions_of=_definitions(),
    )


class Stream:
    """The products of a file, unread, one after the other; it cannot go back."""

    def __init__(self, groups: Iterator[list[Numbered]]) -> None:
        self._groups, self.read_to = groups, 0

    def take(self, after: int) -> list[list[Numbered]]:
        """Return the rows of the next products, about BATCH of them, that stand behind row `after`."""
        taken: list[list[Numbered]] = []
        rows = 0
        for group in self._groups:
            self.read_to = group[-1][0]
            if group[0][0] <= after:
                continue
            taken.append(group)
            rows += len(group)
            if rows >= BATCH:
                break
        return taken


def language_of(job: CatalogueImport) -> str:
    """The language that reasons are written in, and that texts without one are taken to be in."""
    language = job.created_by.language if job.created_by else "en"
    return language if language in dict(settings.LANGUAGES) else "en"


class Rows(Enum):
    """How a share of a pass over the rows ended."""

    DONE = "done"
    MORE = "more"
    # Every row is in somebody's hands.
    TAKEN = "taken"


def do_rows(import_id: int, *, clock: Callable[[], datetime] = timezone.now, seconds: float = 10) -> Rows:
    """
    Check or write rows for about `seconds`; several workers may do so side by side. Returns what is left of the pass.

    A worker takes the next rows that nobody has, reads and writes them while others do theirs, and waits for its turn
    before they count: batches go in in the order of the file, as if one worker did them all. A file that breaks off
    fails the import with its reason; the rows before are in.
    """
    job = CatalogueImport.objects.select_related("created_by").get(pk=import_id)
    if job.state not in CatalogueImport.PASSES:
        return Rows.TAKEN
    if job.rows_seem_forgotten(clock()):
        steps.free_rows(import_id=import_id)
    language = language_of(job)
    with translation.override(language), open_file(job.file) as file:
        try:
            if job.rows_total is None:
                total = sum(1 for _row in rows_of(file, format_of(job)))
                steps.note_import_rows(import_id=job.pk, total=total, now=clock())
            reader = reader_of(job)
            stream = Stream(reader.groups(rows_after(file, format_of(job), job.position)))
            # Going to the position costs about ten microseconds a row: the time to work grows with it, five times as
            # fast, and stays well below a task's limit.
            until = clock().timestamp() + seconds + min(job.position / 20_000, LONGEST_MORE_S)
            while clock().timestamp() < until:
                taken = _take(job, stream)
                if isinstance(taken, Rows):
                    return taken
                after, groups = taken
                if not _do_batch(job, after, [reader.read(group) for group in groups], reader, language, clock()):
                    return Rows.MORE
        except FileRefused as refused:
            steps.fail_import(import_id=job.pk, reason=refused.detail, now=clock())
            return Rows.TAKEN
    return Rows.MORE


def _take(job: CatalogueImport, stream: Stream) -> tuple[int, list[list[Numbered]]] | Rows:
    """Take the next rows that nobody has: after which row they stand, and the rows of each product."""
    while True:
        after = steps.rows_in_hand(import_id=job.pk, pass_number=job.pass_number)
        if after is None or stream.read_to > after:
            # Stopped, or rows were given back that this reader has passed: they are read anew.
            return Rows.MORE
        groups = stream.take(after)
        if not groups:
            is_done = steps.wait_for_turn(import_id=job.pk, pass_number=job.pass_number, after=after)
            return Rows.DONE if is_done else Rows.TAKEN
        # Whoever reads on from the same row reads the same rows: a worker who was quicker took just these.
        last = groups[-1][-1][0]
        if steps.take_rows(import_id=job.pk, pass_number=job.pass_number, after=after, last=last):
            return after, groups


def _do_batch(
    job: CatalogueImport, after: int, products: list[Product], reader: ProductReader, language: str, now: datetime
) -> bool:
    mine: dict[str, Any] = {"import_id": job.pk, "pass_number": job.pass_number, "after": after}
    try:
        for attempt in range(_TRIES):
            try:
                return steps.import_batch(**mine, products=products, reader=reader, language=language, now=now)
            except (IntegrityError, OperationalError, steps.Overtaken) as failure:
                # Somebody made the same SKU, or locked the same rows, in this very moment: matched again it fits.
                log.warning("import_batch_again", job=job.pk, failure=str(failure)[:300])
                if attempt == _TRIES - 1:
                    raise
    except BaseException as failure:
        steps.give_rows_back(**mine, last=products[-1].last_row)
        if isinstance(failure, steps.NotItsTurn):
            return False
        raise
    return False


def help_along(import_id: int, *, again: Callable[[int], object], clock: Callable[[], datetime] = timezone.now) -> None:
    """Do rows beside the worker whose import it is, and ask for the next share with `again` while there are any."""
    try:
        if do_rows(import_id, clock=clock) == Rows.MORE:
            again(import_id)
    except Refusal as refused:
        log.warning("import_help_ended", job=import_id, reason=str(refused.detail))


def work(
    import_id: int,
    *,
    again: Callable[[int], object],
    ask_help: Callable[[int], object] | None = None,
    clock: Callable[[], datetime] = timezone.now,
) -> str:
    """
    Do a share of whatever the import is at, and ask for the next with `again`. Returns the state it is left in.

    `ask_help` is asked once for every pass over many rows.
    """
    state = CatalogueImport.State
    job = CatalogueImport.objects.filter(pk=import_id).first()
    if job is None or not job.is_at_work:
        return job.state if job else ""
    try:
        if job.state in CatalogueImport.PASSES:
            if ask_help is not None and job.taken_to == 0 and job.file_size > HELPED_FROM:
                ask_help(import_id)
            if do_rows(import_id, clock=clock) == Rows.DONE:
                steps.end_import_pass(import_id=import_id, pass_number=job.pass_number, now=clock())
        elif job.state in (state.FETCHING, state.SUBMITTING):
            _do_later(job, clock)
        elif job.state == state.UNDOING:
            until = clock().timestamp() + 10
            with translation.override(language_of(job)):
                while undo_import_rows(import_id=import_id, now=clock()) and clock().timestamp() < until:
                    pass
    except (IntegrityError, OperationalError):
        raise
    except Refusal as refused:
        steps.fail_import(import_id=import_id, reason=refused.detail, now=clock())
    except Exception:
        log.exception("import_failed", job=import_id)
        with translation.override(language_of(job)):
            reason = gettext("Something went wrong on our side. Try to go on; if it happens again, write to us.")
        steps.fail_import(import_id=import_id, reason=reason, now=clock())
    job.refresh_from_db()
    if job.is_at_work:
        again(import_id)
    return job.state


def _do_later(job: CatalogueImport, clock: Callable[[], datetime], seconds: float = 10) -> None:
    """Fetch pictures or send listings for review for about `seconds`; stopping is felt after each."""
    until = clock().timestamp() + seconds
    actor = actor_behind(job)
    with translation.override(language_of(job)):
        while clock().timestamp() < until:
            job.refresh_from_db()
            if job.state == CatalogueImport.State.FETCHING:
                picture = (
                    ImportPicture.objects.select_related("listing")
                    .filter(catalogue_import=job, state=ImportPicture.State.WAITING)
                    .order_by("pk")
                    .first()
                )
                if picture is None:
                    steps.end_import_step(import_id=job.pk, now=clock())
                else:
                    fetch_import_picture(actor=actor, picture=picture, now=clock())
            elif job.state == CatalogueImport.State.SUBMITTING:
                new = ImportedRow.objects.filter(catalogue_import=job, is_check=False, before__isnull=True)
                row = new.filter(outcome=ImportedRow.Outcome.NEW).order_by("pk").first()
                if row is None:
                    steps.end_import_step(import_id=job.pk, now=clock())
                else:
                    send_imported(actor=actor, row=row, now=clock())
            else:
                return


def actor_behind(job: CatalogueImport) -> Actor:
    """
    Return whom the import acts for: whoever began it, with what they may do today.

    :raises NotAllowed: if they are no longer of the organisation.
    """
    member = Membership.objects.select_related("user", "organisation").filter(
        organisation_id=job.organisation_id, user_id=job.created_by_id, user__is_active=True
    )
    found = member.first()
    if found is None:
        raise NotAllowed
    return Actor.for_member(found)
