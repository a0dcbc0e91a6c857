"""How a worker does its share of an import: open the file, go to the position, batch after batch until time is up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

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
from sellers.imports.products import Product, ProductReader
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
_TRIES = 4


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


def batches(products: Iterable[Product], size: int = BATCH) -> Iterator[tuple[list[Product], int]]:
    """Give products by about `size` rows, with how many rows they are."""
    batch: list[Product] = []
    rows = 0
    for product in products:
        batch.append(product)
        rows += product.rows
        if rows >= size:
            yield batch, rows
            batch, rows = [], 0
    if batch:
        yield batch, rows


def language_of(job: CatalogueImport) -> str:
    """The language that reasons are written in, and that texts without one are taken to be in."""
    language = job.created_by.language if job.created_by else "en"
    return language if language in dict(settings.LANGUAGES) else "en"


def do_rows(import_id: int, *, clock: Callable[[], datetime] = timezone.now, seconds: float = 10) -> bool:
    """
    Check or write rows for about `seconds`. Returns whether the rows of this pass are all done.

    A file that breaks off fails the import with its reason; the rows before are in.
    """
    job = CatalogueImport.objects.select_related("created_by").get(pk=import_id)
    if job.state not in (CatalogueImport.State.CHECKING, CatalogueImport.State.RUNNING):
        return False
    language = language_of(job)
    with translation.override(language), open_file(job.file) as file:
        try:
            if job.rows_total is None:
                total = sum(1 for _row in rows_of(file, format_of(job)))
                steps.note_import_rows(import_id=job.pk, total=total, now=clock())
            reader = reader_of(job)
            position = job.position
            # Going to the position costs more the further it is, and the time to work grows with it.
            until = clock().timestamp() + seconds + position / 100_000
            for products, rows in batches(reader.products(rows_after(file, format_of(job), position))):
                if not _do_batch(job.pk, position, products, rows, reader, language, clock()):
                    return False
                position = max(product.last_row for product in products)
                if clock().timestamp() > until:
                    return False
        except FileRefused as refused:
            steps.fail_import(import_id=job.pk, reason=refused.detail, now=clock())
            return False
    return True


def _do_batch(
    import_id: int,
    position: int,
    products: list[Product],
    rows: int,
    reader: ProductReader,
    language: str,
    now: datetime,
) -> bool:
    for attempt in range(_TRIES):
        try:
            return steps.import_batch(
                import_id=import_id,
                position=position,
                products=products,
                rows=rows,
                reader=reader,
                language=language,
                now=now,
            )
        except (IntegrityError, OperationalError) as failure:
            # Somebody made the same SKU, or locked the same rows, in this very moment: matched again it fits.
            log.warning("import_batch_again", job=import_id, failure=str(failure)[:300])
            if attempt == _TRIES - 1:
                raise
    return False


def work(import_id: int, *, again: Callable[[int], object], clock: Callable[[], datetime] = timezone.now) -> str:
    """Do a share of whatever the import is at, and ask for the next with `again`. Returns the state it is left in."""
    state = CatalogueImport.State
    job = CatalogueImport.objects.filter(pk=import_id).first()
    if job is None or not job.is_at_work:
        return job.state if job else ""
    try:
        if job.state in (state.CHECKING, state.RUNNING) and do_rows(import_id, clock=clock):
            steps.end_import_pass(import_id=import_id, now=clock())
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
