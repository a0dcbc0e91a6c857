"""What happens when answers are lost, late or wrong, and why nothing is done twice."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import stripe

from payments.sandbox.process import SandboxProcess

from .world import World

TRANSFER = {"amount": 100, "currency": "eur"}


@pytest.fixture
def patient(running: SandboxProcess) -> stripe.StripeClient:
    """The SDK with its own retries on."""
    return stripe.StripeClient(running.api_key, base_addresses={"api": running.url}, max_network_retries=3)


def raw(running: SandboxProcess, path: str, data: dict[str, str], key: str, timeout: float = 5) -> httpx.Response:
    headers = {"Authorization": f"Bearer {running.api_key}", "Idempotency-Key": key}
    return httpx.post(f"{running.url}{path}", data=data, headers=headers, timeout=timeout, trust_env=False)


def test_a_key_has_one_effect_and_one_answer(world: World, running: SandboxProcess) -> None:
    data = {"amount": "1000", "currency": "eur"}
    first, second = (raw(running, "/v1/payment_intents", data, "key-1") for _ in range(2))
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first.headers and second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Original-Request"] == first.headers["Request-Id"] != second.headers["Request-Id"]
    other = raw(running, "/v1/payment_intents", {**data, "amount": "1001"}, "key-1")
    assert (other.status_code, other.json()["error"]["type"]) == (400, "idempotency_error")
    elsewhere = raw(running, "/v1/customers", {}, "key-1")
    assert elsewhere.json()["error"]["type"] == "idempotency_error"
    world.control.advance(24 * 3600 + 1)
    assert raw(running, "/v1/payment_intents", data, "key-1").json()["id"] != first.json()["id"]


def test_refusals_are_kept_but_mistakes_are_not(world: World, running: SandboxProcess) -> None:
    card = {"amount": "1000", "currency": "eur", "confirm": "true", "payment_method": "pm_card_visa_chargeDeclined"}
    answers = [raw(running, "/v1/payment_intents", card, "key-2") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [402, 402]
    assert answers[1].headers["Idempotent-Replayed"] == "true" and answers[0].json() == answers[1].json()
    assert raw(running, "/v1/payment_intents", {"amount": "1000"}, "key-3").status_code == 400
    assert raw(running, "/v1/payment_intents", {"amount": "1000", "currency": "eur"}, "key-3").status_code == 200


def test_64_threads_with_one_key_have_one_effect(world: World, api: stripe.StripeClient) -> None:
    account = world.account()

    def send(_: int) -> str:
        try:
            made = api.v1.transfers.create({**TRANSFER, "destination": account.id}, {"idempotency_key": "payout-64"})
        except stripe.APIError as error:
            assert error.http_status == 409 and error.error.code == "idempotency_key_in_use"
            return ""
        return str(made.id)

    with ThreadPoolExecutor(64) as pool:
        made = set(pool.map(send, range(64))) - {""}
    assert len(made) == 1
    assert world.available("eur", account.id) == 100


def test_64_threads_with_64_keys_have_64_effects(world: World, api: stripe.StripeClient) -> None:
    account = world.account()

    def send(number: int) -> str:
        options = {"idempotency_key": f"control-{number}-{account.id}"}
        return str(api.v1.transfers.create({**TRANSFER, "destination": account.id}, options).id)

    with ThreadPoolExecutor(64) as pool:
        assert len(set(pool.map(send, range(64)))) == 64
    assert world.available("eur", account.id) == 6_400


def test_a_key_in_use_is_a_conflict(world: World, running: SandboxProcess) -> None:
    world.control.fault("delay", "POST /v1/payment_intents", seconds=5, count=1)
    data = {"amount": "1000", "currency": "eur"}
    slow: list[httpx.Response] = []
    thread = threading.Thread(target=lambda: slow.append(raw(running, "/v1/payment_intents", data, "key-4", 10)))
    thread.start()
    wait_for_hit(world)
    busy = raw(running, "/v1/payment_intents", data, "key-4")
    assert busy.status_code == 409 and busy.json()["error"]["code"] == "idempotency_key_in_use"
    world.control.heal()
    thread.join()
    assert slow[0].status_code == 200


def wait_for_hit(world: World) -> None:
    deadline = time.monotonic() + 3
    while not world.control.faults()[0]["hits"]:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_success_then_silence_is_found_again_by_its_key(world: World, patient: stripe.StripeClient) -> None:
    account = world.account()
    world.control.fault("drop_after", "POST /v1/transfers", count=1)
    made = patient.v1.transfers.create({**TRANSFER, "destination": account.id}, {"idempotency_key": f"p-{account.id}"})
    assert made.last_response.headers["Idempotent-Replayed"] == "true"
    assert world.available("eur", account.id) == 100


def test_success_then_silence_without_retry_is_a_connection_error(world: World, api: stripe.StripeClient) -> None:
    account = world.account()
    world.control.fault("drop_after", "POST /v1/transfers", count=1)
    with pytest.raises(stripe.APIConnectionError):
        api.v1.transfers.create({**TRANSFER, "destination": account.id})
    assert world.available("eur", account.id) == 100, "it happened all the same"


def test_a_dropped_request_has_no_effect(world: World, api: stripe.StripeClient, patient: stripe.StripeClient) -> None:
    account = world.account()
    world.control.fault("drop", "POST /v1/transfers", count=2)
    with pytest.raises(stripe.APIConnectionError):
        api.v1.transfers.create({**TRANSFER, "destination": account.id})
    assert world.available("eur", account.id) == 0
    patient.v1.transfers.create({**TRANSFER, "destination": account.id})
    assert world.available("eur", account.id) == 100


def test_a_500_is_kept_for_its_key_unless_told_otherwise(world: World, running: SandboxProcess) -> None:
    data = {"amount": "1000", "currency": "eur"}
    world.control.fault("error_500", "POST /v1/payment_intents", count=1)
    answers = [raw(running, "/v1/payment_intents", data, "key-5") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [500, 500]
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    world.control.fault("error_500", "POST /v1/payment_intents", count=1, stored=False)
    answers = [raw(running, "/v1/payment_intents", data, "key-6") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [500, 200]


def test_rate_limit_skip_and_count(world: World, api: stripe.StripeClient) -> None:
    world.control.fault("rate_limit", "GET /v1/balance", skip=1, count=2)
    api.v1.balance.retrieve()
    for _ in range(2):
        with pytest.raises(stripe.RateLimitError):
            api.v1.balance.retrieve()
    api.v1.balance.retrieve()


def test_delays_come_before_or_after_the_work(world: World, running: SandboxProcess) -> None:
    account = world.account()
    data = {"amount": "100", "currency": "eur", "destination": account.id}
    world.control.fault("delay_after", "POST /v1/transfers", seconds=5, count=1)
    with pytest.raises(httpx.ReadTimeout):
        raw(running, "/v1/transfers", data, f"after-{account.id}", timeout=0.3)
    assert world.available("eur", account.id) == 100
    world.control.heal()
    world.control.fault("delay", "POST /v1/transfers", seconds=0.2, count=1)
    began = time.monotonic()
    assert raw(running, "/v1/transfers", data, f"before-{account.id}").status_code == 200
    assert time.monotonic() - began >= 0.2


def test_a_hanging_request_is_let_go_without_effect(world: World, running: SandboxProcess) -> None:
    account = world.account()
    data = {"amount": "100", "currency": "eur", "destination": account.id}
    world.control.fault("hang", "POST /v1/transfers")
    with pytest.raises(httpx.ReadTimeout):
        raw(running, "/v1/transfers", data, f"hang-{account.id}", timeout=0.3)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(raw, running, "/v1/transfers", data, f"hang2-{account.id}")
        # Long enough for the request to have arrived, on a busy machine too.
        time.sleep(1)
        assert not waiting.done()
        world.control.heal()
        with pytest.raises(httpx.RemoteProtocolError):
            waiting.result()
    assert world.available("eur", account.id) == 0


def test_a_fault_that_makes_no_sense_is_refused(world: World) -> None:
    for wrong in ({"kind": "earthquake"}, {"kind": "delay", "seconds": -1}, {"kind": "drop", "colour": "red"}):
        with pytest.raises(httpx.HTTPStatusError) as refused:
            world.control.fault(**wrong)
        assert refused.value.response.status_code == 400
    assert world.control.faults() == []
