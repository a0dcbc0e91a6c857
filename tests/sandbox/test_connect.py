"""Connected accounts: onboarding, transfers and reversals, payouts."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import stripe

from .receiver import Receiver
from .world import World

RETURN, REFRESH = "http://shop.test/money", "http://shop.test/again"


def link(world: World, account: str) -> str:
    made = world.api.v1.account_links.create(
        {"account": account, "type": "account_onboarding", "return_url": RETURN, "refresh_url": REFRESH}
    )
    return made.url


def token(url: str) -> str:
    return url.partition("link=")[2]


def test_onboarding_enables_the_account(world: World, browser: httpx.Client, receiver: Receiver) -> None:
    account = world.account("FR", complete=False, email="grower@example.com", metadata={"organisation": "org_1"})
    assert account.id.startswith("acct_") and not account.charges_enabled and not account.payouts_enabled
    assert "external_account" in account.requirements.currently_due and account.capabilities.transfers == "inactive"
    with pytest.raises(stripe.InvalidRequestError) as early:
        world.api.v1.transfers.create({"amount": 100, "currency": "eur", "destination": account.id})
    assert early.value.code == "insufficient_capabilities_for_transfer"
    url = link(world, account.id)
    page = browser.get(url)
    assert "FR1420041010050500013M02606" in page.text and "France" in page.text and "Test mode" in page.text
    form = {"link": token(url), "answer": "complete", "name": "Les Bleuets", "holder": "Les Bleuets SARL"}
    wrong = browser.post(url, data={**form, "number": "FR1420041010050500013M02607"})
    assert wrong.status_code == 422 and "is invalid" in wrong.text
    done = browser.post(url, data={**form, "number": "FR14 2004 1010 0505 0001 3M02 606"})
    assert (done.status_code, done.headers["location"]) == (303, RETURN)
    ready = world.api.v1.accounts.retrieve(account.id)
    assert ready.details_submitted and ready.charges_enabled and ready.payouts_enabled
    assert ready.requirements.currently_due == [] and ready.capabilities.transfers == "active"
    assert ready.business_profile.name == "Les Bleuets" and ready.external_accounts.data[0].last4 == "2606"
    event = receiver.wait_for("account.updated", account.id)
    assert event.account == account.id
    assert browser.get(url).headers["location"] == REFRESH, "a link works once"
    login = world.api.v1.accounts.login_links.create(account.id)
    assert "Payouts on" in browser.get(login.url).text


def test_onboarding_can_be_left_for_later_and_its_link_runs_out(world: World, browser: httpx.Client) -> None:
    account = world.account(complete=False)
    url = link(world, account.id)
    assert browser.post(url, data={"link": token(url), "answer": "later"}).headers["location"] == RETURN
    assert not world.api.v1.accounts.retrieve(account.id).details_submitted
    late = link(world, account.id)
    world.control.advance(301)
    assert browser.get(late).headers["location"] == REFRESH
    assert browser.get(f"/onboarding/{account.id}?link=guess").status_code == 404


def test_a_missing_document_keeps_payouts_off(world: World, browser: httpx.Client) -> None:
    account = world.account(complete=False)
    world.control.complete_onboarding(account.id, "needs_document")
    held = world.api.v1.accounts.retrieve(account.id)
    assert held.details_submitted and not held.payouts_enabled
    assert held.requirements.currently_due == ["individual.verification.document"]
    with pytest.raises(stripe.InvalidRequestError):
        world.api.v1.transfers.create({"amount": 100, "currency": "eur", "destination": account.id})


def test_accounts_are_listed_updated_and_deleted(world: World) -> None:
    account = world.account(complete=False, metadata={"a": "1"})
    changed = world.api.v1.accounts.update(account.id, {"metadata": {"b": "2"}, "business_profile": {"name": "Two"}})
    assert changed.metadata.to_dict() == {"a": "1", "b": "2"} and changed.business_profile.name == "Two"
    assert world.api.v1.accounts.capabilities.retrieve(account.id, "transfers").status == "inactive"
    assert account.id in [row.id for row in world.api.v1.accounts.list({"limit": 100})]
    assert world.api.v1.accounts.delete(account.id).deleted
    with pytest.raises(stripe.PermissionError) as gone:
        world.api.v1.accounts.retrieve(account.id)
    assert gone.value.error.code == "account_invalid"
    with pytest.raises(stripe.InvalidRequestError) as nowhere:
        world.account("AQ", complete=False)
    assert nowhere.value.code == "country_unsupported"


def test_controller_accounts_are_express_to_the_sdk(world: World) -> None:
    account = world.api.v1.accounts.create(
        {
            "controller": {
                "losses": {"payments": "application"}, "fees": {"payer": "application"},
                "stripe_dashboard": {"type": "express"}, "requirement_collection": "stripe",
            },
            "country": "CL",
        }
    )  # fmt: skip
    assert account.controller.losses.payments == "application" and account.default_currency == "clp"


def test_a_transfer_moves_money_to_the_account(world: World, receiver: Receiver) -> None:
    account, before = world.account("CL"), world.available("clp")
    transfer = world.api.v1.transfers.create(
        {"amount": 90_000, "currency": "clp", "destination": account.id, "transfer_group": "ord_2",
         "metadata": {"payout": "po_1"}}
    )  # fmt: skip
    assert (transfer.amount, transfer.reversed, transfer.transfer_group) == (90_000, False, "ord_2")
    assert world.available("clp") == before - 90_000
    assert world.available("clp", account.id) == 90_000
    receiver.wait_for("transfer.created", transfer.id)
    assert [row.id for row in world.api.v1.transfers.list({"destination": account.id})] == [transfer.id]
    payment = world.api.v1.charges.retrieve(transfer.destination_payment, options={"stripe_account": account.id})
    assert payment.source_transfer == transfer.id
    updated = world.api.v1.transfers.update(transfer.id, {"metadata": {"x": "y"}})
    assert updated.metadata.to_dict() == {"payout": "po_1", "x": "y"}


def test_a_transfer_needs_balance_in_its_currency(world: World) -> None:
    account, before = world.account(), world.available("sek")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        world.api.v1.transfers.create({"amount": before + 1, "currency": "sek", "destination": account.id})
    assert refused.value.code == "balance_insufficient"
    assert world.available("sek") == before and world.total("sek", account.id) == 0
    world.api.v1.topups.create({"amount": 1, "currency": "sek", "description": "Treasury"})
    world.api.v1.transfers.create({"amount": before + 1, "currency": "sek", "destination": account.id})
    assert world.available("sek") == 0
    with pytest.raises(stripe.InvalidRequestError, match="No such destination"):
        world.api.v1.transfers.create({"amount": 1, "currency": "eur", "destination": "acct_none"})


def test_concurrent_transfers_never_overdraw(world: World) -> None:
    account, start = world.account(), world.available("dkk")
    part = start // 8 + 1

    def send(_: int) -> bool:
        try:
            world.api.v1.transfers.create({"amount": part, "currency": "dkk", "destination": account.id})
        except stripe.InvalidRequestError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(send, range(16))) == 7
    assert world.available("dkk") == start - 7 * part
    assert world.available("dkk", account.id) == 7 * part


def test_a_transfer_from_a_charge_is_limited_by_it_and_waits_for_it(world: World) -> None:
    account, intent = world.account(), world.paid(amount=10_000)
    source = {"currency": "eur", "destination": account.id, "source_transaction": intent.latest_charge}
    world.api.v1.transfers.create({**source, "amount": 9_000})
    with pytest.raises(stripe.InvalidRequestError, match="must not exceed"):
        world.api.v1.transfers.create({**source, "amount": 1_001})
    assert world.available("eur", account.id) == 0 and world.total("eur", account.id) == 9_000
    world.control.advance(61)
    assert world.available("eur", account.id) == 9_000


def test_reversals_come_back_up_to_the_transfer(world: World, receiver: Receiver) -> None:
    account, before = world.account(), world.available("eur")
    transfer = world.api.v1.transfers.create({"amount": 1_000, "currency": "eur", "destination": account.id})
    first = world.api.v1.transfers.reversals.create(transfer.id, {"amount": 400, "metadata": {"why": "late"}})
    assert first.id.startswith("trr_") and first.object == "transfer_reversal"
    with pytest.raises(stripe.InvalidRequestError, match="greater than unreversed"):
        world.api.v1.transfers.reversals.create(transfer.id, {"amount": 601})
    world.api.v1.transfers.reversals.create(transfer.id)
    with pytest.raises(stripe.InvalidRequestError, match="fully reversed"):
        world.api.v1.transfers.reversals.create(transfer.id)
    done = world.api.v1.transfers.retrieve(transfer.id)
    assert done.reversed and done.amount_reversed == 1_000 and len(done.reversals.data) == 2
    assert len(world.api.v1.transfers.reversals.list(transfer.id).data) == 2
    assert world.available("eur") == before and world.total("eur", account.id) == 0
    receiver.wait_for("transfer.reversed", transfer.id)


def test_a_payout_is_paid_after_a_moment(world: World, receiver: Receiver) -> None:
    account = world.account()
    mine = {"stripe_account": account.id}
    world.api.v1.transfers.create({"amount": 1_000, "currency": "eur", "destination": account.id})
    with pytest.raises(stripe.InvalidRequestError) as much:
        world.api.v1.payouts.create({"amount": 1_001, "currency": "eur"}, options=mine)
    assert much.value.code == "balance_insufficient"
    with pytest.raises(stripe.InvalidRequestError, match="external accounts in that currency"):
        world.api.v1.payouts.create({"amount": 1, "currency": "usd"}, options=mine)
    payout = world.api.v1.payouts.create({"amount": 800, "currency": "eur"}, options=mine)
    assert payout.status == "pending" and world.available("eur", account.id) == 200
    world.control.advance(3)
    assert world.api.v1.payouts.retrieve(payout.id, options=mine).status == "paid"
    assert receiver.wait_for("payout.paid", payout.id).account == account.id
    rows = world.api.v1.balance_transactions.list({"payout": payout.id}, options=mine)
    assert [row.amount for row in rows] == [-800]
    with pytest.raises(stripe.InvalidRequestError):
        world.api.v1.payouts.retrieve(payout.id)


def test_a_payout_is_cancelled_while_pending(world: World) -> None:
    account = world.account()
    mine = {"stripe_account": account.id}
    world.api.v1.transfers.create({"amount": 500, "currency": "eur", "destination": account.id})
    payout = world.api.v1.payouts.create({"amount": 500, "currency": "eur"}, options=mine)
    assert world.api.v1.payouts.cancel(payout.id, options=mine).status == "canceled"
    assert world.available("eur", account.id) == 500
    world.control.advance(3)
    assert world.api.v1.payouts.retrieve(payout.id, options=mine).status == "canceled"


def test_a_bank_that_refuses_returns_the_money(world: World, receiver: Receiver) -> None:
    account = world.account("US")
    bank = {"object": "bank_account", "country": "US", "currency": "usd", "account_number": "000111111116"}
    world.api.v1.accounts.external_accounts.create(account.id, {"external_account": bank})
    world.api.v1.transfers.create({"amount": 500, "currency": "usd", "destination": account.id})
    payout = world.api.v1.payouts.create({"amount": 500, "currency": "usd"}, options={"stripe_account": account.id})
    world.control.advance(3)
    failed = world.api.v1.payouts.retrieve(payout.id, options={"stripe_account": account.id})
    assert (failed.status, failed.failure_code) == ("failed", "no_account")
    assert world.available("usd", account.id) == 500
    receiver.wait_for("payout.failed", payout.id)


def test_a_daily_schedule_pays_out_by_itself(world: World, receiver: Receiver) -> None:
    account = world.account(settings={"payouts": {"schedule": {"interval": "daily"}}})
    world.api.v1.transfers.create({"amount": 700, "currency": "eur", "destination": account.id})
    world.control.advance(61)
    payouts = world.api.v1.payouts.list(options={"stripe_account": account.id}).data
    assert [(row.amount, row.automatic) for row in payouts] == [(700, True)]
    world.control.advance(3)
    receiver.wait_for("payout.paid", payouts[0].id)
    rows = world.api.v1.balance_transactions.list({"payout": payouts[0].id}, options={"stripe_account": account.id})
    assert sorted(row.amount for row in rows) == [-700, 700]
