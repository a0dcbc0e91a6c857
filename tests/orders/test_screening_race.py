"""A list that changes in the middle of orders and payments, beside a control that shows the race is real."""

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event as Signal
from threading import Semaphore
from typing import Any

import pytest
from django.utils import timezone

from accounts.actor import Actor
from orders.models import Checkout, Order
from orders.operations import fund_order, place_order
from tests.orders.factories import SYSTEM
from tests.orders.test_races import at_once, checkouts_for_many
from tests.payments.factories import fund
from trade.editions import forget_all
from trade.models import DeniedParty, DeniedPartyList, DeniedPartyName, Edition, ScreeningHit
from trade.operations import load_denied_parties
from trade.operations.check_names import HeldForScreening
from trade.queries import screening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
LATER = "Lateburg Perlwein"
WORKERS = 8
FIRST = 6
LIST = f"source,name,alt_names,type\nFictitious list of Bridgeway: nobody here exists,{LATER.upper()} GMBH,,Entity\n"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A list that names the buyers; what it brought is taken away again, as reference data outlives a test."""
    path = tmp_path / "later.csv"
    path.write_text(LIST, encoding="utf-8")
    numbers = dict(Edition.objects.values_list("kind", "number"))
    yield path
    ScreeningHit.objects.all().delete()
    for loaded in DeniedPartyList.objects.filter(code="us-csl"):
        DeniedPartyName.objects.filter(party__list=loaded).delete()
        DeniedParty.objects.filter(list=loaded).delete()
        loaded.delete()
    Edition.objects.filter(kind="screening").update(number=numbers["screening"])
    forget_all()


def run(file: Path, monkeypatch: pytest.MonkeyPatch, *, patience: float) -> tuple[list[Any], set[str], set[str]]:
    """
    Six threads pass the gate and stay behind it while a list is put in force that names their buyers; two come later.

    Returns what each thread ended with, and the deals done when the list was in force, and in the end.
    """
    now = timezone.now()
    made = checkouts_for_many(stock=100, buyers=WORKERS, name=LATER)
    # One of each wave places; the others fund. Copies of a checkout share its exchange rate, and wait for one another.
    orders = {number: make_placed(*made[number]) for number in range(WORKERS) if number not in (0, FIRST)}
    for order in orders.values():
        fund(order.escrow)
    behind, changing, listed = Semaphore(0), Signal(), Signal()

    def slow(module: str) -> None:
        real = sys.modules[module].must_be_clear

        def must_be_clear(**given: Any) -> None:
            real(**given)
            behind.release()
            # Without the lock the change is through at once; with it, it waits for this very transaction.
            listed.wait(timeout=patience)

        monkeypatch.setattr(sys.modules[module], "must_be_clear", must_be_clear)

    slow("orders.operations.place_order")
    slow("orders.operations.fund_order")

    def work(number: int) -> Any:
        if number == WORKERS:
            for _each in range(FIRST):
                assert behind.acquire(timeout=20)
            changing.set()
            load_denied_parties(actor=Actor.system("tests"), file=file, code="us-csl", now=now)
            found = deals()
            listed.set()
            return found
        if number >= FIRST:
            changing.wait(timeout=30)
        if number in orders:
            return fund_order(actor=SYSTEM, order=orders[number], now=now)
        return place_order(actor=made[number][0], checkout=made[number][1], now=now)

    *ends, at_change = at_once(work, workers=WORKERS + 1)
    assert isinstance(at_change, set), at_change
    return ends, at_change, deals()


def make_placed(actor: Actor, checkout: Checkout) -> Order:
    confirmed = [each["key"] for each in checkout.clearance["to_confirm"]]
    return place_order(actor=actor, checkout=checkout, confirmed=confirmed, now=timezone.now())


def deals() -> set[str]:
    """What has been bound or paid so far."""
    return {f"{status} {pk}" for pk, status in Order.objects.values_list("pk", "status")}


def test_no_deal_is_done_after_the_list_that_names_a_side_is_in_force(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends, at_change, in_the_end = run(file, monkeypatch, patience=1.5)
    assert in_the_end == at_change
    assert {type(end) for end in ends[:FIRST]} == {Order}, ends
    assert all(isinstance(end, Order | HeldForScreening) for end in ends), ends
    assert Order.objects.filter(status="funded").count() >= FIRST - 1
    with pytest.raises(HeldForScreening):
        make_placed(*next(iter(checkouts_for_many(stock=5, buyers=1, name=LATER))))


def test_control_without_the_lock_on_the_edition_deals_are_done_behind_the_lists_back(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening, "_LOCKED", screening._READ)
    _ends, at_change, in_the_end = run(file, monkeypatch, patience=30)
    assert len(in_the_end - at_change) >= FIRST
