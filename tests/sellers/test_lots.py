"""Lots: taken first-expiring first out, never one that comes too late, and never sold twice."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.kernel.models import Event
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers import operations
from sellers.lots import Journey, LotLeft, arrives_in_time, choose_lots, needed_arrival
from sellers.models import Listing, Lot, LotHold, StockHold, Variant
from sellers.operations import InsufficientStock, LotsTooLate, add_lot, change_lot, close_lot
from tests.accounts.factories import actor_for
from tests.sellers.factories import make_listing, make_seller
from tests.sellers.test_stock import at_once, commit, release

DAY = date(2026, 12, 1)
STORY = Path(__file__).parents[2] / "docs/algorithms/stock.md"


@entry
def hold(*, lines: list[tuple[int, int]], reference: str, journey: Journey | None = None) -> list[StockHold]:
    now = timezone.now()
    return operations.hold_stock(
        lines=lines, reference=reference, expires_at=now + timedelta(minutes=30), now=now, journey=journey
    )


def _listing(*lots: tuple[int, int], **over: Any) -> Listing:
    """A perishable listing with lots of (quantity, days to their best-before date)."""
    listing = make_listing(kind="perishable_lot", stock=0, **over)
    variant = listing.variants.get()
    Lot.objects.filter(listing=listing).delete()
    today = timezone.now().date()
    for at, (quantity, days) in enumerate(lots):
        Lot.objects.create(
            listing=listing, variant=variant, code=f"L{at}", received=quantity, available=quantity,
            best_before_date=today + timedelta(days=days),
        )  # fmt: skip
    Variant.objects.filter(pk=variant.pk).update(stock_available=sum(quantity for quantity, _days in lots))
    return listing


def _left(listing: Listing) -> list[int]:
    return list(
        Lot.objects.filter(listing=listing).order_by("best_before_date", "pk").values_list("available", flat=True)
    )


def _adds_up(listing: Listing) -> bool:
    variant = listing.variants.get()
    total = Lot.objects.filter(variant=variant).aggregate(all=Sum("available"))["all"] or 0
    return variant.stock_available == total


# -- which lots are taken

LOTS = st.lists(
    st.builds(
        LotLeft,
        key=st.integers(1, 10_000),
        available=st.integers(0, 50),
        best_before=st.dates(DAY - timedelta(days=5), DAY + timedelta(days=60)),
        leaves_from=st.none() | st.dates(DAY, DAY + timedelta(days=20)),
        arrive_by=st.none() | st.dates(DAY, DAY + timedelta(days=60)),
    ),
    max_size=8,
    unique_by=lambda lot: lot.key,
)
JOURNEYS = st.none() | st.builds(Journey, leaves_on=st.just(DAY), days=st.integers(0, 40))


@settings(max_examples=300, deadline=None)
@given(lots=LOTS, quantity=st.integers(1, 120), journey=JOURNEYS)
def test_the_choice_of_lots_keeps_its_promises(lots: list[LotLeft], quantity: int, journey: Journey | None) -> None:
    chosen = choose_lots(lots, quantity, journey)
    by_key = {lot.key: lot for lot in lots}
    in_time = [lot for lot in lots if journey is None or arrives_in_time(lot, journey)]
    assert sum(part for _key, part in chosen.taken) + chosen.missing == quantity
    assert all(0 < part <= by_key[key].available for key, part in chosen.taken)
    assert {key for key, _part in chosen.taken} <= {lot.key for lot in in_time}
    assert chosen.missing == max(quantity - sum(lot.available for lot in in_time), 0)
    dates = [by_key[key].best_before for key, _part in chosen.taken]
    assert dates == sorted(dates)
    # Nothing that expires earlier, and would have come in time, is left lying while a later lot is touched.
    emptied = dict(chosen.taken)
    for lot in in_time:
        if dates and lot.best_before < dates[-1]:
            assert emptied.get(lot.key, 0) == lot.available
    if lots and journey is None and not chosen.missing:
        needed = needed_arrival(lots, quantity)
        assert needed is not None
        assert sum(lot.available for lot in lots if lot.last_arrival >= needed) >= quantity
        assert sum(lot.available for lot in lots if lot.last_arrival > needed) < quantity


def test_the_table_of_the_story_is_what_is_done() -> None:
    rows = re.findall(r"^\| (\d+) \| (\d+) \| ([^|]+) \| ([^|]+) \|$", STORY.read_text(), re.MULTILINE)
    assert len(rows) >= 6
    shelf = [
        LotLeft(1, 40, date(2026, 12, 10)),
        LotLeft(2, 60, date(2026, 12, 20)),
        LotLeft(3, 100, date(2027, 1, 15), leaves_from=date(2026, 12, 15)),
    ]
    for quantity, days, taken, missing in rows:
        chosen = choose_lots(shelf, int(quantity), Journey(DAY, int(days)))
        said = ", ".join(f"{part} of {'ABC'[key - 1]}" for key, part in chosen.taken) or "nothing"
        assert (said, str(chosen.missing)) == (taken.strip(), missing.strip()), (quantity, days)


# -- what rows do

database = pytest.mark.django_db(transaction=True)


@database
def test_an_order_knows_its_lots_and_gives_back_what_it_took_to_each() -> None:
    listing = _listing((10, 10), (20, 20), (30, 30))
    variant = listing.variants.get()
    hold(lines=[(variant.pk, 15)], reference="ord-1")
    assert _left(listing) == [0, 15, 30]
    assert list(LotHold.objects.order_by("lot_id").values_list("lot__code", "quantity")) == [("L0", 10), ("L1", 5)]
    assert release(reference="ord-1") == 1
    assert release(reference="ord-1") == 0
    assert _left(listing) == [10, 20, 30]
    assert _adds_up(listing)
    assert not LotHold.objects.exists()


@database
def test_lots_that_would_come_too_late_are_left_for_buyers_who_are_nearer() -> None:
    listing = _listing((10, 5), (20, 30))
    variant = listing.variants.get()
    far = Journey(timezone.now().date(), 14)
    hold(lines=[(variant.pk, 15)], reference="ord-1", journey=far)
    assert _left(listing) == [10, 5]
    with pytest.raises(LotsTooLate) as refused:
        hold(lines=[(variant.pk, 6)], reference="ord-2", journey=far)
    assert (refused.value.facts["available"], refused.value.facts["wanted"]) == (5, 6)
    assert _left(listing) == [10, 5]
    assert not StockHold.objects.filter(reference="ord-2").exists()
    hold(lines=[(variant.pk, 6)], reference="ord-3", journey=Journey(timezone.now().date(), 2))
    assert _left(listing) == [4, 5]
    assert _adds_up(listing)


@database
def test_what_comes_back_to_a_closed_lot_is_lost_and_a_late_payment_takes_what_is_still_in_time() -> None:
    listing = _listing((10, 10), (20, 20))
    seller = actor_for(listing.organisation)
    variant = listing.variants.get()
    hold(lines=[(variant.pk, 12)], reference="ord-1")
    close_lot(actor=seller, lot=Lot.objects.get(code="L0"), now=timezone.now())
    release(reference="ord-1")
    first = Lot.objects.get(code="L0")
    assert (first.available, first.lost, first.sold) == (0, 10, 0)
    assert _left(listing) == [0, 20]
    assert _adds_up(listing)
    assert commit(reference="ord-1") == 1
    assert _left(listing) == [0, 8]
    assert list(LotHold.objects.values_list("lot__code", "quantity")) == [("L1", 12)]


@database
def test_64_buyers_of_several_lots_take_each_unit_once() -> None:
    listing = _listing((7, 10), (5, 20), (8, 30))
    variant = listing.variants.get()
    results = at_once(lambda n: hold(lines=[(variant.pk, 1)], reference=f"ord-{n}"))
    assert sum(isinstance(result, InsufficientStock) for result in results) == 64 - 20
    assert [
        result for result in results if isinstance(result, Exception) and not isinstance(result, InsufficientStock)
    ] == []
    assert _left(listing) == [0, 0, 0]
    assert _adds_up(listing)
    assert LotHold.objects.aggregate(all=Sum("quantity"))["all"] == 20
    sold = Lot.objects.annotate(taken=Sum("holds__quantity")).filter(taken=F("received"))
    assert sold.count() == 3


@database
def test_control_choosing_lots_without_the_variants_lock_sells_the_same_lot_twice() -> None:
    """Without the variant's row held while lots are chosen, the same buyers oversell: the race above is a real one."""
    listing = _listing((6, 10), (6, 20))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sellers_lot DROP CONSTRAINT sellers_lot_available_check")

    def naive(number: int) -> bool:
        with transaction.atomic():
            lots = [LotLeft(lot.pk, lot.available, lot.best_before_date) for lot in Lot.objects.filter(listing=listing)]
            chosen = choose_lots(lots, 1)
            if chosen.missing:
                return False
            for key, part in chosen.taken:
                Lot.objects.filter(pk=key).update(available=F("available") - part)
            return True

    try:
        sold = 0
        for _ in range(5):
            Lot.objects.filter(listing=listing).update(available=6)
            sold = max(sold, sum(result is True for result in at_once(naive)))
            if sold > 12:
                break
        assert sold > 12
    finally:
        Lot.objects.filter(listing=listing, available__lt=0).update(available=0)
        with connection.cursor() as cursor:
            cursor.execute(
                'ALTER TABLE sellers_lot ADD CONSTRAINT sellers_lot_available_check CHECK ("available" >= 0)'
            )


