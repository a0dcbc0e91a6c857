"""Transfers from the platform's balance to connected accounts, and their reversals."""

from . import balance, currencies, errors
from .api import Call, endpoint
from .ids import new_id
from .store import Row


@endpoint("POST", "/v1/transfers", "amount currency destination description metadata source_transaction source_type "
          "transfer_group")  # fmt: skip
def create_transfer(call: Call) -> Row:
    amount = call.positive("amount")
    currency = currencies.check_currency(call.required("currency"))
    currencies.check_step(amount, currency)
    destination = _destination(call)
    source = _source(call, amount, currency)
    if source is None:
        _check_funds(call, None, amount, currency)
    available_on = _available_on(call, source)
    transfer_id, payment_id = new_id("tr"), new_id("py")
    group = call.text("transfer_group")
    if source is not None:
        group = group or source["transfer_group"] or f"group_{source['payment_intent']}"
        source["transfer_group"] = source["transfer_group"] or group
        source["_transferred"] = source.get("_transferred", 0) + amount
        call.save("charges", source)
    taken = balance.move(
        call, account=None, amount=-amount, currency=currency, type="transfer", source=transfer_id,
        available_on=available_on, description=call.text("description"),
    )  # fmt: skip
    given = balance.move(
        call, account=destination["id"], amount=amount, currency=currency, type="payment", source=payment_id,
        available_on=available_on,
    )  # fmt: skip
    call.save("charges", _payment(call, payment_id, amount, currency, destination["id"], given["id"], transfer_id))
    transfer: Row = {
        "id": transfer_id, "object": "transfer", "amount": amount, "amount_reversed": 0,
        "balance_transaction": taken["id"], "created": call.now, "currency": currency,
        "description": call.text("description"), "destination": destination["id"], "destination_payment": payment_id,
        "livemode": False, "metadata": call.metadata(), "reversals": _no_reversals(transfer_id), "reversed": False,
        "source_transaction": source["id"] if source else None,
        "source_type": call.choice("source_type", "card fpx bank_account", "card"), "transfer_group": group,
        "_account": None,
    }  # fmt: skip
    call.save("transfers", transfer)
    call.emit("transfer.created", transfer)
    call.sandbox.plan_automatic_payout(call, destination, available_on)
    return transfer


def _destination(call: Call) -> Row:
    account_id = call.required("destination")
    account = call.tx.get("accounts", account_id)
    if account is None or account.get("deleted"):
        raise errors.resource_missing("destination", account_id, "destination", in_path=False)
    if account["capabilities"].get("transfers") != "active":
        raise errors.StripeError(
            "Your destination account needs to have at least one of the following capabilities enabled: transfers, "
            "crypto_transfers, legacy_payments",
            code="insufficient_capabilities_for_transfer",
        )
    return account


def _source(call: Call, amount: int, currency: str) -> Row | None:
    charge_id = call.text("source_transaction")
    if charge_id is None:
        return None
    charge = call.tx.get("charges", charge_id)
    if charge is None or charge["_account"] is not None or not charge["captured"]:
        raise errors.resource_missing("charge", charge_id, "source_transaction", in_path=False)
    if charge["currency"] != currency:
        raise errors.StripeError(
            "The currency of source_transaction's balance transaction "
            f"({charge['currency']}) must be the same as the transfer currency ({currency})",
            param="currency",
        )
    left = charge["amount_captured"] - charge.get("_transferred", 0)
    if amount > left:
        raise errors.StripeError(
            f"Transfers using this transaction as a source must not exceed the source amount of "
            f"{currencies.spell(charge['amount_captured'], currency)}. "
            f"({currencies.spell(charge.get('_transferred', 0), currency)} has already been transferred.)",
            param="amount",
        )
    return charge


def _available_on(call: Call, source: Row | None) -> int | None:
    if source is None:
        return None
    movement = call.tx.get("balance_transactions", source["balance_transaction"])
    return int(movement["available_on"]) if movement and movement["status"] == "pending" else None


def _check_funds(call: Call, account: str | None, amount: int, currency: str) -> None:
    if balance.available(call.tx, account, currency) < amount:
        raise errors.StripeError(
            "You have insufficient available funds in your Stripe account. Try adding funds directly to your available "
            "balance by creating Charges using the 4000000000000077 test card. See: "
            "https://stripe.com/docs/testing#available-balance",
            code="balance_insufficient",
        )


def _payment(
    call: Call, payment_id: str, amount: int, currency: str, account: str, movement: str, transfer: str
) -> Row:
    """The charge object the money arrives as on the connected account."""
    return {
        "id": payment_id, "object": "charge", "amount": amount, "amount_captured": amount, "amount_refunded": 0,
        "application": None, "application_fee": None, "application_fee_amount": None, "authorization_code": None,
        "balance_transaction": movement, "billing_details": {}, "calculated_statement_descriptor": None,
        "captured": True, "created": call.now, "currency": currency, "customer": None, "description": None,
        "disputed": False, "failure_balance_transaction": None, "failure_code": None, "failure_message": None,
        "fraud_details": {}, "livemode": False, "metadata": {}, "on_behalf_of": None, "outcome": None, "paid": True,
        "payment_intent": None, "payment_method": None,
        "payment_method_details": {"type": "stripe_account", "stripe_account": {}}, "presentment_details": None,
        "radar_options": {}, "receipt_email": None, "receipt_number": None, "receipt_url": None, "refunded": False,
        "review": None, "shipping": None, "source": None, "source_transfer": transfer, "statement_descriptor": None,
        "statement_descriptor_suffix": None, "status": "succeeded", "transfer_data": None, "transfer_group": None,
        "_account": account, "_refund_pending": 0,
    }  # fmt: skip


