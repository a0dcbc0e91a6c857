"""Paying through the provider's page, against a real sandbox process: lost answers, refusals, lies and late money."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine

from marketplace.kernel.models import Event
from marketplace.kernel.refusals import NotAllowed, NotFound
from payments import gateway, reactions, tasks
from payments.models import Escrow, LedgerEntry, Payment, Posting, Refund, WebhookEvent
from payments.operations import PaymentClosed, check_payment, refund_escrow, start_payment
from payments.operations.handle_webhook import handle_webhook
from tests.accounts.factories import actor_for, make_organisation
from tests.payments.conftest import Sandbox
from tests.payments.factories import NOW, SYSTEM, make_escrow
from tests.payments.test_escrow import assert_reconciled, at_once, cancel

pytestmark = pytest.mark.django_db

DECLINED = "4000000000000002"


def start(escrow: Escrow, role: str = "buyer") -> Payment:
    return start_payment(
        actor=actor_for(escrow.payer, role), payment=escrow.payment, success_url="https://shop.example/thanks",
        cancel_url="https://shop.example/cart", now=NOW(),
    )  # fmt: skip


def stored(type: str, object_id: str, **over: Any) -> WebhookEvent:
    """A genuine message about an object, as it lies in our table."""
    number = WebhookEvent.objects.count()
    return WebhookEvent.objects.create(
        provider_event_id=f"evt_{number}_{object_id}",
        type=type,
        object_id=object_id,
        payload={},
        received_at=NOW(),
        **over,
    )


def pay(sandbox: Sandbox, payment: Payment, **card: Any) -> Payment:
    sandbox.control.pay(payment.provider_session_id, **card)
    return check_payment(payment=payment, now=NOW())


def test_a_paid_page_funds_the_escrow_and_books_the_providers_fee(sandbox: Sandbox) -> None:
    escrow = make_escrow(reference="ord_7")
    payment = pay(sandbox, start(escrow))

    escrow.refresh_from_db()
    assert (payment.status, escrow.status) == ("succeeded", "funded")
    assert Event.objects.get(name="payments.escrow.funded").payload["reference"] == "ord_7"
    fee = LedgerEntry.objects.get(kind="payment.fee").postings.get(account__purpose="provider_fees")
    assert fee.amount_minor == 393
    assert_reconciled()


def test_start_payment_twice_makes_one_page(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    first, second = start(escrow), start(escrow)

    assert first.checkout_url == second.checkout_url != ""
    assert len(sandbox.control.objects("sessions")) == 1


@pytest.mark.django_db(transaction=True)
def test_start_payment_by_8_clicks_at_once_makes_one_page(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    actor_for(escrow.payer, "buyer")

    ends = at_once([lambda: start(escrow)] * 8)

    assert set(ends) == {"done"}
    assert len(sandbox.control.objects("sessions")) == 1
    assert Payment.objects.get().provider_session_id == sandbox.control.objects("sessions")[0]["id"]


def test_start_payment_repeats_a_call_whose_answer_was_lost(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    sandbox.control.fault("drop_after", "POST /v1/checkout/sessions", count=2)

    with pytest.raises(gateway.PaymentProviderUnavailable):
        start(escrow)
    assert Payment.objects.get().checkout_url == ""
    asked_by = Payment.objects.get().payer_email
    payment = start(escrow)  # a colleague: the call must still be the same

    [session] = sandbox.control.objects("sessions")
    assert session["customer_email"] == asked_by != ""
    assert payment.provider_session_id == sandbox.control.objects("sessions")[0]["id"]


def test_start_payment_makes_a_fresh_page_when_the_first_call_never_arrived(sandbox: Sandbox) -> None:
    escrow = make_escrow(expires_at=NOW() + timedelta(hours=1))
    fault = sandbox.control.fault("drop", "POST /v1/checkout/sessions")
    with pytest.raises(gateway.PaymentProviderUnavailable):
        start(escrow)
    sandbox.control.heal(fault)

    with time_machine.travel(NOW() + timedelta(minutes=45)):
        sandbox.control.advance(45 * 60)
        payment = start(escrow)

    assert payment.session_number == 2
    assert len(sandbox.control.objects("sessions")) == 1


def test_start_payment_says_honestly_when_the_provider_is_broken(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    sandbox.control.fault("error_500", "POST /v1/checkout/sessions")

    with pytest.raises(gateway.PaymentProviderUnavailable) as refusal:
        start(escrow)
    assert refusal.value.status == 503
    assert not Posting.objects.exists()


def test_start_payment_refuses_others_and_those_who_may_not(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    stranger = actor_for(make_organisation())

    with pytest.raises(NotFound):
        start_payment(actor=stranger, payment=escrow.payment, success_url="https://x.example", cancel_url="", now=NOW())
    with pytest.raises(NotAllowed):
        start(escrow, "viewer")
    assert sandbox.control.objects("sessions") == []


def test_start_payment_refuses_what_is_paid_or_given_up(sandbox: Sandbox) -> None:
    paid = make_escrow()
    pay(sandbox, start(paid))
    given_up = cancel(make_escrow())

    for escrow in (paid, given_up):
        with pytest.raises(PaymentClosed):
            start(escrow)


def test_a_refused_card_is_told_once_and_another_card_may_pay(sandbox: Sandbox) -> None:
    escrow = make_escrow(reference="ord_8")
    payment = start(escrow)
    refused = sandbox.control.pay(payment.provider_session_id, card=DECLINED)
    for _ in range(2):
        handle_webhook(webhook=stored("payment_intent.payment_failed", refused["payment_intent"]["id"]), now=NOW())

    payment.refresh_from_db()
    assert payment.status == "awaiting" and "declined" in payment.last_decline
    assert [event.payload["reference"] for event in Event.objects.filter(name="payments.payment.failed")] == ["ord_8"]
    assert not Posting.objects.exists()

    assert pay(sandbox, payment).status == "succeeded"
    assert LedgerEntry.objects.filter(kind="payment.received").count() == 1


def test_an_unpaid_page_that_closed_expires_the_payment(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    payment = start(escrow)
    sandbox.control.advance(3600)

    payment = check_payment(payment=payment, now=NOW())

    assert payment.status == "expired"
    assert Event.objects.filter(name="payments.payment.expired").count() == 1
    assert not Posting.objects.exists()


def test_given_up_sales_close_their_page(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    payment = start(escrow)
    cancel(escrow)

    reactions.close_abandoned_checkout(Event.objects.get(name="payments.escrow.cancelled"))
    reactions.close_abandoned_checkout(Event.objects.get(name="payments.escrow.cancelled"))

    assert gateway.retrieve_checkout(payment.provider_session_id).status == "expired"


def test_money_paid_in_the_last_second_is_refunded(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    payment = start(escrow)
    sandbox.control.pay(payment.provider_session_id)
    cancel(escrow)

    handle_webhook(webhook=stored("checkout.session.completed", payment.provider_session_id), now=NOW())
    for event in Event.objects.filter(name="payments.refund.requested"):
        reactions.send_refund(event)
        reactions.send_refund(event)

    payment.refresh_from_db()
    assert (payment.status, Refund.objects.get().status) == ("refunded", "succeeded")
    assert [row["amount"] for row in sandbox.control.objects("refunds")] == [125_00]
    assert_reconciled()


def test_refund_after_a_lost_answer_and_a_crash_goes_out_once(sandbox: Sandbox, monkeypatch: Any) -> None:
    escrow = make_escrow()
    pay(sandbox, start(escrow))
    refund_in_transaction(escrow)
    event = Event.objects.get(name="payments.refund.requested")
    crash_before(monkeypatch, "payments.operations.send_refund.record_refund")
    with pytest.raises(Crash):
        reactions.send_refund(event)
    monkeypatch.undo()

    reactions.send_refund(event)

    assert len(sandbox.control.objects("refunds")) == 1
    assert Refund.objects.get().status == "succeeded"
    assert_reconciled()


def test_a_refund_that_fails_later_is_owed_again(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    pay(sandbox, start(escrow), card="4000000000005126")
    refund_in_transaction(escrow)
    reactions.send_refund(Event.objects.get(name="payments.refund.requested"))
    sandbox.control.advance(10)
    refund = Refund.objects.get()

    handle_webhook(webhook=stored("refund.failed", refund.provider_refund_id), now=NOW())

    refund.refresh_from_db()
    assert refund.status == "failed" and refund.failure
    assert_reconciled()


LIES: list[tuple[str, dict[str, Any]]] = [
    ("amount", {"amount_total": 1}),
    ("currency", {"currency": "usd"}),
    ("client reference", {"client_reference_id": "pay_0000000000000000"}),
    ("metadata", {"metadata": {"payment": "pay_0000000000000000"}}),
]


@pytest.mark.parametrize(("what", "lie"), LIES)
def test_a_page_that_does_not_match_is_held_and_pays_nothing(
    sandbox: Sandbox, monkeypatch: Any, what: str, lie: dict[str, Any]
) -> None:
    escrow = make_escrow()
    payment = start(escrow)
    sandbox.control.pay(payment.provider_session_id)
    from payments import gateway as module

    read: Callable[[dict[str, Any]], Any] = module.checkout_facts
    monkeypatch.setattr(module, "checkout_facts", lambda session: read({**session, **lie}))

    webhook = handle_webhook(webhook=stored("checkout.session.completed", payment.provider_session_id), now=NOW())

    payment.refresh_from_db()
    escrow.refresh_from_db()
    assert webhook.outcome == "held" and webhook.problem
    assert (payment.status, escrow.status) == ("awaiting", "open")
    assert not Posting.objects.exists()


def test_a_payment_that_fails_after_the_page_is_told_once_and_may_still_succeed(
    sandbox: Sandbox, monkeypatch: Any
) -> None:
    """A bank method answers days later; the page says complete, its payment says no, and then perhaps yes."""
    escrow = make_escrow(reference="ord_6")
    payment = start(escrow)
    sandbox.control.pay(payment.provider_session_id)
    told = {"status": "complete", "payment_status": "unpaid", "payment_intent": {"id": "pi_1", "status": "canceled"}}
    with monkeypatch.context() as patch:
        read: Callable[[dict[str, Any]], Any] = gateway.checkout_facts
        patch.setattr(gateway, "checkout_facts", lambda session: read({**session, **told}))
        for _ in range(2):
            webhook = stored("checkout.session.async_payment_failed", payment.provider_session_id)
            assert handle_webhook(webhook=webhook, now=NOW()).outcome == "done"

    payment.refresh_from_db()
    assert payment.status == "failed" and not Posting.objects.exists()
    assert [event.payload["reference"] for event in Event.objects.filter(name="payments.payment.failed")] == ["ord_6"]
    assert check_payment(payment=payment, now=NOW()).status == "succeeded"
    assert_reconciled()


def test_an_amount_finer_than_our_units_is_held(sandbox: Sandbox, monkeypatch: Any) -> None:
    payment = start(make_escrow())
    read: Callable[[dict[str, Any]], Any] = gateway.checkout_facts
    lie = {"amount_total": 12550, "currency": "isk"}
    monkeypatch.setattr(gateway, "checkout_facts", lambda session: read({**session, **lie}))

    webhook = handle_webhook(webhook=stored("checkout.session.completed", payment.provider_session_id), now=NOW())

    assert webhook.outcome == "held" and "finer" in webhook.problem


def test_another_page_for_the_same_payment_is_held(sandbox: Sandbox) -> None:
    """A page made with our key but not by this payment's own request, for instance by hand at the provider."""
    escrow = make_escrow()
    payment = start(escrow)
    payment.session_number = 99
    second = gateway.create_checkout(payment)
    sandbox.control.pay(second.session_id)

    webhook = handle_webhook(webhook=stored("checkout.session.completed", second.session_id), now=NOW())

    assert webhook.outcome == "held" and "session" in webhook.problem
    assert not Posting.objects.exists()


