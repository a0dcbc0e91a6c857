"""Paying sellers out, against a real sandbox process: lost answers, crashes, closed banks, thin treasuries."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import transaction

from accounts.holds import PayoutsOnHold
from accounts.models import Notification, Organisation
from accounts.operations import end_hold, place_hold
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import NotAllowed, NotFound
from payments import gateway, queries, reactions, tasks
from payments.models import ConnectedAccount, Escrow, LedgerEntry, Payout
from payments.operations import (
    PayoutNotPossible,
    check_payout,
    connect_account,
    refresh_account,
    release_escrow,
    request_payout,
    retry_payout,
    send_payout,
)
from payments.operations.handle_webhook import handle_webhook
from payments.shares import Exchange
from tests.accounts.factories import actor_for, make_organisation, platform_actor
from tests.payments.conftest import Sandbox
from tests.payments.factories import NOW, SYSTEM, make_funded_escrow, make_released_escrow
from tests.payments.test_escrow import assert_reconciled, at_once, sums
from tests.payments.test_paying import Crash, crash_before, stored
from trade.operations.check_names import screen_all, subjects_of

pytestmark = pytest.mark.django_db


def onboard(sandbox: Sandbox, seller: Organisation, outcome: str = "approved") -> ConnectedAccount:
    connect_account(
        actor=actor_for(seller), return_url="https://x.example/a", refresh_url="https://x.example/b", now=NOW()
    )
    account = ConnectedAccount.objects.get(organisation=seller)
    sandbox.control.complete_onboarding(account.provider_account_id, outcome)
    return refresh_account(account=account, now=NOW())


def sold(seller: Organisation, **over: Any) -> Escrow:
    escrow = make_funded_escrow(payee=seller, **over)
    screen_all(subjects=subjects_of(escrow.payee_id), now=NOW())
    with transaction.atomic():
        return release_escrow(escrow=escrow, actor=SYSTEM, now=NOW())


def asked(escrow: Escrow) -> Payout:
    return request_payout(share=escrow.shares.get(purpose="seller"), actor=SYSTEM, now=NOW())


def test_a_released_share_is_transferred_and_arrives(sandbox: Sandbox) -> None:
    seller = make_organisation()
    account = onboard(sandbox, seller)
    escrow = sold(seller, reference="ord_5")
    reactions.pay_out_released_shares(Event.objects.get(name="payments.escrow.released"))
    reactions.send_payout(Event.objects.get(name="payments.payout.requested"))
    payout = Payout.objects.get()

    assert (account.status, payout.status) == ("enabled", "sent")
    [transfer] = sandbox.control.objects("transfers")
    assert (transfer["amount"], transfer["currency"], transfer["destination"]) == (
        115_00, "eur", account.provider_account_id,
    )  # fmt: skip
    sandbox.control.advance(4000)
    for _ in range(2):
        handle_webhook(
            webhook=stored("payout.paid", payout.provider_payout_id, provider_account_id=account.provider_account_id),
            now=NOW(),
        )

    payout.refresh_from_db()
    assert payout.status == "paid"
    assert [event.payload["reference"] for event in Event.objects.filter(name="payments.payout.paid")] == ["ord_5"]
    assert ("available", "EUR") not in sums() and ("paying_out", "EUR") not in sums()
    assert escrow.reference == payout.reference
    assert_reconciled()


def test_the_seller_is_paid_in_the_sellers_currency(sandbox: Sandbox) -> None:
    seller = make_organisation(country="JP", currency="JPY")
    onboard(sandbox, seller)
    escrow = sold(seller, exchange=Exchange("JPY", 19_337, Decimal("161.14"), "ECB", date(2026, 11, 20)))

    payout = send_payout(payout=asked(escrow), now=NOW())

    assert payout.status == "sent"
    [transfer] = sandbox.control.objects("transfers")
    assert (transfer["amount"], transfer["currency"]) == (18_531, "jpy")
    assert_reconciled()


def test_without_an_account_the_money_waits_and_is_paid_once_there_is_one(sandbox: Sandbox) -> None:
    seller = make_organisation()
    escrow = sold(seller)
    with pytest.raises(PayoutNotPossible):
        asked(escrow)
    reactions.pay_out_released_shares(Event.objects.get(name="payments.escrow.released"))
    with time_machine.travel(NOW() + timedelta(minutes=2)):
        tasks.send_open_payouts()
    assert not Payout.objects.exists()
    row = queries.balances_for(actor_for(seller))[0].rows[0]
    assert (row.amount.amount, row.reason) == (Decimal("115.00"), "Waits until you set up payouts")

    onboard(sandbox, seller)
    for event in Event.objects.filter(name="payments.account.changed"):
        reactions.pay_out_waiting_shares(event)

    assert Payout.objects.get().amount_minor == 115_00
    assert_reconciled()


def test_the_sweep_asks_for_payouts_that_nobody_asked_for(sandbox: Sandbox) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    sold(seller)

    with time_machine.travel(NOW() + timedelta(minutes=2)):
        tasks.send_open_payouts()
        tasks.send_open_payouts()

    assert Payout.objects.get().amount_minor == 115_00
    assert_reconciled()


def test_an_account_that_lacks_papers_is_not_paid_and_says_what_is_missing(sandbox: Sandbox) -> None:
    seller = make_organisation()
    account = onboard(sandbox, seller, "needs_document")

    assert account.status == "restricted"
    assert account.requirements["currently_due"] == ["individual.verification.document"]
    assert Notification.objects.filter(organisation=seller, kind="payouts_restricted").count() == 1
    with pytest.raises(PayoutNotPossible):
        asked(sold(seller))


@pytest.mark.django_db(transaction=True)
def test_16_workers_at_once_make_one_payout_and_one_transfer(sandbox: Sandbox) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    escrow = sold(seller)

    ends = at_once([lambda: send_payout(payout=asked(escrow), now=NOW())] * 16)

    assert set(ends) <= {"done", "PaymentProviderUnavailable"} and "done" in ends
    assert Payout.objects.count() == 1
    assert len(sandbox.control.objects("transfers")) == len(sandbox.control.objects("payouts")) == 1
    assert_reconciled()


@pytest.mark.parametrize(
    "moment",
    [
        "payments.operations.send_payout._note_try",
        "payments.operations.send_payout.record_transfer",
        "payments.operations.send_payout.record_bank_payout",
    ],
)
def test_a_worker_killed_in_the_middle_of_settlement_leaves_exactly_one_transfer(
    sandbox: Sandbox, monkeypatch: Any, moment: str
) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    payout = asked(sold(seller))
    with monkeypatch.context() as patch:
        crash_before(patch, moment)
        with pytest.raises(Crash):
            send_payout(payout=payout, now=NOW())

    with time_machine.travel(NOW() + timedelta(minutes=2)):
        assert tasks.send_open_payouts() == 1

    payout.refresh_from_db()
    assert payout.status == "sent" and payout.provider_payout_id
    assert [row["amount"] for row in sandbox.control.objects("transfers")] == [115_00]
    assert len(sandbox.control.objects("payouts")) == 1
    assert LedgerEntry.objects.filter(kind="payout.sent").count() == 1
    assert_reconciled()


@pytest.mark.parametrize("call", ["POST /v1/transfers", "POST /v1/payouts"])
def test_success_then_timeout_ends_in_exactly_one_transfer(sandbox: Sandbox, call: str) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    payout = asked(sold(seller))
    sandbox.control.fault("drop_after", call, count=3)

    with pytest.raises(gateway.PaymentProviderUnavailable):
        send_payout(payout=payout, now=NOW())
    payout = send_payout(payout=payout, now=NOW())

    assert payout.status == "sent"
    assert len(sandbox.control.objects("transfers")) == len(sandbox.control.objects("payouts")) == 1
    assert_reconciled()


def test_a_transfer_whose_key_the_provider_forgot_is_found_again(sandbox: Sandbox, monkeypatch: Any) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    payout = asked(sold(seller))
    with monkeypatch.context() as patch:
        crash_before(patch, "payments.operations.send_payout.record_transfer")
        with pytest.raises(Crash):
            send_payout(payout=payout, now=NOW())
    sandbox.control.advance(3 * 24 * 3600)

    payout = send_payout(payout=payout, now=NOW() + timedelta(days=3))

    assert payout.status == "sent"
    assert len(sandbox.control.objects("transfers")) == 1


def test_a_transfer_message_that_overtakes_the_answer_is_taken_over(sandbox: Sandbox, monkeypatch: Any) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    payout = asked(sold(seller))
    transfer = gateway.create_transfer(payout)

    handle_webhook(webhook=stored("transfer.created", transfer.transfer_id), now=NOW())
    payout = send_payout(payout=payout, now=NOW())

    assert payout.status == "sent" and payout.provider_transfer_id == transfer.transfer_id
    assert len(sandbox.control.objects("transfers")) == 1
    assert_reconciled()


def test_a_payout_the_bank_sends_back_is_available_again_with_the_reason(sandbox: Sandbox) -> None:
    seller = make_organisation()
    account = onboard(sandbox, seller)
    payout = send_payout(payout=asked(sold(seller)), now=NOW())
    close_bank(sandbox, payout)
    sandbox.control.advance(4000)
    for _ in range(2):
        handle_webhook(
            webhook=stored("payout.failed", payout.provider_payout_id, provider_account_id=account.provider_account_id),
            now=NOW(),
        )

    payout.refresh_from_db()
    assert payout.status == "failed" and payout.failure and payout.provider_reversal_id
    assert sums()[("available", "EUR")] == -115_00
    assert Event.objects.filter(name="payments.payout.failed").count() == 1
    [told] = Notification.objects.filter(organisation=seller, kind="payout_failed")
    assert "EUR 115.00" in told.title and payout.failure in told.body
    assert_reconciled()

    again = retry_payout(actor=actor_for(seller, "finance"), payout=payout, now=NOW())
    assert again.pk == retry_payout(actor=actor_for(seller), payout=payout, now=NOW()).pk != payout.pk
    assert_reconciled()


def close_bank(sandbox: Sandbox, payout: Payout) -> None:
    """What a bank does when the account was closed after the money left."""
    import stripe

    client = stripe.StripeClient("sk_test_sandbox", base_addresses={"api": sandbox.url})
    client.v1.payouts.cancel(payout.provider_payout_id, None, {"stripe_account": payout.provider_account_id})


def test_retry_payout_refuses_others_and_those_who_may_not(sandbox: Sandbox) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    payout = asked(sold(seller))

    with pytest.raises(NotFound):
        retry_payout(actor=actor_for(make_organisation()), payout=payout, now=NOW())
    with pytest.raises(NotAllowed):
        retry_payout(actor=actor_for(seller, "buyer"), payout=payout, now=NOW())


def test_a_thin_treasury_delays_the_payout_and_never_fails_it(sandbox: Sandbox) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    payout = asked(sold(seller, goods=2_000_000_00))

    payout = send_payout(payout=payout, now=NOW())
    assert (payout.status, payout.attempt) == ("requested", 2)
    assert "insufficient" in payout.failure
    top_up(sandbox, 3_000_000_00)
    payout = send_payout(payout=payout, now=NOW())

    assert payout.status == "sent"
    assert_reconciled()


def top_up(sandbox: Sandbox, amount: int) -> None:
    import stripe

    client = stripe.StripeClient("sk_test_sandbox", base_addresses={"api": sandbox.url})
    client.v1.topups.create({"amount": amount, "currency": "eur"})


def test_a_seller_the_provider_will_not_pay_gets_the_money_back_as_available(sandbox: Sandbox) -> None:
    seller = make_organisation()
    account = onboard(sandbox, seller)
    payout = asked(sold(seller))
    sandbox.control.complete_onboarding(account.provider_account_id, "rejected")

    payout = send_payout(payout=payout, now=NOW())

    assert payout.status == "failed" and "capabilities" in payout.failure
    assert sandbox.control.objects("transfers") == []
    assert sums()[("available", "EUR")] == -115_00
    assert refresh_account(account=account, now=NOW()).status == "rejected"
    assert_reconciled()


def test_the_sweep_asks_about_a_silent_bank(sandbox: Sandbox) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    payout = send_payout(payout=asked(sold(seller)), now=NOW())
    sandbox.control.advance(4000)

    with time_machine.travel(NOW() + timedelta(minutes=15)):
        tasks.send_open_payouts()

    payout.refresh_from_db()
    assert payout.status == "paid"


def test_check_payout_leaves_a_travelling_payout_as_it_is(sandbox: Sandbox) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    payout = send_payout(payout=asked(sold(seller)), now=NOW())

    assert check_payout(payout=payout, now=NOW()).status == "sent"


def test_connect_account_twice_opens_one_account(sandbox: Sandbox) -> None:
    seller = make_organisation()
    sandbox.control.fault("drop_after", "POST /v1/accounts", count=2)
    with pytest.raises(gateway.PaymentProviderUnavailable):
        onboard(sandbox, seller)
    onboard(sandbox, seller)
    onboard(sandbox, seller)

    assert len(sandbox.control.objects("accounts")) == 1


def test_connect_account_says_where_the_provider_does_not_pay(sandbox: Sandbox) -> None:
    with pytest.raises(gateway.ProviderRefused) as refusal:
        onboard(sandbox, make_organisation(country="AQ"))
    assert "AQ" in refusal.value.detail


def test_connect_account_refuses_those_who_may_not_manage_money(sandbox: Sandbox) -> None:
    viewer = actor_for(make_organisation(), "viewer")
    with pytest.raises(NotAllowed):
        connect_account(actor=viewer, return_url="https://x.example", refresh_url="https://x.example", now=NOW())
    assert not ConnectedAccount.objects.exists()


def test_request_payout_pays_a_share_once() -> None:
    from tests.payments.factories import make_connected_account

    escrow = make_released_escrow()
    make_connected_account(escrow.payee)

    assert asked(escrow).pk == asked(escrow).pk
    assert LedgerEntry.objects.filter(kind="payout.requested").count() == 1


def test_payouts_on_hold_wait_and_go_out_once_the_hold_is_over(sandbox: Sandbox) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    escrow = sold(seller)
    start = NOW()
    hold = place_hold(
        actor=platform_actor(), organisation_id=seller.pk, stops="payouts", code="money", reason="A card was stolen.",
        ground="Terms, part 7", ends_at=start + timedelta(days=3), now=start,
    )  # fmt: skip
    with pytest.raises(PayoutsOnHold):
        asked(escrow)
    assert not Payout.objects.exists() and not LedgerEntry.objects.filter(kind="payout.requested").exists()
    reason = next(
        row.reason
        for row in queries.columns_for(Organisation.objects.get(pk=seller.pk))[0].rows
        if row.key == "available"
    )
    assert "on hold" in reason
    assert end_hold(hold=hold, now=start + timedelta(days=3))
    reactions.pay_out_waiting_shares(Event.objects.get(name="accounts.hold.over"))
    payout = Payout.objects.get()
    assert payout.organisation_id == seller.pk and payout.status == "requested"


def test_a_payout_that_was_asked_for_before_the_hold_is_not_sent_while_it_stands(sandbox: Sandbox) -> None:
    seller = make_organisation()
    onboard(sandbox, seller)
    payout, start = asked(sold(seller)), NOW()
    place_hold(
        actor=platform_actor(), organisation_id=seller.pk, stops="payouts", code="money", reason="A card was stolen.",
        ground="Terms, part 7", ends_at=start + timedelta(days=3), now=start,
    )  # fmt: skip
    with pytest.raises(PayoutsOnHold):
        send_payout(payout=payout, now=start)
    assert sandbox.control.objects("transfers") == []
