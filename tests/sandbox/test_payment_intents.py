"""PaymentIntents and charges through the SDK."""

import pytest
import stripe

from .receiver import Receiver
from .world import World


def test_create_confirm_and_read_the_money(world: World, receiver: Receiver) -> None:
    intent = world.api.v1.payment_intents.create(
        {"amount": 10_000, "currency": "EUR", "metadata": {"a": "1", "b": "2"}}
    )
    assert (intent.status, intent.currency) == ("requires_payment_method", "eur")
    world.api.v1.payment_intents.update(intent.id, {"amount": 12_000, "metadata": {"b": "", "c": "3"}})
    paid = world.api.v1.payment_intents.confirm(
        intent.id, {"payment_method": "pm_card_visa", "expand": ["latest_charge.balance_transaction"]}
    )
    assert (paid.status, paid.amount_received) == ("succeeded", 12_000)
    assert paid.metadata.to_dict() == {"a": "1", "c": "3"}
    movement = paid.latest_charge.balance_transaction
    assert (movement.amount, movement.fee, movement.net) == (12_000, 378, 11_622), "2.9 % and 30 cents"
    assert movement.status == "pending" and movement.source == paid.latest_charge.id
    receiver.wait_for("charge.succeeded", paid.latest_charge.id)
    with pytest.raises(stripe.InvalidRequestError) as again:
        world.api.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    assert again.value.code == "payment_intent_unexpected_state"
    assert world.api.v1.charges.retrieve(paid.latest_charge.id).payment_intent == intent.id


@pytest.mark.parametrize(
    ("token", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    ],
)
def test_a_declined_card_is_a_card_error(world: World, token: str, code: str, decline_code: str) -> None:
    with pytest.raises(stripe.CardError) as refused:
        world.paid(token=token)
    assert (refused.value.http_status, refused.value.code) == (402, code)
    assert refused.value.error.decline_code == decline_code
    intent = world.api.v1.payment_intents.retrieve(refused.value.error.payment_intent.id)
    assert intent.status == "requires_payment_method" and intent.amount_received == 0
    charge = world.api.v1.charges.retrieve(intent.latest_charge)
    assert (charge.status, charge.failure_code, charge.balance_transaction) == ("failed", code, None)


def test_3d_secure_sends_to_a_page_and_back(world: World, browser: object) -> None:
    intent = world.paid(token="pm_card_authenticationRequired", return_url="http://shop.test/back?x=1")
    assert intent.status == "requires_action"
    url = intent.next_action.redirect_to_url.url
    page, _, query = url.partition("?")
    data = {"secret": query.removeprefix("secret="), "answer": "authorise"}
    answer = browser.post(page, data=data)
    assert answer.headers["location"].startswith(f"http://shop.test/back?x=1&payment_intent={intent.id}")
    assert "redirect_status=succeeded" in answer.headers["location"]
    assert world.api.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_3d_secure_cannot_be_asked_of_an_absent_customer(world: World) -> None:
    with pytest.raises(stripe.CardError) as refused:
        world.paid(token="pm_card_authenticationRequired", off_session=True)
    assert refused.value.code == "authentication_required"


def test_capture_later_in_part(world: World) -> None:
    before = world.total("eur")
    intent = world.paid(amount=5_000, capture_method="manual")
    assert (intent.status, intent.amount_capturable) == ("requires_capture", 5_000)
    assert world.total("eur") == before
    with pytest.raises(stripe.InvalidRequestError):
        world.api.v1.payment_intents.capture(intent.id, {"amount_to_capture": 5_001})
    done = world.api.v1.payment_intents.capture(intent.id, {"amount_to_capture": 4_000})
    assert (done.status, done.amount_received) == ("succeeded", 4_000)
    assert world.total("eur") == before + 4_000 - 146
    assert world.api.v1.refunds.create({"payment_intent": intent.id}).amount == 4_000


def test_cancel_releases_an_authorisation(world: World, receiver: Receiver) -> None:
    intent = world.paid(capture_method="manual")
    gone = world.api.v1.payment_intents.cancel(intent.id, {"cancellation_reason": "requested_by_customer"})
    assert (gone.status, gone.cancellation_reason, gone.amount_capturable) == ("canceled", "requested_by_customer", 0)
    receiver.wait_for("payment_intent.canceled", intent.id)
    with pytest.raises(stripe.InvalidRequestError):
        world.api.v1.payment_intents.capture(intent.id)


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (49, "eur", "amount_too_small"),
        (29, "gbp", "amount_too_small"),
        (49, "jpy", "amount_too_small"),
        (100_000_000, "usd", "amount_too_large"),
        (1_001, "kwd", "invalid_charge_amount"),
        (1_050, "ugx", "invalid_charge_amount"),
        (0, "eur", "parameter_invalid_integer"),
    ],
)
def test_sums_that_cannot_be_charged_are_refused(world: World, amount: int, currency: str, code: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        world.api.v1.payment_intents.create({"amount": amount, "currency": currency})
    assert refused.value.code == code


@pytest.mark.parametrize(("currency", "amount", "fee"), [("jpy", 10_000, 320), ("kwd", 10_000, 590), ("usd", 50, 31)])
def test_the_fee_follows_the_minor_units(world: World, currency: str, amount: int, fee: int) -> None:
    intent = world.paid(amount=amount, currency=currency, expand=["latest_charge.balance_transaction"])
    assert intent.latest_charge.balance_transaction.fee == fee


def test_money_is_pending_until_it_settles_unless_the_card_skips_it(world: World) -> None:
    before = world.available("nok")
    world.paid(amount=10_000, currency="nok", token="pm_card_bypassPending")
    assert world.available("nok") == before + 10_000 - 320
    world.paid(amount=10_000, currency="nok")
    assert world.available("nok") == before + 10_000 - 320
    world.control.advance(61)
    assert world.available("nok") == before + 2 * (10_000 - 320)