def test_a_message_about_something_unknown_is_held(sandbox: Sandbox) -> None:
    webhook = handle_webhook(webhook=stored("checkout.session.completed", "cs_test_nothing"), now=NOW())

    assert webhook.outcome == "held" and "No such" in webhook.problem


def test_messages_in_any_order_any_number_of_times_end_the_same(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    payment = start(escrow)
    refused = sandbox.control.pay(payment.provider_session_id, card=DECLINED)
    sandbox.control.pay(payment.provider_session_id)
    session, intent = payment.provider_session_id, refused["payment_intent"]["id"]
    for type, subject in [
        ("checkout.session.expired", session), ("checkout.session.completed", session),
        ("payment_intent.payment_failed", intent), ("checkout.session.async_payment_failed", session),
        ("checkout.session.completed", session), ("checkout.session.expired", session),
    ]:  # fmt: skip
        handle_webhook(webhook=stored(type, subject), now=NOW())

    payment.refresh_from_db()
    escrow.refresh_from_db()
    assert (payment.status, escrow.status) == ("succeeded", "funded")
    assert LedgerEntry.objects.filter(kind="payment.received").count() == 1
    assert Event.objects.filter(name="payments.escrow.funded").count() == 1


@pytest.mark.django_db(transaction=True)
def test_16_workers_with_the_same_message_fund_once(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    payment = start(escrow)
    sandbox.control.pay(payment.provider_session_id)
    webhook = stored("checkout.session.completed", payment.provider_session_id)

    ends = at_once([lambda: handle_webhook(webhook=webhook, now=NOW())] * 16)

    assert set(ends) == {"done"}
    assert LedgerEntry.objects.filter(kind="payment.received").count() == 1
    assert Event.objects.filter(name="payments.escrow.funded").count() == 1
    assert_reconciled()


def test_the_sweep_finds_a_payment_nobody_told_us_about(sandbox: Sandbox) -> None:
    escrow = make_escrow()
    payment = start(escrow)
    sandbox.control.pay(payment.provider_session_id)
    assert tasks.sweep_payments() == 0

    with time_machine.travel(NOW() + timedelta(minutes=3)):
        assert tasks.sweep_payments() == 1

    escrow.refresh_from_db()
    assert escrow.status == "funded"


def test_the_sweep_survives_a_provider_that_is_away(sandbox: Sandbox) -> None:
    payment = start(make_escrow())
    sandbox.control.fault("error_500", "GET *")

    with time_machine.travel(NOW() + timedelta(minutes=3)):
        assert tasks.sweep_payments() == 0
    payment.refresh_from_db()
    assert payment.status == "awaiting"


class Crash(BaseException):
    """The worker is gone: nothing after this line ran."""


def crash_before(monkeypatch: Any, dotted: str) -> None:
    def gone(**kwargs: Any) -> None:
        raise Crash

    module, _dot, name = dotted.rpartition(".")
    monkeypatch.setattr(import_module(module), name, gone)


def refund_in_transaction(escrow: Escrow) -> Refund:
    from django.db import transaction

    with transaction.atomic():
        return refund_escrow(escrow=escrow, actor=SYSTEM, reason="never shipped", now=NOW())
