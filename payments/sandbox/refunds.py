"""Refunds: any number of parts, never more than was captured."""

from . import balance, cards, currencies, errors
from .api import Call, endpoint
from .ids import new_id
from .store import Row


@endpoint("POST", "/v1/refunds", "amount charge payment_intent metadata reason instructions_email currency")
def create_refund(call: Call) -> Row:
    charge = _charge(call)
    if charge["disputed"] and not charge.get("_dispute_won"):
        raise errors.StripeError(f"Charge {charge['id']} has been charged back; cannot issue a refund.",
                                 code="charge_disputed")  # fmt: skip
    left = charge["amount_captured"] - _refunded(charge)
    if left <= 0:
        raise errors.StripeError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = call.positive("amount") if "amount" in call.parameters else left
    currency = charge["currency"]
    currencies.check_step(amount, currency)
    if amount > left:
        raise errors.StripeError(
            f"Refund amount ({currencies.spell(amount, currency)}) is greater than unrefunded amount on charge "
            f"({currencies.spell(left, currency)})",
            param="amount",
        )
    refund = _refund(call, charge, amount)
    refund["balance_transaction"] = balance.move(
        call, account=charge["_account"], amount=-amount, currency=currency, type="refund", source=refund["id"],
        description=f"REFUND FOR CHARGE ({charge['description'] or charge['id']})",
    )["id"]  # fmt: skip
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] >= charge["amount"]
    call.save("refunds", refund)
    call.save("charges", charge)
    if refund["_later"]:
        due = call.sandbox.clock.exact() + call.sandbox.settings.refund_after
        call.sandbox.clock.schedule(call.tx, "refund", refund["id"], due)
    call.emit("refund.created", refund)
    call.emit("charge.refunded", charge)
    return refund


def _refunded(charge: Row) -> int:
    """Refunds made so far; a partial capture counts what was released as refunded, so that is taken off."""
    return int(charge["amount_refunded"]) - (int(charge["amount"]) - int(charge["amount_captured"]))


def _charge(call: Call) -> Row:
    intent_id, charge_id = call.text("payment_intent"), call.text("charge")
    if not intent_id and not charge_id:
        raise errors.StripeError("One of the following params should be provided for this request: payment_intent or "
                                 "charge.", saved=False)  # fmt: skip
    if intent_id:
        intent = call.find("payment_intents", intent_id, param="payment_intent")
        if intent["status"] != "succeeded":
            raise errors.StripeError(
                f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.", param="payment_intent"
            )
        if charge_id and charge_id != intent["latest_charge"]:
            raise errors.StripeError("The charge does not belong to the payment_intent.", param="charge")
        charge_id = intent["latest_charge"]
    charge = call.find("charges", charge_id, param="charge")
    if not charge["paid"] or not charge["captured"] or charge["payment_intent"] is None:
        raise errors.StripeError(
            f"Charge {charge['id']} cannot be refunded because it was not captured.", param="charge"
        )
    return charge


def _refund(call: Call, charge: Row, amount: int) -> Row:
    later = cards.card_for(charge["_number"]).refund
    return {
        "id": new_id("re"), "object": "refund", "amount": amount, "balance_transaction": None, "charge": charge["id"],
        "created": call.now, "currency": charge["currency"], "customer": charge["customer"], "customer_account": None,
        "description": None,
        "destination_details": {
            "card": {
                "reference": None, "reference_status": "pending", "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
            "type": "card",
        },
        "failure_balance_transaction": None, "failure_reason": None,
        "instructions_email": call.text("instructions_email"), "metadata": call.metadata(), "next_action": None,
        "payment_intent": charge["payment_intent"], "payment_method": charge["payment_method"],
        "pending_reason": "processing" if later == "succeeds_later" else None, "presentment_details": None,
        "reason": call.choice("reason", "duplicate fraudulent requested_by_customer"), "receipt_number": None,
        "source_transfer_reversal": None, "status": "pending" if later == "succeeds_later" else "succeeded",
        "transfer_reversal": None, "_account": charge["_account"],
        "_later": later if later != "succeeds" else None,
    }  # fmt: skip


def conclude(call: Call, refund_id: str) -> None:
    """The bank's late answer to a refund."""
    refund = call.tx.get("refunds", refund_id)
    if refund is None or not refund["_later"]:
        return
    fails = refund["_later"] == "fails_later"
    refund["_later"] = None
    if not fails:
        refund.update(status="succeeded", pending_reason=None)
        call.save("refunds", refund)
        call.emit("refund.updated", refund, {"status": "pending"})
        call.emit("charge.refund.updated", refund, {"status": "pending"})
        return
    charge = call.tx.get("charges", refund["charge"])
    assert charge is not None
    returned = balance.move(
        call, account=refund["_account"], amount=refund["amount"], currency=refund["currency"], type="refund_failure",
        source=refund_id, description="REFUND FAILURE",
    )  # fmt: skip
    refund.update(status="failed", failure_reason="lost_or_stolen_card", failure_balance_transaction=returned["id"])
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    call.save("charges", charge)
    call.save("refunds", refund)
    for type in ("refund.updated", "charge.refund.updated"):
        call.emit(type, refund, {"status": "succeeded"})
    call.emit("refund.failed", refund)


@endpoint("GET", "/v1/refunds/{id}")
def retrieve_refund(call: Call) -> Row:
    return call.find("refunds")


@endpoint("POST", "/v1/refunds/{id}", "metadata")
def update_refund(call: Call) -> Row:
    refund = call.find("refunds")
    refund["metadata"] = call.metadata(refund["metadata"])
    call.emit("refund.updated", refund, {})
    return call.save("refunds", refund)


@endpoint("GET", "/v1/refunds", "limit starting_after ending_before created charge payment_intent")
def list_refunds(call: Call) -> Row:
    given = {name: call.text(name) for name in ("charge", "payment_intent") if call.text(name)}
    return call.listed("refunds", keep=lambda row: all(row[name] == given[name] for name in given))
