"""Checkout Sessions and the hosted page, as a customer without JavaScript meets it."""

import re
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import stripe

from .receiver import Receiver
from .world import CANCEL, World

GOOD = {"expiry": "12/34", "cvc": "123", "name": "Ana Pérez", "email": "buyer@example.com", "country": "DE"}
DECLINES = {
    "4000000000000002": ("card_declined", "generic_decline", "Your card was declined."),
    "4000000000009995": ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "4000000000009987": ("card_declined", "lost_card", "Your card was declined."),
    "4000000000000069": ("expired_card", "expired_card", "Your card has expired."),
    "4000000000000127": ("incorrect_cvc", "incorrect_cvc", "security code is incorrect."),
    "4000000000000119": ("processing_error", "processing_error", "An error occurred while processing your card."),
}


def pay(browser: httpx.Client, session: stripe.checkout.Session, number: str, **over: str) -> httpx.Response:
    return browser.post(f"/c/pay/{session.id}", data={**GOOD, "number": number, **over})


def test_the_page_shows_what_is_paid_and_the_test_cards(world: World, browser: httpx.Client) -> None:
    session = world.session(unit=123_456, quantity=1)
    page = browser.get(session.url)
    assert page.status_code == 200
    assert "Test mode" in page.text and "EUR\u00a01,234.56" in page.text
    assert "Blueberries &lt;fresh&gt;" in page.text and CANCEL in page.text
    assert "4000 0025 0000 3155" in page.text and "<script" not in page.text
    assert "http" not in re.sub(r"http://(127\.0\.0\.1|shop\.test)", "", page.text), "nothing comes from elsewhere"
    filled = browser.get(f"{session.url}?card=4000000000009995")
    assert 'value="4000000000009995"' in filled.text


@pytest.mark.parametrize(
    ("currency", "unit", "shown"),
    [("jpy", 5000, "JPY\u00a05,000<"), ("kwd", 12_340, "KWD\u00a012.340<"), ("usd", 12_340, "USD\u00a0123.40<")],
)
def test_amounts_have_the_decimals_of_their_currency(
    world: World, browser: httpx.Client, currency: str, unit: int, shown: str
) -> None:
    assert shown in browser.get(world.session(unit=unit, quantity=1, currency=currency).url).text


def test_paying_completes_the_session(world: World, browser: httpx.Client, receiver: Receiver) -> None:
    session = world.session(
        client_reference_id="pay_1", metadata={"escrow": "esc_1"},
        payment_intent_data={"transfer_group": "ord_1", "metadata": {"order": "ord_1"}},
    )  # fmt: skip
    assert session.id.startswith("cs_test_") and session.payment_intent is None and session.livemode is False
    answer = pay(browser, session, "4242 4242 4242 4242")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"http://shop.test/thanks?session={session.id}"
    done = world.api.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge", "line_items"]}
    )
    assert (done.status, done.payment_status, done.amount_total, done.url) == ("complete", "paid", 2500, None)
    assert done.client_reference_id == "pay_1" and done.metadata.to_dict() == {"escrow": "esc_1"}
    assert done.customer_details.name == "Ana Pérez" and done.line_items.data[0].quantity == 2
    intent = done.payment_intent
    assert (intent.status, intent.amount_received, intent.transfer_group) == ("succeeded", 2500, "ord_1")
    assert intent.metadata.to_dict() == {"order": "ord_1"} and intent.latest_charge.paid
    event = receiver.wait_for("checkout.session.completed", session.id)
    assert event.data.object.payment_intent == intent.id
    receiver.wait_for("payment_intent.succeeded", intent.id)
    lines = world.api.v1.checkout.sessions.line_items.list(session.id)
    assert [line.amount_total for line in lines] == [2500]
    assert session.id in [row.id for row in world.api.v1.checkout.sessions.list({"payment_intent": intent.id})]


@pytest.mark.parametrize("number", DECLINES)
def test_a_declined_card_is_told_and_another_can_be_tried(
    world: World, browser: httpx.Client, receiver: Receiver, number: str
) -> None:
    code, decline_code, message = DECLINES[number]
    session = world.session()
    answer = pay(browser, session, number)
    assert answer.status_code == 402 and message in answer.text.replace("&#x27;", "'")
    assert f'value="{number}"' in answer.text, "the form keeps what was typed"
    tried = world.api.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert tried.status == "open" and tried.payment_intent.status == "requires_payment_method"
    error = tried.payment_intent.last_payment_error
    assert (error.code, error.decline_code) == (code, decline_code)
    receiver.wait_for("payment_intent.payment_failed", tried.payment_intent.id)
    assert pay(browser, session, "4242424242424242").status_code == 303
    paid = world.api.v1.checkout.sessions.retrieve(session.id)
    assert paid.status == "complete" and paid.payment_intent == tried.payment_intent.id


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("number", "4242424242424241", "Your card number is invalid."),
        ("number", "4242", "Your card number is incomplete."),
        ("number", "", "Enter your card number."),
        ("expiry", "12/20", "is in the past."),
        ("expiry", "13/34", "expiration date is incomplete."),
        ("cvc", "1", "security code is incomplete."),
        ("name", " ", "Enter the name on the card."),
    ],
)
def test_a_mistyped_field_is_marked_and_nothing_is_tried(
    world: World, browser: httpx.Client, field: str, value: str, message: str
) -> None:
    session = world.session()
    answer = browser.post(f"/c/pay/{session.id}", data={**GOOD, "number": "4242424242424242", field: value})
    assert answer.status_code == 422 and message in answer.text.replace("&#x27;", "'")
    assert f'aria-describedby="{field}-error"' in answer.text and f'id="{field}-error"' in answer.text
    assert world.api.v1.checkout.sessions.retrieve(session.id).payment_intent is None