@database
def test_sellers_who_count_lots_and_buyers_who_take_them_end_with_a_true_sum() -> None:
    listing = _listing((500, 10), (500, 20))
    variant, seller = listing.variants.get(), actor_for(listing.organisation)
    first = Lot.objects.get(code="L0")

    def work(number: int) -> Any:
        if number % 3 == 0:
            return change_lot(actor=seller, lot=first, content={"quantity": 100 + number}, now=timezone.now())
        if number % 3 == 1:
            return hold(lines=[(variant.pk, 7)], reference=f"ord-{number}")
        return release(reference=f"ord-{number - 1}")

    assert [result for result in at_once(work, workers=30) if isinstance(result, Exception)] == []
    assert _adds_up(listing)


# -- what sellers do


@pytest.mark.django_db
def test_a_lot_is_entered_counted_and_closed() -> None:
    listing = _listing((10, 10))
    seller, today = actor_for(listing.organisation), timezone.now().date()
    lot = add_lot(
        actor=seller, listing=listing, now=timezone.now(),
        content={
            "code": "SP-7", "quantity": "50", "best_before_date": (today + timedelta(days=40)).isoformat(),
            "harvest_date": today.isoformat(), "storage_min_c": "0", "storage_max_c": "3,5", "grade": "Extra",
            "leaves_from_date": today.isoformat(), "arrive_by_date": (today + timedelta(days=35)).isoformat(),
        },
    )  # fmt: skip
    assert listing.variants.get().stock_available == 60
    assert Event.objects.filter(name="sellers.lot.added").exists()
    hold(lines=[(listing.variants.get().pk, 20)], reference="ord-1") if False else None
    change_lot(actor=seller, lot=lot, content={"quantity": 45}, now=timezone.now())
    assert listing.variants.get().stock_available == 55
    close_lot(actor=seller, lot=lot, now=timezone.now())
    close_lot(actor=seller, lot=lot, now=timezone.now())
    lot.refresh_from_db()
    assert (lot.available, lot.lost, listing.variants.get().stock_available) == (0, 45, 10)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "best_before_date"),
        ({"quantity": ""}, "quantity"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "-4"}, "quantity"),
        ({"best_before_date": "2020-01-01"}, "best_before_date"),
        ({"best_before_date": "soon"}, "best_before_date"),
        ({"harvest_date": "2099-01-01"}, "best_before_date"),
        ({"arrive_by_date": "2098-12-31"}, "arrive_by_date"),
        ({"leaves_from_date": "2027-02-02", "arrive_by_date": "2027-02-01"}, "arrive_by_date"),
        ({"storage_min_c": "9", "storage_max_c": "2"}, "storage_max_c"),
        ({"storage_min_c": "cold"}, "storage_min_c"),
        ({"grade": "x" * 41}, "grade"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_lot_that_makes_no_sense_is_refused_at_its_field(content: dict[str, str], field: str) -> None:
    listing = _listing((10, 10))
    good = {"quantity": "5", "best_before_date": "2098-01-01"} if content else {}
    with pytest.raises(InvalidInput) as refused:
        add_lot(actor=actor_for(listing.organisation), listing=listing, content={**good, **content}, now=timezone.now())
    assert field in refused.value.fields
    assert Lot.objects.count() == 1
    assert _adds_up(listing)


@pytest.mark.django_db
def test_lots_are_their_sellers_alone_and_only_perishables_have_them() -> None:
    listing, stranger = _listing((10, 10)), actor_for(make_seller())
    lot = Lot.objects.get()
    with pytest.raises(NotFound):
        change_lot(actor=stranger, lot=lot, content={"quantity": 1}, now=timezone.now())
    with pytest.raises(NotFound):
        close_lot(actor=stranger, lot=lot, now=timezone.now())
    content = {"quantity": 5, "best_before_date": "2098-01-01"}
    with pytest.raises(NotFound):
        add_lot(actor=stranger, listing=listing, content=content, now=timezone.now())
    goods = make_listing(listing.organisation)
    with pytest.raises(InvalidInput):
        add_lot(actor=actor_for(listing.organisation), listing=goods, content=content, now=timezone.now())
    lot.refresh_from_db()
    assert (lot.available, Lot.objects.count()) == (10, 1)


@pytest.mark.django_db
def test_with_several_lots_the_first_tab_leaves_them_alone() -> None:
    listing = _listing((10, 10), (20, 20))
    seller = actor_for(listing.organisation)
    for content, field in (({"stock": 5}, "stock"), ({"lot": {"best_before_date": "2098-01-01"}}, "lot")):
        with pytest.raises(InvalidInput) as refused:
            operations.edit_listing(actor=seller, listing=listing, content=content, now=timezone.now())
        assert field in refused.value.fields
    with pytest.raises(InvalidInput):
        operations.restock(actor=seller, variant=listing.variants.get(), stock=5, now=timezone.now())
    assert _left(listing) == [10, 20]
