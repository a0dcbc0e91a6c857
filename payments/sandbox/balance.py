"""
Balances: every movement of money is a balance transaction, and a balance is their sum.

A row ``totals`` per account and currency keeps the running sum; ``unsettled`` rows are what is not yet available.
"""

from typing import Any

from . import currencies, errors
from .api import Call, endpoint
from .ids import new_id
from .store import Row, Transaction

REPORTING = {
    "payment": "charge", "charge": "charge", "refund": "refund", "payment_refund": "refund", "transfer": "transfer",
    "transfer_refund": "transfer_reversal", "payout": "payout", "payout_failure": "payout_reversal",
    "payout_cancel": "payout_reversal", "topup": "topup", "adjustment": "dispute", "refund_failure": "refund_failure",
}  # fmt: skip


def move(
    call: Call,
    *,
    account: str | None,
    amount: int,
    currency: str,
    type: str,
    source: str,
    fee: int = 0,
    available_on: int | None = None,
    description: str | None = None,
    reporting_category: str | None = None,
) -> Row:
    """
    Write one balance transaction of ``amount`` minor units (negative takes money away), less ``fee``.

    ``available_on`` in the future leaves it pending until then.
    """
    now = call.now
    pending = available_on is not None and available_on > now
    charged = {
        "amount": fee, "application": None, "currency": currency, "type": "stripe_fee",
        "description": "Dispute fee" if type == "adjustment" else "Stripe processing fees",
    }  # fmt: skip
    row: Row = {
        "id": new_id("txn"), "object": "balance_transaction", "amount": amount, "balance_type": "payments",
        "available_on": available_on or now, "created": now, "currency": currency, "description": description,
        "exchange_rate": None, "fee": fee, "fee_details": [charged] if fee else [], "net": amount - fee,
        "reporting_category": reporting_category or REPORTING[type], "source": source,
        "status": "pending" if pending else "available", "type": type, "_account": account, "_payout": None,
    }  # fmt: skip
    total = _total(call.tx, account, currency)
    total["net"] += row["net"]
    call.tx.put("totals", total)
    if pending:
        call.tx.put("unsettled", {"id": row["id"], "account": account, "currency": currency, "net": row["net"]})
        call.sandbox.clock.schedule(call.tx, "settle", row["id"], row["available_on"])
    return call.save("balance_transactions", row)


def settle(call: Call, transaction_id: str) -> None:
    """The pending money of one transaction becomes available."""
    row = call.tx.get("balance_transactions", transaction_id)
    if row is None or row["status"] == "available":
        return
    row["status"] = "available"
    call.tx.delete("unsettled", transaction_id)
    call.save("balance_transactions", row)


def available(tx: Transaction, account: str | None, currency: str) -> int:
    """Minor units that can be spent now."""
    return int(_total(tx, account, currency)["net"]) - unsettled(tx, account, currency)


def unsettled(tx: Transaction, account: str | None, currency: str) -> int:
    rows = tx.rows("unsettled")
    return sum(row["net"] for row in rows if row["account"] == account and row["currency"] == currency)


def balance_of(call: Call, account: str | None) -> Row:
    """Stripe's ``balance`` object of an account."""
    held = [row for row in call.tx.rows("totals") if row["account"] == account]
    lines = sorted(held, key=lambda row: row["currency"])
    later: dict[str, int] = {}
    for row in call.tx.rows("unsettled"):
        if row["account"] == account:
            later[row["currency"]] = later.get(row["currency"], 0) + row["net"]
    ready, waiting = [], []
    for line in lines:
        pending = later.get(line["currency"], 0)
        ready.append(_line(line["net"] - pending, line["currency"]))
        waiting.append(_line(pending, line["currency"]))
    if not lines:
        ready, waiting = [_line(0, _default_currency(call, account))], [_line(0, _default_currency(call, account))]
    return {
        "object": "balance", "available": ready, "connect_reserved": [_line(0, line["currency"]) for line in lines],
        "instant_available": None, "issuing": None, "livemode": False, "pending": waiting,
        "refund_and_dispute_prefunding": {"available": [], "pending": []},
    }  # fmt: skip


