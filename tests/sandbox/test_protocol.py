"""The frame: keys, errors, lists, expansion, object shapes, control page, restart."""

import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
import stripe

from payments.sandbox import form, process
from payments.sandbox.client import SandboxControl
from payments.sandbox.process import SandboxProcess

from .receiver import SECRET, Receiver
from .world import World


def test_the_form_encoding_nests() -> None:
    assert form.parse("a=1&b[c]=2&b[d][]=x&b[d][]=y&e[0][f]=g&e[1][f]=h&empty=") == {
        "a": "1", "b": {"c": "2", "d": ["x", "y"]}, "e": [{"f": "g"}, {"f": "h"}], "empty": "",
    }  # fmt: skip
    for wrong in ("a[b=1", "a=1&a[b]=2", "[a]=1"):
        with pytest.raises(form.MalformedForm):
            form.parse(wrong)


def test_only_the_configured_key_is_accepted(running: SandboxProcess) -> None:
    def get(**options: Any) -> httpx.Response:
        return httpx.get(f"{running.url}/v1/balance", trust_env=False, **options)

    assert get().status_code == 401
    wrong = get(headers={"Authorization": "Bearer sk_test_someoneelses0001"})
    assert wrong.status_code == 401 and "Invalid API Key provided: sk_test_" in wrong.json()["error"]["message"]
    assert "someoneelse" not in wrong.text
    assert get(auth=(running.api_key, "")).status_code == 200
    with pytest.raises(stripe.AuthenticationError):
        stripe.StripeClient("sk_test_no", base_addresses={"api": running.url}).v1.balance.retrieve()


