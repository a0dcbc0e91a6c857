"""Several workers do one import: what comes out is what one worker alone would have made of the file."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from sellers import operations
from sellers.bulk import working
from sellers.models import CatalogueImport, ImportedRow, Listing
from sellers.operations import import_batch as steps
from tests.accounts.factories import actor_for
from tests.sellers.factories import make_category, make_seller
from tests.sellers.importing import begin, check, counts, finish, reasons, row, start, table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    make_category("ceramics-test")
    monkeypatch.setattr(working, "BATCH", 10)
    monkeypatch.setattr(steps, "PATIENCE_S", 0.5)


@pytest.fixture
def second_batch_first(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The first batch waits until the second has done its work and waits for its turn; gives who ran, in order."""
    done, ran, real = threading.Event(), [], steps.run_batch

    def run(job: Any, products: Any, **given: Any) -> Any:
        if products[0].row == 2:
            done.wait(10)
        ran.append(products[0].row)
        outcome = real(job, products, **given)
        if products[0].row != 2:
            done.set()
        return outcome

    monkeypatch.setattr(steps, "run_batch", run)
    yield ran
    done.set()


def in_two(job: CatalogueImport) -> CatalogueImport:
    """The import's own worker and one that helps, side by side, until nothing is left."""
    failed: list[BaseException] = []

    def help_until_done() -> None:
        try:
            going = [job.pk]
            while going:
                working.help_along(going.pop(), again=going.append)
        except BaseException as failure:  # said by the test, not by the thread
            failed.append(failure)
        finally:
            connection.close()

    helper = threading.Thread(target=help_until_done)
    started: list[Callable[[], None]] = [helper.start]
    taken = steps.take_rows

    def take(**given: Any) -> bool:
        found = taken(**given)
        if started:
            # The first rows are in hand: now the helper comes.
            started.pop()()
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(steps, "take_rows", take)
        finish(job)
        helper.join(30)
    assert not failed, failed
    job.refresh_from_db()
    return job


def file() -> bytes:
    # Rows 15 and 27 hold a SKU that stood before: in the batch before, and two before.
    rows = [row(number) for number in range(34)]
    rows[13], rows[25] = row(3, title="Again"), row(7, title="Once more")
    return table(*rows)


REPEATS = [
    (15, "sku", "This SKU stands on row 5 already. Each SKU stands once in a file."),
    (27, "sku", "This SKU stands on row 9 already. Each SKU stands once in a file."),
]


def mapped(content: bytes, **given: Any) -> CatalogueImport:
    seller = make_seller()
    job = begin(seller, content)
    return operations.map_import(actor=actor_for(seller), job=job, mapping=job.mapping, now=timezone.now(), **given)


def test_a_check_by_two_finds_what_one_finds(second_batch_first: list[int]) -> None:
    job = in_two(mapped(file()))
    assert second_batch_first[0] == 12, "the second batch was looked at before the first"
    assert (job.state, job.rows_done, counts(job), reasons(job)) == ("checked", 34, (32, 0, 0, 2), REPEATS)
    assert job.taken_to == job.position == 35


def test_without_a_second_look_a_repeat_would_be_missed(
    second_batch_first: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above: both batches were at work at once."""
    monkeypatch.setattr(steps, "names_between", lambda *_rows, **_given: False)
    job = in_two(mapped(file()))
    assert second_batch_first[0] == 12
    assert REPEATS[0] not in reasons(job)


def test_the_first_row_wins_though_the_second_was_written_first(second_batch_first: list[int]) -> None:
    job = in_two(mapped(file(), at_once=True))
    assert second_batch_first[0] == 12
    assert (job.state, job.rows_done, counts(job), reasons(job)) == ("done", 34, (32, 0, 0, 2), REPEATS)
    assert Listing.objects.count() == 32
    assert not Listing.objects.filter(title__in=["Again", "Once more"]).exists()
    assert ImportedRow.objects.filter(catalogue_import=job, outcome=ImportedRow.Outcome.NEW).count() == 32


def test_rows_of_a_worker_that_is_gone_are_done_by_another() -> None:
    job = mapped(table(*(row(number) for number in range(25))), at_once=True)
    assert steps.take_rows(import_id=job.pk, pass_number=job.pass_number, after=0, last=11)
    assert not steps.take_rows(import_id=job.pk, pass_number=job.pass_number, after=0, last=11)
    working.work(job.pk, again=lambda _pk: None)
    job.refresh_from_db()
    assert (job.rows_done, Listing.objects.count(), job.taken_to) == (0, 0, 11), (
        "it was waited for, and nothing written"
    )
    CatalogueImport.objects.filter(pk=job.pk).update(worked_at=timezone.now() - timedelta(seconds=31))
    job = finish(job)
    assert (job.state, counts(job), Listing.objects.count()) == ("done", (25, 0, 0, 0), 25)


def test_what_is_late_from_an_earlier_pass_is_not_taken_for_this_one() -> None:
    seller = make_seller()
    job = check(seller, begin(seller, table(*(row(number) for number in range(5)))))
    late = {"import_id": job.pk, "pass_number": job.pass_number, "after": 0}
    job = operations.map_import(actor=actor_for(seller), job=job, mapping=job.mapping, now=timezone.now())
    with pytest.raises(steps.NotItsTurn):
        steps.import_batch(**late, products=[], reader=None, language="en", now=timezone.now())  # type: ignore[arg-type]
    assert not steps.take_rows(**late, last=6)
    assert steps.end_import_pass(import_id=job.pk, pass_number=late["pass_number"], now=timezone.now()) is None
    job.refresh_from_db()
    assert (job.state, job.position, job.taken_to) == ("checking", 0, 0)
    assert start(seller, finish(job)).state == "done"


def test_help_is_asked_for_once_and_only_for_much(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    small = mapped(file())
    working.work(small.pk, again=lambda _pk: None, ask_help=asked.append)
    assert asked == []
    monkeypatch.setattr(working, "HELPED_FROM", 100)
    large = mapped(file())
    going = [large.pk]
    while going:
        working.work(going.pop(), again=going.append, ask_help=asked.append)
    assert asked == [large.pk]