@pytest.mark.parametrize("number", ["4000002500003155", "4000000000003220"])
def test_3d_secure_authorised_pays(world: World, browser: httpx.Client, number: str) -> None:
    session = world.session()
    challenge = pay(browser, session, number)
    assert challenge.status_code == 303 and challenge.headers["location"].startswith("/3ds/pi_")
    page = browser.get(challenge.headers["location"])
    assert "Authorise payment" in page.text and "EUR\u00a025.00" in page.text
    secret = re.search(r'name="secret" value="([^"]+)"', page.text)[1]
    where = challenge.headers["location"].partition("?")[0]
    answer = browser.post(where, data={"secret": secret, "answer": "authorise"})
    assert answer.headers["location"].startswith("http://shop.test/thanks")
    done = world.api.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    assert done.payment_status == "paid"
    assert done.payment_intent.latest_charge.payment_method_details.card.three_d_secure.result == "authenticated"
    assert browser.get(challenge.headers["location"]).status_code == 303, "answered once"


def test_3d_secure_failed_returns_to_the_form(world: World, browser: httpx.Client) -> None:
    session = world.session()
    where = pay(browser, session, "4000002500003155").headers["location"]
    path, _, query = where.partition("?")
    answer = browser.post(path, data={"secret": query.removeprefix("secret="), "answer": "fail"})
    page = browser.get(answer.headers["location"])
    assert "unable to authenticate your payment method" in page.text
    tried = world.api.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert tried.status == "open"
    assert tried.payment_intent.last_payment_error.code == "payment_intent_authentication_failure"
    assert tried.payment_intent.latest_charge is None
    assert browser.get(path).status_code == 404, "the page needs the client secret"


def test_another_card_can_be_tried_instead_of_3d_secure(world: World, browser: httpx.Client) -> None:
    session = world.session()
    first = pay(browser, session, "4000002500003155").headers["location"]
    assert pay(browser, session, "4000002500003155").headers["location"] == first
    assert pay(browser, session, "4242424242424242").headers["location"].startswith("http://shop.test/thanks")
    intent = world.api.v1.checkout.sessions.retrieve(session.id).payment_intent
    assert [row.amount for row in world.api.v1.charges.list({"payment_intent": intent})] == [2500]


def test_pressing_pay_many_times_pays_once(world: World, running: object, browser: httpx.Client) -> None:
    session = world.session()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: pay(browser, session, "4242424242424242"), range(16)))
    assert {answer.status_code for answer in answers} == {303}
    intent = world.api.v1.checkout.sessions.retrieve(session.id).payment_intent
    assert len(world.api.v1.charges.list({"payment_intent": intent}).data) == 1


def test_a_session_expires_by_the_clock(world: World, browser: httpx.Client, receiver: Receiver) -> None:
    session = world.session(expires_at=world.now() + 1801)
    pay(browser, session, "4000000000000002")
    world.control.advance(1802)
    gone = world.api.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (gone.status, gone.url, gone.payment_intent.status) == ("expired", None, "canceled")
    receiver.wait_for("checkout.session.expired", session.id)
    page = browser.get(f"/c/pay/{session.id}")
    assert page.status_code == 410 and "expired" in page.text and CANCEL in page.text
    assert pay(browser, session, "4242424242424242").status_code == 410
    assert world.api.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"


def test_a_session_is_expired_by_hand_once(world: World, receiver: Receiver) -> None:
    session = world.session()
    assert world.api.v1.checkout.sessions.expire(session.id).status == "expired"
    receiver.wait_for("checkout.session.expired", session.id)
    with pytest.raises(stripe.InvalidRequestError, match="status of"):
        world.api.v1.checkout.sessions.expire(session.id)


@pytest.mark.parametrize(
    ("over", "param"),
    [
        ({"line_items": []}, "line_items"),
        ({"mode": "subscription"}, "mode"),
        ({"success_url": "thanks"}, "success_url"),
        ({"expires_at": 1}, "expires_at"),
        ({"colour": "red"}, "colour"),
        ({"payment_intent_data": {"colour": "red"}}, "payment_intent_data[colour]"),
        ({"unit": 10, "quantity": 1}, "line_items"),
        ({"unit": 12_345, "currency": "kwd"}, "line_items[0][price_data][unit_amount]"),
        ({"currency": "xyz"}, "line_items[0][price_data][currency]"),
    ],
)
def test_a_wrong_session_is_refused_by_parameter(world: World, over: dict[str, object], param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        world.session(**over)
    assert refused.value.param == param


def test_a_form_from_another_site_is_refused(world: World, browser: httpx.Client) -> None:
    session = world.session()
    answer = browser.post(
        f"/c/pay/{session.id}", data={**GOOD, "number": "4242424242424242"}, headers={"Origin": "http://evil.test"}
    )
    assert answer.status_code == 403
    assert world.api.v1.checkout.sessions.retrieve(session.id).status == "open"