def open_platform_balance(call: Call) -> None:
    """Give the platform its opening balance in every currency, once, as top-ups."""
    for currency in sorted(currencies.SUPPORTED):
        amount = scaled(call.sandbox.settings.opening_balance, currency)
        if currency in currencies.SMALL_UNITS:
            amount *= 1000
        if amount:
            create_topup(call, amount, currency, "Opening balance")


def scaled(minor: int, currency: str) -> int:
    """A setting in minor units, ten times as many where the unit has three decimals."""
    return minor * 10 if currencies.exponent(currency) == 3 else minor


def create_topup(call: Call, amount: int, currency: str, description: str | None, **fields: Any) -> Row:
    row: Row = {
        "id": new_id("tu"), "object": "topup", "amount": amount, "balance_transaction": None, "created": call.now,
        "currency": currency, "description": description, "expected_availability_date": call.now,
        "failure_code": None, "failure_message": None, "initiated_by": "user", "livemode": False, "metadata": {},
        "payment_method": None, "payment_method_options": None, "source": None, "statement_descriptor": None,
        "status": "succeeded", "transfer_group": None, "_account": None, **fields,
    }  # fmt: skip
    movement = move(
        call, account=None, amount=amount, currency=currency, type="topup", source=row["id"], description=description
    )
    row["balance_transaction"] = movement["id"]
    return call.save("topups", row)


@endpoint("GET", "/v1/balance")
def retrieve_balance(call: Call) -> Row:
    return balance_of(call, call.account)


@endpoint("GET", "/v1/balance_transactions/{id}")
def retrieve_balance_transaction(call: Call) -> Row:
    return call.find("balance_transactions")


@endpoint("GET", "/v1/balance_transactions", "limit starting_after ending_before created currency payout source type")
def list_balance_transactions(call: Call) -> Row:
    filters = {
        "currency": (call.text("currency") or "").lower() or None, "source": call.text("source"),
        "type": call.text("type"), "_payout": call.text("payout"),
    }  # fmt: skip
    given = {name: value for name, value in filters.items() if value is not None}
    return call.listed("balance_transactions", keep=lambda row: all(row[name] == given[name] for name in given))


@endpoint("POST", "/v1/topups", "amount currency description metadata statement_descriptor transfer_group source")
def make_topup(call: Call) -> Row:
    if call.account:
        raise errors.StripeError("Top-ups are for the platform's own balance.")
    amount = call.positive("amount")
    currency = currencies.check_currency(call.required("currency"))
    currencies.check_step(amount, currency)
    row = create_topup(
        call, amount, currency, call.text("description"), metadata=call.metadata(),
        statement_descriptor=call.text("statement_descriptor"), transfer_group=call.text("transfer_group"),
    )  # fmt: skip
    call.emit("topup.created", {**row, "status": "pending"})
    call.emit("topup.succeeded", row)
    return row


@endpoint("GET", "/v1/topups/{id}")
def retrieve_topup(call: Call) -> Row:
    return call.find("topups")


@endpoint("GET", "/v1/topups", "limit starting_after ending_before created status amount")
def list_topups(call: Call) -> Row:
    return call.listed("topups", keep=lambda row: call.text("status") in (None, row["status"]))


def _total(tx: Transaction, account: str | None, currency: str) -> Row:
    key = f"{account or 'platform'}:{currency}"
    return tx.get("totals", key) or {"id": key, "account": account, "currency": currency, "net": 0}


def _line(amount: int, currency: str) -> Row:
    return {"amount": amount, "currency": currency, "source_types": {"card": amount}}


def _default_currency(call: Call, account: str | None) -> str:
    row = call.tx.get("accounts", account) if account else None
    return str(row["default_currency"] if row else call.sandbox.settings.default_currency)
