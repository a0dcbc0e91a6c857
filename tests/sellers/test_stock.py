"""Stock is never sold twice, and what is held comes back exactly once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers import operations
from sellers.models import ListingChange, StockHold, Variant
from sellers.operations import InsufficientStock, commit_stock, hold_stock, release_stock
from sellers.operations.commit_stock import HoldLapsed
from tests.accounts.factories import actor_for
from tests.sellers.factories import make_listing, make_seller, make_variant

pytestmark = pytest.mark.django_db(transaction=True)

BUYERS = 64


@entry
def hold(*, lines: list[tuple[int, int]], reference: str, minutes: int = 30) -> list[StockHold]:
    now = timezone.now()
    return hold_stock(lines=lines, reference=reference, expires_at=now + timedelta(minutes=minutes), now=now)


@entry
def release(*, reference: str) -> int:
    return release_stock(reference=reference)


@entry
def commit(*, reference: str) -> int:
    return commit_stock(reference=reference)


def at_once(work: Callable[[int], Any], workers: int = BUYERS) -> list[Any]:
    """Run `work(number)` in that many threads, each with its own connection, all let go together."""
    gate = threading.Barrier(workers)
    results: list[Any] = [None] * workers

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            results[number] = work(number)
        except Exception as failure:
            results[number] = failure
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_64_buyers_of_the_last_unit_end_with_one_hold() -> None:
    variant = make_listing(stock=1).variants.get()
    results = at_once(lambda number: hold(lines=[(variant.pk, 1)], reference=f"ord-{number}"))
    refused = [result for result in results if isinstance(result, InsufficientStock)]
    assert len(refused) == BUYERS - 1, [result for result in results if not isinstance(result, InsufficientStock)]
    assert StockHold.objects.count() == 1
    variant.refresh_from_db()
    assert variant.stock_available == 0


def test_control_reading_first_and_writing_then_sells_the_last_unit_more_than_once() -> None:
    """Without the conditional update the same 64 buyers do oversell: the race above is a real one."""
    variant = make_listing(stock=1).variants.get()
    with connection.cursor() as cursor:
        # The constraint is the last line of defence; it is taken away to see the race itself.
        cursor.execute("ALTER TABLE sellers_variant DROP CONSTRAINT sellers_variant_stock_is_not_negative")

    def naive(number: int) -> bool:
        with transaction.atomic():
            stock = Variant.objects.get(pk=variant.pk).stock_available
            if stock < 1:
                return False
            Variant.objects.filter(pk=variant.pk).update(stock_available=stock - 1)
            return True

    try:
        sold = 0
        for _ in range(5):
            Variant.objects.filter(pk=variant.pk).update(stock_available=1)
            sold = max(sold, sum(result is True for result in at_once(naive)))
            if sold > 1:
                break
        assert sold > 1
    finally:
        Variant.objects.filter(stock_available__lt=0).update(stock_available=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE sellers_variant ADD CONSTRAINT sellers_variant_stock_is_not_negative "
                "CHECK (stock_available >= 0)"
            )


def test_buyers_of_two_goods_in_opposite_order_never_deadlock() -> None:
    seller = make_seller()
    one, two = (make_listing(seller, stock=1000).variants.get() for _ in range(2))
    pairs = [(one.pk, 1), (two.pk, 1)]
    results = at_once(lambda n: hold(lines=pairs if n % 2 else pairs[::-1], reference=f"ord-{n}"), workers=32)
    assert not [result for result in results if isinstance(result, Exception)]
    assert set(Variant.objects.values_list("stock_available", flat=True)) == {1000 - 32}


def test_a_seller_who_counts_stock_and_buyers_never_deadlock() -> None:
    seller = make_seller()
    variant = make_listing(seller, stock=1000).variants.get()
    counts = actor_for(seller)

    def work(number: int) -> Any:
        if number % 2:
            return hold(lines=[(variant.pk, 1)], reference=f"ord-{number}")
        return operations.restock(actor=counts, variant=variant, stock=1000, now=timezone.now())

    assert not [result for result in at_once(work, workers=24) if isinstance(result, Exception)]


def test_the_same_reference_at_once_holds_once() -> None:
    variant = make_listing(stock=50).variants.get()
    results = at_once(lambda _n: hold(lines=[(variant.pk, 5)], reference="ord-same"), workers=16)
    assert not [result for result in results if isinstance(result, Exception)]
    variant.refresh_from_db()
    assert variant.stock_available == 45 and StockHold.objects.count() == 1


def test_a_hold_of_several_lines_is_all_or_nothing() -> None:
    seller = make_seller()
    full, empty = make_listing(seller, stock=10).variants.get(), make_listing(seller, stock=1).variants.get()
    with pytest.raises(InsufficientStock) as refusal:
        hold(lines=[(full.pk, 5), (empty.pk, 2)], reference="ord-1")
    assert refusal.value.facts["available"] == 1 and refusal.value.facts["variant"] == empty.public_id
    full.refresh_from_db()
    assert full.stock_available == 10 and not StockHold.objects.exists()


def test_release_gives_back_once_however_often_it_is_asked() -> None:
    variant = make_listing(stock=10).variants.get()
    hold(lines=[(variant.pk, 4)], reference="ord-1")
    results = at_once(lambda _n: release(reference="ord-1"), workers=8)
    assert sorted(results) == [0] * 7 + [1]
    assert release(reference="ord-unknown") == 0
    variant.refresh_from_db()
    assert variant.stock_available == 10


def test_commit_is_final_and_idempotent_and_a_cancelled_order_gives_back() -> None:
    variant = make_listing(stock=10).variants.get()
    hold(lines=[(variant.pk, 4)], reference="ord-1", minutes=-1)
    assert commit(reference="ord-1") == commit(reference="ord-1") == 1
    assert operations.release_expired_holds(now=timezone.now()) == 0
    variant.refresh_from_db()
    assert variant.stock_available == 6
    assert release(reference="ord-1") == 1
    variant.refresh_from_db()
    assert variant.stock_available == 10


def test_expired_holds_come_back_and_can_be_sold_again() -> None:
    variant = make_listing(stock=1).variants.get()
    hold(lines=[(variant.pk, 1)], reference="ord-late", minutes=-1)
    assert operations.release_expired_holds(now=timezone.now()) == 1
    assert operations.release_expired_holds(now=timezone.now()) == 0
    hold(lines=[(variant.pk, 1)], reference="ord-next")
    with pytest.raises(HoldLapsed):
        commit(reference="ord-late")
    assert StockHold.objects.get(reference="ord-late").state == "released"


def test_a_payment_that_comes_late_takes_the_stock_again_if_it_is_still_there() -> None:
    variant = make_listing(stock=3).variants.get()
    hold(lines=[(variant.pk, 2)], reference="ord-late", minutes=-1)
    operations.release_expired_holds(now=timezone.now())
    assert commit(reference="ord-late") == 1
    variant.refresh_from_db()
    assert variant.stock_available == 1


def test_what_does_not_count_stock_is_never_short() -> None:
    listing = make_listing(kind="service", stock=0)
    assert hold(lines=[(listing.variants.get().pk, 500)], reference="ord-1") == []


def test_search_hears_only_when_the_minimum_order_can_no_longer_or_again_be_filled() -> None:
    variant = make_listing(stock=10, moq=5).variants.get()
    ListingChange.objects.all().delete()
    hold(lines=[(variant.pk, 5)], reference="ord-1")
    assert ListingChange.objects.count() == 0
    hold(lines=[(variant.pk, 1)], reference="ord-2")
    assert ListingChange.objects.count() == 1
    release(reference="ord-2")
    assert ListingChange.objects.count() == 2


def test_restock_sets_the_shelf_and_refuses_nonsense_and_strangers() -> None:
    seller = make_seller()
    variant = make_listing(seller, stock=1).variants.get()
    operations.restock(actor=actor_for(seller), variant=variant, stock=30, now=timezone.now())
    for stock in (-1, 10**10):
        with pytest.raises(InvalidInput):
            operations.restock(actor=actor_for(seller), variant=variant, stock=stock, now=timezone.now())
    with pytest.raises(NotFound):
        operations.restock(actor=actor_for(make_seller()), variant=variant, stock=5, now=timezone.now())
    variant.refresh_from_db()
    assert variant.stock_available == 30


def test_hold_stock_takes_many_variants_in_few_statements(django_assert_max_num_queries: Any) -> None:
    listing = make_listing(stock=10)
    ids = [(make_variant(listing, stock=10).pk, 1) for _ in range(5)]
    with django_assert_max_num_queries(16):
        hold(lines=ids, reference="ord-1")
