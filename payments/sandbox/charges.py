"""Charges: what a confirmed payment leaves behind. They are read, never made, through the API."""

from typing import Any

from . import balance, errors
from .api import INCLUDABLE, Call, endpoint
from .cards import Card
from .ids import new_id
from .store import Row


def fee_for(call: Call, amount: int, currency: str) -> int:
    """Stripe's fee in minor units: basis points rounded half up, plus a fixed part."""
    settings = call.sandbox.settings
    return (amount * settings.fee_basis_points + 5000) // 10000 + balance.scaled(settings.fee_fixed, currency)


def make_charge(call: Call, intent: Row, method: Row, card: Card, *, authenticated: bool, capture: bool) -> Row:
    """Charge the card of an intent; the charge says whether it was paid. Emits the charge's event."""
    charge = _blank(call, intent, method, card, authenticated)
    if card.decline is not None:
        charge.update(
            status="failed", paid=False, captured=False, amount_captured=0,
            failure_code=card.decline.code, failure_message=card.decline.message,
            outcome=_outcome(card), receipt_url=None,
        )  # fmt: skip
        call.save("charges", charge)
        call.emit("charge.failed", charge)
        return charge
    call.save("charges", charge)
    if capture:
        capture_charge(call, charge, intent["amount"], card)
    call.emit("charge.succeeded", charge)
    return charge


def capture_charge(call: Call, charge: Row, amount: int, card: Card) -> Row:
    """Take ``amount`` of an authorised charge: the money enters the balance, less the fee."""
    settle_after = 0 if card.instant else call.sandbox.settings.settle_after
    movement = balance.move(
        call, account=charge["_account"], amount=amount, currency=charge["currency"], type="charge",
        source=charge["id"], fee=fee_for(call, amount, charge["currency"]),
        available_on=call.now + int(settle_after), description=charge["description"],
    )  # fmt: skip
    charge.update(captured=True, amount_captured=amount, balance_transaction=movement["id"])
    return call.save("charges", charge)


def _blank(call: Call, intent: Row, method: Row, card: Card, authenticated: bool) -> Row:
    charge_id = new_id("ch")
    details = method["card"]
    return {
        "id": charge_id, "object": "charge", "amount": intent["amount"], "amount_captured": 0, "amount_refunded": 0,
        "application": None, "application_fee": None, "application_fee_amount": None, "authorization_code": None,
        "balance_transaction": None, "billing_details": method["billing_details"],
        "calculated_statement_descriptor": intent["statement_descriptor"] or "BRIDGEWAY", "captured": False,
        "created": call.now, "currency": intent["currency"], "customer": intent["customer"],
        "description": intent["description"], "destination": None, "dispute": None, "disputed": False,
        "failure_balance_transaction": None, "failure_code": None, "failure_message": None, "fraud_details": {},
        "livemode": False, "metadata": dict(intent["metadata"]), "on_behalf_of": intent["on_behalf_of"],
        "order": None, "outcome": _outcome(card), "paid": True, "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {
            "type": "card",
            "card": {
                "amount_authorized": intent["amount"], "authorization_code": None, "brand": card.brand,
                "checks": {
                    "address_line1_check": None, "address_postal_code_check": None,
                    "cvc_check": "fail" if card.decline and card.decline.field == "cvc" else "pass",
                },
                "country": details["country"], "exp_month": details["exp_month"], "exp_year": details["exp_year"],
                "extended_authorization": {"status": "disabled"}, "fingerprint": details["fingerprint"],
                "funding": "credit", "incremental_authorization": {"status": "unavailable"}, "installments": None,
                "last4": card.last4, "mandate": None, "multicapture": {"status": "unavailable"},
                "network": card.brand, "network_token": {"used": False}, "network_transaction_id": None,
                "overcapture": {"maximum_amount_capturable": intent["amount"], "status": "unavailable"},
                "regulated_status": "unregulated", "three_d_secure": _three_d_secure(authenticated), "wallet": None,
            },
        },
        "presentment_details": None, "radar_options": {}, "receipt_email": intent["receipt_email"],
        "receipt_number": None, "receipt_url": f"{call.sandbox.settings.public_url}/receipts/{charge_id}",
        "refunded": False, "review": None, "shipping": intent["shipping"], "source": None, "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"], "status": "succeeded",
        "transfer_data": None, "transfer_group": intent["transfer_group"],
        "_account": intent["_account"], "_number": card.number, "_refund_pending": 0,
    }  # fmt: skip


def _three_d_secure(authenticated: bool) -> dict[str, Any] | None:
    if not authenticated:
        return None
    return {
        "authentication_flow": "challenge", "electronic_commerce_indicator": "05", "exemption_indicator": None,
        "result": "authenticated", "result_reason": None, "transaction_id": None, "version": "2.2.0",
    }  # fmt: skip


def _outcome(card: Card) -> Row:
    if card.decline is None:
        return {
            "advice_code": None, "network_advice_code": None, "network_decline_code": None,
            "network_status": "approved_by_network", "reason": None, "risk_level": "normal", "risk_score": 20,
            "seller_message": "Payment complete.", "type": "authorized",
        }  # fmt: skip
    return {
        "advice_code": "try_again_later", "network_advice_code": None, "network_decline_code": "05",
        "network_status": "declined_by_network", "reason": card.decline.decline_code or card.decline.code,
        "risk_level": "normal", "risk_score": 20,
        "seller_message": "The bank did not return any further details with this decline.", "type": "issuer_declined",
    }  # fmt: skip


@endpoint("GET", "/v1/charges/{id}")
def retrieve_charge(call: Call) -> Row:
    return call.find("charges")


@endpoint("POST", "/v1/charges/{id}", "description metadata receipt_email transfer_group")
def update_charge(call: Call) -> Row:
    charge = call.find("charges")
    charge["metadata"] = call.metadata(charge["metadata"])
    for name in ("description", "receipt_email"):
        charge[name] = call.text(name) or charge[name]
    if group := call.text("transfer_group"):
        if charge["transfer_group"] not in (None, group):
            raise errors.parameter_invalid("You cannot change the transfer_group of a charge.", "transfer_group")
        charge["transfer_group"] = group
    call.emit("charge.updated", charge, {})
    return call.save("charges", charge)


@endpoint("GET", "/v1/charges", "limit starting_after ending_before created customer payment_intent transfer_group")
def list_charges(call: Call) -> Row:
    names = ("customer", "payment_intent", "transfer_group")
    given = {name: call.text(name) for name in names if call.text(name)}
    return call.listed("charges", keep=lambda row: all(row[name] == given[name] for name in given))


def _refunds_of(call: Call, charge: Row) -> Row:
    data = [row for row in call.tx.newest_first("refunds") if row["charge"] == charge["id"]][:10]
    return {"object": "list", "data": data, "has_more": False, "url": f"/v1/charges/{charge['id']}/refunds"}


INCLUDABLE["charge", "refunds"] = _refunds_of