def _no_reversals(transfer_id: str) -> Row:
    return {
        "object": "list", "data": [], "has_more": False, "total_count": 0,
        "url": f"/v1/transfers/{transfer_id}/reversals",
    }  # fmt: skip


@endpoint("GET", "/v1/transfers/{id}")
def retrieve_transfer(call: Call) -> Row:
    return call.find("transfers")


@endpoint("POST", "/v1/transfers/{id}", "description metadata")
def update_transfer(call: Call) -> Row:
    transfer = call.find("transfers")
    transfer["metadata"] = call.metadata(transfer["metadata"])
    transfer["description"] = call.text("description") or transfer["description"]
    call.emit("transfer.updated", transfer, {})
    return call.save("transfers", transfer)


@endpoint("GET", "/v1/transfers", "limit starting_after ending_before created destination transfer_group")
def list_transfers(call: Call) -> Row:
    given = {name: call.text(name) for name in ("destination", "transfer_group") if call.text(name)}
    return call.listed("transfers", keep=lambda row: all(row[name] == given[name] for name in given))


@endpoint("POST", "/v1/transfers/{id}/reversals", "amount description metadata refund_application_fee")
def create_reversal(call: Call) -> Row:
    transfer = call.find("transfers")
    left = transfer["amount"] - transfer["amount_reversed"]
    if left == 0:
        raise errors.StripeError(f"Transfer {transfer['id']} is already fully reversed.", param="id")
    amount = call.positive("amount") if "amount" in call.parameters else left
    currency = transfer["currency"]
    currencies.check_step(amount, currency)
    if amount > left:
        raise errors.StripeError(
            f"Transfer reversal amount ({currencies.spell(amount, currency)}) is greater than unreversed amount on "
            f"transfer ({currencies.spell(left, currency)})",
            param="amount",
        )
    pending = _available_on(call, call.tx.get("charges", transfer["source_transaction"] or ""))
    if pending is None:
        _check_funds(call, transfer["destination"], amount, currency)
    reversal_id, refund_id = new_id("trr"), new_id("pyr")
    returned = balance.move(
        call, account=None, amount=amount, currency=currency, type="transfer_refund", source=reversal_id,
        available_on=pending,
    )  # fmt: skip
    balance.move(
        call, account=transfer["destination"], amount=-amount, currency=currency, type="payment_refund",
        source=refund_id, available_on=pending, reporting_category="transfer_reversal",
    )  # fmt: skip
    payment = call.tx.get("charges", transfer["destination_payment"])
    assert payment is not None
    payment["amount_refunded"] += amount
    payment["refunded"] = payment["amount_refunded"] == payment["amount"]
    call.save("charges", payment)
    reversal: Row = {
        "id": reversal_id, "object": "transfer_reversal", "amount": amount, "balance_transaction": returned["id"],
        "created": call.now, "currency": currency, "description": call.text("description"),
        "destination_payment_refund": refund_id, "metadata": call.metadata(), "source_refund": None,
        "transfer": transfer["id"], "_account": None,
    }  # fmt: skip
    call.save("reversals", reversal)
    previous = {"amount_reversed": transfer["amount_reversed"], "reversed": transfer["reversed"]}
    transfer["amount_reversed"] += amount
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    transfer["reversals"]["data"] = [reversal, *transfer["reversals"]["data"]][:10]
    transfer["reversals"]["total_count"] += 1
    transfer["reversals"]["has_more"] = transfer["reversals"]["total_count"] > 10
    call.save("transfers", transfer)
    call.emit("transfer.reversed", transfer, previous)
    return reversal


@endpoint("GET", "/v1/transfers/{id}/reversals", "limit starting_after ending_before")
def list_reversals(call: Call) -> Row:
    transfer = call.find("transfers")
    rows = [row for row in call.tx.newest_first("reversals") if row["transfer"] == transfer["id"]]
    return call.page(rows, "reversals")


@endpoint("GET", "/v1/transfers/{id}/reversals/{reversal}")
def retrieve_reversal(call: Call) -> Row:
    reversal = call.find("reversals", call.path["reversal"])
    if reversal["transfer"] != call.path["id"]:
        raise errors.resource_missing("transfer reversal", reversal["id"])
    return reversal


@endpoint("POST", "/v1/transfers/{id}/reversals/{reversal}", "description metadata")
def update_reversal(call: Call) -> Row:
    reversal = retrieve_reversal(call)
    reversal["metadata"] = call.metadata(reversal["metadata"])
    return call.save("reversals", reversal)
