"""Escrow: opened once, released or refunded once, whoever asks and however often."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from marketplace.kernel.models import Event
from payments import queries
from payments.models import Escrow, EscrowShare, LedgerAccount, LedgerEntry, Movement, Payment, Posting, Refund
from payments.operations import (
    AmountNotChargeable,
    EscrowAlreadyFunded,
    EscrowNotFunded,
    cancel_escrow,
    expire_payment,
    open_escrow,
    refund_escrow,
    release_escrow,
)
from payments.shares import Exchange, Share
from tests.accounts.factories import actor_for, make_organisation, platform_actor
from tests.payments.factories import (
    NOW,
    SYSTEM,
    fund,
    make_escrow,
    make_funded_escrow,
    make_released_escrow,
)
from trade.operations.check_names import screen_all, subjects_of


def release(escrow: Escrow) -> Escrow:
    screen_all(subjects=subjects_of(escrow.payee_id), now=NOW())
    with transaction.atomic():
        return release_escrow(escrow=escrow, actor=SYSTEM, now=NOW())


def refund(escrow: Escrow) -> Refund:
    with transaction.atomic():
        return refund_escrow(escrow=escrow, actor=SYSTEM, reason="never shipped", now=NOW())


def cancel(escrow: Escrow) -> Escrow:
    with transaction.atomic():
        return cancel_escrow(escrow=escrow, actor=SYSTEM, reason="lapsed", now=NOW())


def sums() -> dict[tuple[str, str], int]:
    rows = Posting.objects.values_list("account__purpose", "currency").annotate(total=Sum("amount_minor"))
    return {(purpose, currency): total for purpose, currency, total in rows if total}


def assert_reconciled() -> None:
    broken = [check for check in queries.reconciliation(platform_actor()) if not check.holds]
    assert broken == []


@pytest.mark.django_db
def test_open_escrow_opens_a_reference_once() -> None:
    first = make_escrow(reference="ord_1")
    again = make_escrow(first.payer, first.payee, reference="ord_1")

    assert again.pk == first.pk
    assert Payment.objects.count() == 1 and EscrowShare.objects.count() == 3


@pytest.mark.django_db
def test_open_escrow_refuses_an_amount_the_provider_cannot_charge_and_leaves_nothing() -> None:
    with pytest.raises(AmountNotChargeable):
        make_escrow(currency="KWD", goods=12_345, freight=0, customs=0)
    assert not Payment.objects.exists() and not Escrow.objects.exists()


@pytest.mark.django_db
def test_open_escrow_refuses_shares_that_do_not_sum_up() -> None:
    seller, buyer = make_organisation(), make_organisation()
    with pytest.raises(ValueError, match="sum to its amount"), transaction.atomic():
        open_escrow(
            payer=buyer, payee=seller, currency="EUR", amount_minor=100, description="x", reference="r",
            shares=[Share("seller", 99, seller)], expires_at=NOW() + timedelta(minutes=5), now=NOW(),
        )  # fmt: skip
    assert not Payment.objects.exists()


@pytest.mark.django_db
def test_release_escrow_gives_each_share_its_part() -> None:
    make_released_escrow(goods=100_00, freight=20_00, customs=5_00)

    assert sums() == {
        ("processor", "EUR"): 125_00, ("available", "EUR"): -115_00, ("commission", "EUR"): -5_00,
        ("customs", "EUR"): -5_00,
    }  # fmt: skip
    assert_reconciled()


@pytest.mark.django_db
def test_release_escrow_in_another_currency_balances_in_each_and_keeps_the_rate() -> None:
    exchange = Exchange("JPY", 19_337, Decimal("161.141666666667"), "ECB", date(2026, 11, 20))
    escrow = make_released_escrow(exchange=exchange)

    assert sums() == {
        ("processor", "EUR"): 125_00, ("fx_clearing", "EUR"): -115_00, ("commission", "EUR"): -5_00,
        ("customs", "EUR"): -5_00, ("fx_clearing", "JPY"): 18_531, ("available", "JPY"): -18_531,
    }  # fmt: skip
    entry = LedgerEntry.objects.get(kind="escrow.released")
    totals = entry.postings.values_list("currency").annotate(Sum("amount_minor"))
    assert dict(totals) == {"EUR": 0, "JPY": 0}
    share = escrow.shares.get(purpose="seller")
    assert (share.fx_rate, share.fx_source, share.fx_as_of) == (
        Decimal("161.141666666667"), "ECB", date(2026, 11, 20),
    )  # fmt: skip
    assert_reconciled()


@pytest.mark.django_db
def test_release_escrow_twice_is_releasing_once() -> None:
    escrow = make_released_escrow()
    release(escrow)

    assert LedgerEntry.objects.filter(kind="escrow.released").count() == 1
    assert Event.objects.filter(name="payments.escrow.released").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make", [make_escrow, lambda: cancel(make_escrow()), lambda: refund(make_funded_escrow()).escrow]
)
def test_release_escrow_refuses_money_that_is_not_there(make: Callable[[], Escrow]) -> None:
    escrow = make()
    entries = LedgerEntry.objects.count()

    with pytest.raises(EscrowNotFunded):
        release(escrow)
    assert LedgerEntry.objects.count() == entries


@pytest.mark.django_db
def test_refund_escrow_owes_the_buyer_the_whole_amount_once() -> None:
    escrow = make_funded_escrow()
    first, second = refund(escrow), refund(escrow)

    assert first.pk == second.pk
    assert sums() == {("processor", "EUR"): 125_00, ("refundable", "EUR"): -125_00}
    assert Event.objects.filter(name="payments.refund.requested").count() == 1
    assert_reconciled()


@pytest.mark.django_db
def test_refund_escrow_refuses_what_was_released() -> None:
    escrow = make_released_escrow()

    with pytest.raises(EscrowNotFunded):
        refund(escrow)
    assert not Refund.objects.exists()


@pytest.mark.django_db
def test_cancel_escrow_refuses_what_is_paid() -> None:
    escrow = make_funded_escrow()

    with pytest.raises(EscrowAlreadyFunded):
        cancel(escrow)
    escrow.refresh_from_db()
    assert escrow.status == "funded"


@pytest.mark.django_db
def test_money_that_comes_after_the_sale_was_given_up_goes_straight_back() -> None:
    escrow = cancel(make_escrow())
    assert Payment.objects.get().status == "expired"

    fund(escrow)
    fund(escrow)

    escrow.refresh_from_db()
    assert escrow.status == "cancelled"
    assert Refund.objects.get().amount_minor == 125_00
    assert sums() == {("processor", "EUR"): 125_00, ("refundable", "EUR"): -125_00}
    assert Movement.objects.get().organisation == escrow.payer
    assert_reconciled()


@pytest.mark.django_db
def test_expire_payment_cancels_what_waited_and_says_so_once() -> None:
    escrow = make_escrow(reference="ord_9")
    for _ in range(2):
        expire_payment(payment=escrow.payment, now=NOW())

    escrow.refresh_from_db()
    assert escrow.status == "cancelled"
    assert [event.payload["reference"] for event in Event.objects.filter(name="payments.payment.expired")] == ["ord_9"]


@pytest.mark.django_db
def test_expire_payment_leaves_a_paid_one_alone() -> None:
    escrow = make_funded_escrow()
    expire_payment(payment=escrow.payment, now=NOW())

    escrow.payment.refresh_from_db()
    assert escrow.payment.status == "succeeded"


def at_once(runs: list[Callable[[], Any]]) -> list[str]:
    """Run all at the same moment, each on its own connection; tell how each ended."""
    barrier = Barrier(len(runs))

    def run(operation: Callable[[], Any]) -> str:
        try:
            barrier.wait(timeout=20)
            operation()
            return "done"
        except Exception as failure:
            return type(failure).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as pool:
        return list(pool.map(run, runs))


@pytest.mark.django_db(transaction=True)
def test_of_32_releases_and_refunds_at_once_one_kind_wins_and_happens_once() -> None:
    escrow = make_funded_escrow()

    ends = at_once([lambda turn=turn: (release if turn % 2 else refund)(escrow) for turn in range(32)])

    escrow.refresh_from_db()
    assert escrow.status in ("released", "refunded")
    assert sorted(set(ends)) == ["EscrowNotFunded", "done"] and ends.count("done") == 16
    assert LedgerEntry.objects.filter(kind__in=["escrow.released", "escrow.refunded"]).count() == 1
    assert Refund.objects.count() == (escrow.status == "refunded")
    assert_reconciled()


@pytest.mark.django_db(transaction=True)
def test_the_race_is_real_a_check_without_the_lock_releases_and_refunds() -> None:
    """The control: the same check made before the lock is taken lets both through to the ledger's own guard."""
    escrow = make_funded_escrow()
    seen = Barrier(2)

    def careless(kind: str) -> None:
        assert Escrow.objects.get(pk=escrow.pk).status == "funded"
        seen.wait(timeout=10)
        with transaction.atomic():
            entry = LedgerEntry.objects.create(kind=f"careless.{kind}", reference=escrow.public_id, occurred_at=NOW())
            held = LedgerAccount.objects.get(purpose="escrow")
            into = LedgerAccount.objects.get(purpose="processor")
            for account, amount in ((held, 125_00), (into, -125_00)):
                Posting.objects.create(entry=entry, account=account, amount_minor=amount, currency="EUR")

    ends = at_once([lambda: careless("release"), lambda: careless("refund")])

    assert ends == ["done", "done"]
    assert sums()[("escrow", "EUR")] == 125_00


@pytest.mark.django_db
def test_each_funded_order_has_exactly_one_charge_and_every_currency_sums_to_zero() -> None:
    for _ in range(3):
        make_released_escrow()
    refund(make_funded_escrow())
    fund(cancel(make_escrow()))
    make_escrow()

    paid = Payment.objects.filter(status__in=["succeeded", "refunded"])
    received = LedgerEntry.objects.filter(kind="payment.received")
    charges = {entry.reference for entry in received}
    assert charges == {escrow.public_id for payment in paid for escrow in payment.escrows.all()}
    assert received.count() == 5 == paid.count()
    totals = Posting.objects.values_list("currency").annotate(Sum("amount_minor"))
    assert set(dict(totals).values()) == {0}
    assert_reconciled()


@pytest.mark.django_db
def test_a_seller_cannot_see_the_platforms_reconciliation() -> None:
    with pytest.raises(Exception, match="not_allowed"):
        queries.reconciliation(actor_for(make_organisation()))