def test_errors_have_stripes_shape(world: World, running: SandboxProcess) -> None:
    def post(path: str, **data: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {running.api_key}"}
        return httpx.post(f"{running.url}{path}", data=data, headers=headers, trust_env=False)

    nowhere = post("/v1/quantum_payments")
    assert nowhere.status_code == 404 and "Unrecognized request URL (POST: /v1/quantum" in nowhere.text
    assert nowhere.headers["Request-Id"].startswith("req_") and nowhere.headers["Stripe-Version"]
    missing = post("/v1/payment_intents", amount="1000").json()["error"]
    assert (missing["code"], missing["param"], missing["type"]) == (
        "parameter_missing", "currency", "invalid_request_error",
    )  # fmt: skip
    unknown = post("/v1/payment_intents", amount="1000", currency="eur", colour="red").json()["error"]
    assert (unknown["code"], unknown["param"]) == ("parameter_unknown", "colour")
    wrong = post("/v1/payment_intents", amount="ten", currency="eur").json()["error"]
    assert wrong["code"] == "parameter_invalid_integer"
    with pytest.raises(stripe.InvalidRequestError) as gone:
        world.api.v1.payment_intents.retrieve("pi_none")
    assert (gone.value.http_status, gone.value.code) == (404, "resource_missing")


def test_a_body_that_is_too_large_is_refused(running: SandboxProcess) -> None:
    answer = httpx.post(f"{running.url}/v1/customers", content=b"x" * 1_000_001, trust_env=False)
    assert answer.status_code == 400
    with socket.create_connection(
        httpx.URL(running.url).raw_host and ("127.0.0.1", httpx.URL(running.url).port)
    ) as line:
        line.sendall(b"nonsense\r\n\r\n")
        assert b"400" in line.recv(1000)


def test_lists_are_paged_both_ways(world: World) -> None:
    made = [world.api.v1.customers.create({"name": f"Customer {number}"}).id for number in range(5)]
    newest_first = list(reversed(made))
    page = world.api.v1.customers.list({"limit": 2})
    assert [row.id for row in page.data] == newest_first[:2] and page.has_more and page.url == "/v1/customers"
    after = world.api.v1.customers.list({"limit": 2, "starting_after": newest_first[1]})
    assert [row.id for row in after.data] == newest_first[2:4]
    before = world.api.v1.customers.list({"limit": 2, "ending_before": newest_first[2]})
    assert [row.id for row in before.data] == newest_first[:2] and not before.has_more
    walked = [row.id for row in world.api.v1.customers.list({"limit": 2}).auto_paging_iter()]
    assert walked[:5] == newest_first
    assert world.api.v1.customers.list({"created": {"gt": world.now() + 10}}).data == []
    with pytest.raises(stripe.InvalidRequestError):
        world.api.v1.customers.list({"limit": 101})
    with pytest.raises(stripe.InvalidRequestError):
        world.api.v1.customers.list({"starting_after": "cus_none"})


def test_expand_replaces_ids_and_refuses_what_is_none(world: World) -> None:
    intent = world.paid()
    deep = world.api.v1.payment_intents.retrieve(
        intent.id, {"expand": ["latest_charge.balance_transaction.source", "payment_method"]}
    )
    assert deep.latest_charge.balance_transaction.source.id == deep.latest_charge.id
    assert deep.payment_method.card.last4 == "4242"
    listed = world.api.v1.charges.list({"payment_intent": intent.id, "expand": ["data.payment_intent"]})
    assert listed.data[0].payment_intent.id == intent.id
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        world.api.v1.payment_intents.retrieve(intent.id, {"expand": ["weather"]})


# Fields the SDK knows that Stripe itself leaves out unless expanded, deleted, or of another kind of account.
ABSENT = {
    "deleted", "source_types", "line_items", "refunds", "level3", "authorization_code", "allowed_payment_method_types",
    "cash_balance", "invoice_credit_balance", "sources", "subscriptions", "tax", "tax_ids", "payment_details",
    "account", "transfer", "customer",
}  # fmt: skip


def test_objects_have_every_field_the_sdk_knows(world: World) -> None:
    v1 = world.api.v1
    account = world.account()
    intent = world.paid()
    transfer = v1.transfers.create({"amount": 500, "currency": "eur", "destination": account.id})
    payout = v1.payouts.create({"amount": 100, "currency": "eur"}, options={"stripe_account": account.id})
    dispute = world.control.dispute(world.paid().latest_charge)["id"]
    movement = v1.balance_transactions.list({"limit": 1}).data[0]
    shown = [
        world.session(), intent, v1.charges.retrieve(intent.latest_charge), account, transfer, payout, movement,
        v1.transfers.reversals.create(transfer.id, {"amount": 1}), v1.refunds.create({"payment_intent": intent.id}),
        v1.disputes.retrieve(dispute), v1.balance.retrieve(), v1.customers.create(), v1.events.list().data[0],
        v1.topups.create({"amount": 100, "currency": "eur"}),
        v1.accounts.retrieve(account.id).external_accounts.data[0],
        v1.webhook_endpoints.create({"url": "http://127.0.0.1:9/x", "enabled_events": ["nothing"]}),
    ]  # fmt: skip
    lacking = {}
    for thing in shown:
        known = {name for name in type(thing).__annotations__ if not name.startswith("_") and name.islower()}
        missing = known - set(thing.to_dict()) - ABSENT - {"secret"}
        if missing:
            lacking[type(thing).__name__] = missing
        assert getattr(thing, "livemode", False) is False
    assert lacking == {}


def test_balance_transactions_sum_to_the_balance(world: World) -> None:
    account = world.account()
    for currency in ("eur", "jpy"):
        intent = world.paid(amount=20_000, currency=currency)
        world.api.v1.refunds.create({"payment_intent": intent.id, "amount": 5_000})
    world.control.dispute(world.paid(amount=700).latest_charge)
    transfer = world.api.v1.transfers.create({"amount": 900, "currency": "eur", "destination": account.id})
    world.api.v1.transfers.reversals.create(transfer.id, {"amount": 200})
    world.api.v1.payouts.create({"amount": 300, "currency": "eur"}, options={"stripe_account": account.id})
    for owner in (None, account.id):
        options = {"stripe_account": owner} if owner else {}
        for currency in ("eur", "jpy", "kwd"):
            rows = world.api.v1.balance_transactions.list({"currency": currency, "limit": 100}, options)
            assert sum(row.net for row in rows.auto_paging_iter()) == world.total(currency, owner)
    types = {row.type for row in world.api.v1.balance_transactions.list({"type": "transfer"})}
    assert types == {"transfer"}


def test_the_control_page_shows_and_changes_the_world(world: World, browser: httpx.Client) -> None:
    intent = world.paid()
    page = browser.get("/control")
    assert page.status_code == 200 and "Make it fail" in page.text and intent.latest_charge[:20] in page.text
    assert browser.post("/control/faults", data={"kind": "delay", "match": "GET /v1/none"}).status_code == 303
    fault = world.control.faults()[0]
    assert browser.post(f"/control/faults/{fault['id']}", data={"x": "1"}).status_code == 303
    assert world.control.faults() == []
    assert browser.post("/control/reset", headers={"Origin": "http://evil.test"}).status_code == 403
    assert browser.get("/control/object/" + intent.id).json()["id"] == intent.id
    assert browser.get("/nothing").status_code == 404 and browser.get("/healthz").json() == {"status": "ok"}


def test_a_restart_keeps_everything_and_delivers_the_rest(data_dir: Path, tmp_path: Path) -> None:
    receiver = Receiver()
    first = process.start(data_dir=data_dir, webhook_url=receiver.url, secret=SECRET)
    try:
        with SandboxControl(first.url) as control:
            world = World(stripe.StripeClient(first.api_key, base_addresses={"api": first.url}), control)
            control.pause_deliveries()
            control.advance(3600)
            session, now = world.session(expires_at=world.now() + 1801), world.now()
            paid = world.paid()
            keyed = world.api.v1.customers.create({"name": "Ana"}, {"idempotency_key": "once"})
            before = world.total("eur")
        refused = subprocess.run(
            process.command(data_dir=data_dir), capture_output=True, text=True, timeout=5, cwd=Path.cwd(), check=False
        )
        assert refused.returncode == 4 and "in use by another sandbox" in refused.stderr
        first.process.kill()
        first.process.wait()
        with (data_dir / "journal.jsonl").open("ab") as journal:
            journal.write(b'[["payment_intents", "pi_half')
        second = process.start(data_dir=data_dir, webhook_url=receiver.url, secret=SECRET)
        try:
            with SandboxControl(second.url) as control:
                world = World(stripe.StripeClient(second.api_key, base_addresses={"api": second.url}), control)
                assert world.api.v1.payment_intents.retrieve(paid.id).status == "succeeded"
                assert world.total("eur") == before and world.now() >= now
                again = world.api.v1.customers.create({"name": "Ana"}, {"idempotency_key": "once"})
                assert again.id == keyed.id
                receiver.wait_for("payment_intent.succeeded", paid.id)
                control.advance(1802)
                assert world.api.v1.checkout.sessions.retrieve(session.id).status == "expired"
                control.reset()
                assert world.api.v1.payment_intents.list().data == []
        finally:
            began = time.monotonic()
            second.stop()
            assert time.monotonic() - began < 10 and second.process.returncode == 0
    finally:
        first.stop()
        receiver.close()


def test_a_taken_port_is_told_in_one_line(running: SandboxProcess, data_dir: Path) -> None:
    port = httpx.URL(running.url).port
    assert port is not None
    line = process.command(port=port, data_dir=data_dir)
    refused = subprocess.run(line, capture_output=True, text=True, timeout=5, cwd=Path.cwd(), check=False)
    assert refused.returncode == 3
    assert refused.stderr.count("\n") == 1 and f"cannot listen on 127.0.0.1:{port}" in refused.stderr


def test_the_sandbox_loads_neither_django_nor_the_apps(tmp_path: Path) -> None:
    program = (
        "import sys, payments.sandbox.server, payments.sandbox.__main__\n"
        "foreign = ('django', 'accounts', 'marketplace', 'orders', 'stripe')\n"
        "print([name for name in sys.modules if name.split('.')[0] in foreign])"
    )
    line = [process.command(data_dir=tmp_path)[0], "-c", program]
    done = subprocess.run(line, capture_output=True, text=True, timeout=10, cwd=Path.cwd(), check=True)
    assert done.stdout.strip() == "[]"
