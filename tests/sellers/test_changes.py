"""The change feed never skips a change, whatever order transactions commit in."""

import threading

import pytest
from django.db import connection, connections, transaction

from sellers.models import ListingChange
from sellers.queries import changes_after, last_change

pytestmark = pytest.mark.django_db(transaction=True)


def write(listing_id: int) -> None:
    ListingChange.objects.create(listing_id=listing_id)


class Writer:
    """A transaction in another connection, open until told to commit."""

    def __init__(self, listing_id: int, *, begin_first: threading.Event | None = None) -> None:
        self.listing_id = listing_id
        self.go_write = begin_first
        self.begun, self.written, self.finish = threading.Event(), threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        assert self.begun.wait(10)

    def _run(self) -> None:
        try:
            with transaction.atomic():
                if self.go_write:
                    with connection.cursor() as cursor:
                        # Takes its transaction id now and its sequence number later.
                        cursor.execute("SELECT pg_current_xact_id()")
                    self.begun.set()
                    self.go_write.wait(10)
                write(self.listing_id)
                self.begun.set()
                self.written.set()
                self.finish.wait(10)
        finally:
            connections.close_all()

    def commit(self) -> None:
        self.finish.set()
        self.thread.join(10)


def follow(position: int) -> tuple[list[int], int]:
    changes = changes_after(position, 100)
    return [change.listing_id for change in changes], changes[-1].sequence if changes else position


def test_a_change_committed_late_is_seen_after_a_later_one() -> None:
    write(1)
    _seen, position = follow(0)
    late = Writer(2)
    write(3)
    held_back, position = follow(position)
    assert held_back == []
    late.commit()
    seen, position = follow(position)
    assert seen == [2, 3]
    assert follow(position) == ([], position)


def test_a_low_number_in_a_younger_transaction_is_not_skipped() -> None:
    """
    Transaction ids and sequence numbers can cross: the older transaction writes second. A reader that waited for old
    transactions but went on by number would move past the lower number and never see it.
    """
    go = threading.Event()
    older = Writer(6, begin_first=go)
    younger = Writer(5)
    go.set()
    assert older.written.wait(10)
    older.commit()
    numbers = dict(ListingChange.objects.values_list("listing_id", "sequence"))
    first, position = follow(0)
    assert first == [6]
    younger.commit()
    numbers = dict(ListingChange.objects.values_list("listing_id", "sequence"))
    assert numbers[5] < numbers[6], "the numbers did not cross; the test proves nothing"
    second, position = follow(position)
    assert second == [5]
    assert last_change() == position


def test_a_position_that_is_gone_reads_from_the_beginning() -> None:
    write(1)
    assert follow(10**12)[0] == [1]


def test_limit_pages_through_without_gaps() -> None:
    for listing_id in range(25):
        write(listing_id)
    seen: list[int] = []
    position = 0
    while changes := changes_after(position, 10):
        seen += [change.listing_id for change in changes]
        position = changes[-1].sequence
    assert seen == list(range(25))
