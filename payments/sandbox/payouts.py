"""Payouts from an account's balance to its bank."""

from . import balance, banks, currencies, errors
from .api import Call, endpoint
from .ids import new_id
from .store import Row


@endpoint("POST", "/v1/payouts", "amount currency description destination metadata method source_type "
          "statement_descriptor")  # fmt: skip
def create_payout(call: Call) -> Row:
    amount = call.positive("amount")
    currency = currencies.check_currency(call.required("currency"))
    currencies.check_step(amount, currency)
    account = call.tx.get("accounts", call.account) if call.account else None
    if account is not None and not account["payouts_enabled"]:
        raise errors.StripeError(
            "Cannot create payouts; this account has requirements that need to be collected.",
            code="payouts_not_allowed",
        )
    bank = _bank(account, currency, call.text("destination"))
    method = call.choice("method", "instant standard", "standard")
    if balance.available(call.tx, call.account, currency) < amount:
        raise errors.StripeError(
            "You have insufficient funds in your Stripe account for this transfer. Your card balance is too low. You "
            "can use the /v1/balance endpoint to view your Stripe balance (for more details, see "
            "stripe.com/docs/api#balance).",
            code="balance_insufficient",
        )
    return make_payout(
        call, account, bank, amount, currency, automatic=False, description=call.text("description"),
        metadata=call.metadata(), method=method, statement_descriptor=call.text("statement_descriptor"),
    )  # fmt: skip


def make_payout(
    call: Call, account: Row | None, bank: Row, amount: int, currency: str, *, automatic: bool, **fields: object
) -> Row:
    """Take the money out of the balance; the bank answers ``payout_after`` seconds later."""
    owner = account["id"] if account else None
    payout_id = new_id("po")
    movement = balance.move(
        call, account=owner, amount=-amount, currency=currency, type="payout", source=payout_id,
        description="STRIPE PAYOUT",
    )  # fmt: skip
    arrival = call.now + int(call.sandbox.settings.payout_after)
    payout: Row = {
        "id": payout_id, "object": "payout", "amount": amount, "application_fee": None, "application_fee_amount": None,
        "arrival_date": arrival, "automatic": automatic, "balance_transaction": movement["id"], "created": call.now,
        "currency": currency, "description": None, "destination": bank["id"], "failure_balance_transaction": None,
        "failure_code": None, "failure_message": None, "livemode": False, "metadata": {}, "method": "standard",
        "original_payout": None, "payout_method": None,
        "reconciliation_status": "completed" if automatic else "not_applicable", "reversed_by": None,
        "source_type": "card", "statement_descriptor": None, "status": "pending",
        "trace_id": {"status": "pending", "value": None}, "type": "bank_account", "_account": owner,
        "_number": bank["_number"], **fields,
    }  # fmt: skip
    call.save("payouts", payout)
    _tag(call, payout, automatic)
    call.emit("payout.created", payout)
    due = call.sandbox.clock.exact() + call.sandbox.settings.payout_after
    call.sandbox.clock.schedule(call.tx, "payout", payout_id, due)
    return payout


def _tag(call: Call, payout: Row, automatic: bool) -> None:
    """Remember which balance transactions a payout pays out: itself, and for an automatic one all earlier ones."""
    movement = call.tx.get("balance_transactions", payout["balance_transaction"])
    assert movement is not None
    call.save("balance_transactions", {**movement, "_payout": payout["id"]})
    if not automatic:
        return
    for row in list(call.tx.rows("balance_transactions")):
        mine = row["_account"] == payout["_account"] and row["currency"] == payout["currency"]
        if mine and row["_payout"] is None and row["status"] == "available" and row["type"] != "payout":
            call.save("balance_transactions", {**row, "_payout": payout["id"]})


def arrive(call: Call, payout_id: str) -> None:
    """The bank's answer: paid, or failed with the money back in the balance."""
    payout = call.tx.get("payouts", payout_id)
    if payout is None or payout["status"] not in ("pending", "in_transit"):
        return
    problem = banks.failure(payout["_number"])
    if problem is None:
        payout.update(status="paid", trace_id={"status": "supported", "value": new_id("trace")[6:]})
        call.save("payouts", payout)
        call.emit("payout.updated", payout, {"status": "pending"})
        call.emit("payout.paid", payout)
        return
    returned = _give_back(call, payout, "payout_failure")
    payout.update(
        status="failed", failure_code=problem[0], failure_message=problem[1], failure_balance_transaction=returned["id"]
    )
    call.save("payouts", payout)
    call.emit("payout.failed", payout)
    _stop_bank(call, payout)


def _give_back(call: Call, payout: Row, type: str) -> Row:
    return balance.move(
        call, account=payout["_account"], amount=payout["amount"], currency=payout["currency"], type=type,
        source=payout["id"], description=type.replace("_", " ").upper(),
    )  # fmt: skip


def _stop_bank(call: Call, payout: Row) -> None:
    """Stripe marks the bank account errored and disables payouts until it is replaced."""
    account = call.tx.get("accounts", payout["_account"]) if payout["_account"] else None
    if account is None:
        return
    for bank in account["external_accounts"]["data"]:
        if bank["id"] == payout["destination"]:
            bank["status"] = "errored"
            call.save("bank_accounts", bank)
            call.emit("account.external_account.updated", bank, {"status": "new"})
    call.save("accounts", account)


def pay_out_automatically(call: Call, account_id: str) -> None:
    """Pay out everything available, per currency with a bank account, unless the schedule is manual."""
    account = call.tx.get("accounts", account_id)
    if account is None or not account["payouts_enabled"]:
        return
    if account["settings"]["payouts"]["schedule"]["interval"] == "manual":
        return
    for bank in account["external_accounts"]["data"]:
        amount = balance.available(call.tx, account_id, bank["currency"])
        if amount > 0 and bank["status"] != "errored":
            make_payout(call, account, bank, amount, bank["currency"], automatic=True)


def _bank(account: Row | None, currency: str, wanted: str | None) -> Row:
    if account is None:
        return {"id": "ba_sandboxplatform", "currency": currency, "_number": banks.TEST_ACCOUNT}
    for bank in account["external_accounts"]["data"]:
        if bank["currency"] == currency and wanted in (None, bank["id"]):
            return dict(bank)
    if wanted:
        raise errors.resource_missing("external account", wanted, "destination", in_path=False)
    raise errors.StripeError(
        f"Sorry, you don't have any external accounts in that currency ({currency}).", param="currency"
    )


@endpoint("GET", "/v1/payouts/{id}")
def retrieve_payout(call: Call) -> Row:
    return call.find("payouts")


@endpoint("POST", "/v1/payouts/{id}", "metadata")
def update_payout(call: Call) -> Row:
    payout = call.find("payouts")
    payout["metadata"] = call.metadata(payout["metadata"])
    return call.save("payouts", payout)


@endpoint("POST", "/v1/payouts/{id}/cancel")
def cancel_payout(call: Call) -> Row:
    payout = call.find("payouts")
    if payout["status"] != "pending":
        raise errors.StripeError("You can only cancel a pending payout.", code="payouts_not_allowed")
    returned = _give_back(call, payout, "payout_cancel")
    payout.update(status="canceled", failure_balance_transaction=returned["id"])
    call.save("payouts", payout)
    call.tx.delete("jobs", f"payout:{payout['id']}")
    call.emit("payout.canceled", payout)
    return payout


@endpoint("GET", "/v1/payouts", "limit starting_after ending_before created arrival_date destination status")
def list_payouts(call: Call) -> Row:
    given = {name: call.text(name) for name in ("destination", "status") if call.text(name)}
    return call.listed("payouts", keep=lambda row: all(row[name] == given[name] for name in given))
