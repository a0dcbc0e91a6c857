"""PaymentIntents: one sum to collect, from creation over 3D Secure to capture or cancellation."""

import secrets
from typing import Any

from . import cards, charges, currencies, errors
from .api import Call, as_integer, endpoint, public
from .cards import Card
from .ids import new_id
from .store import Row

CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
CANCELABLE = (*CONFIRMABLE, "requires_capture", "processing")
AUTHENTICATION_FAILED = (
    "We are unable to authenticate your payment method. Please choose a different payment method and try again."
)
_FIELDS = "amount currency customer description metadata payment_method payment_method_options payment_method_types "
_FIELDS += "receipt_email setup_future_usage shipping statement_descriptor statement_descriptor_suffix transfer_group "
_FIELDS += "capture_method automatic_payment_methods"
_TEXTS = "customer description receipt_email setup_future_usage statement_descriptor statement_descriptor_suffix "
_TEXTS += "transfer_group"


def new_intent(call: Call, amount: int, currency: str, **fields: Any) -> Row:
    """An intent without a payment method yet. Emits ``payment_intent.created``."""
    intent_id = new_id("pi")
    intent: Row = {
        "id": intent_id, "object": "payment_intent", "allowed_payment_method_types": None, "amount": amount,
        "amount_capturable": 0, "amount_details": {"tip": {}}, "amount_received": 0, "application": None,
        "application_fee_amount": None, "automatic_payment_methods": None, "canceled_at": None,
        "cancellation_reason": None, "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_secret_{secrets.token_hex(12)}", "confirmation_method": "automatic",
        "created": call.now, "currency": currency, "customer": None, "customer_account": None, "description": None,
        "excluded_payment_method_types": None, "hooks": None, "last_payment_error": None, "latest_charge": None,
        "livemode": False, "managed_payments": None, "metadata": {}, "next_action": None, "on_behalf_of": None,
        "payment_details": None, "payment_method": None, "payment_method_configuration_details": None,
        "payment_method_options": {
            "card": {
                "installments": None, "mandate_options": None, "network": None, "request_three_d_secure": "automatic",
            }
        },
        "payment_method_types": ["card"], "payment_record": None, "presentment_details": None, "processing": None,
        "receipt_email": None, "review": None, "setup_future_usage": None, "shipping": None, "source": None,
        "statement_descriptor": None, "statement_descriptor_suffix": None, "status": "requires_payment_method",
        "transfer_data": None, "transfer_group": None, "_account": call.account, "_return_url": None,
        "_session": None, **fields,
    }  # fmt: skip
    call.save("payment_intents", intent)
    call.emit("payment_intent.created", intent)
    return intent


def attempt(call: Call, intent: Row, method: Row, *, authenticated: bool = False, off_session: bool = False) -> Row:
    """
    Try to pay the intent with a card: it ends succeeded, requires_capture, requires_action, or
    requires_payment_method with ``last_payment_error``. Emits what happened.
    """
    card = cards.card_for(method["_number"])
    call.save("payment_methods", method)
    intent.update(payment_method=method["id"], next_action=None, last_payment_error=None)
    if card.challenge and not authenticated:
        if off_session:
            return _refuse(
                call, intent, method, "authentication_required",
                "Your card was declined. This transaction requires authentication.", "authentication_required",
            )  # fmt: skip
        intent.update(status="requires_action", next_action=_challenge(call, intent))
        call.save("payment_intents", intent)
        call.emit("payment_intent.requires_action", intent)
        return intent
    manual = intent["capture_method"] == "manual"
    charge = charges.make_charge(call, intent, method, card, authenticated=authenticated, capture=not manual)
    intent["latest_charge"] = charge["id"]
    if card.decline is not None:
        decline = card.decline
        return _refuse(call, intent, method, decline.code, decline.message, decline.decline_code, charge["id"])
    if manual:
        intent.update(status="requires_capture", amount_capturable=intent["amount"])
        call.save("payment_intents", intent)
        call.emit("payment_intent.amount_capturable_updated", intent)
        return intent
    return _succeed(call, intent, intent["amount"], card, charge)


def finish_challenge(call: Call, intent: Row, *, authorised: bool) -> Row:
    """The customer answered the 3D Secure page."""
    method = call.tx.get("payment_methods", intent["payment_method"]) or {}
    if authorised:
        return attempt(call, intent, method, authenticated=True)
    intent["next_action"] = None
    return _refuse(
        call, intent, method, "payment_intent_authentication_failure", AUTHENTICATION_FAILED,
        type="invalid_request_error",
    )  # fmt: skip


def cancel(call: Call, intent: Row, reason: str | None) -> Row:
    """Give the intent up; an authorisation is released. Emits ``payment_intent.canceled``."""
    if intent["status"] == "requires_capture":
        charge = call.tx.get("charges", intent["latest_charge"])
        assert charge is not None
        charge.update(refunded=True, amount_refunded=charge["amount"])
        call.save("charges", charge)
        call.emit("charge.refunded", charge)
    intent.update(
        status="canceled", canceled_at=call.now, cancellation_reason=reason, amount_capturable=0, next_action=None
    )
    call.save("payment_intents", intent)
    call.emit("payment_intent.canceled", intent)
    return intent


def method_from(call: Call, name: str) -> Row:
    """The card behind a ``pm_card_...`` token (a new payment method each time) or a ``pm_...`` id."""
    if card := cards.BY_TOKEN.get(name):
        return cards.payment_method(card, call.now, call.account)
    return call.find("payment_methods", name, param="payment_method")


def _challenge(call: Call, intent: Row) -> Row:
    url = f"{call.sandbox.settings.public_url}/3ds/{intent['id']}?secret={intent['client_secret']}"
    if intent["_return_url"]:
        return {"type": "redirect_to_url", "redirect_to_url": {"return_url": intent["_return_url"], "url": url}}
    return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": url}}


def _succeed(call: Call, intent: Row, amount: int, card: Card, charge: Row) -> Row:
    intent.update(status="succeeded", amount_received=amount, amount_capturable=0)
    call.save("payment_intents", intent)
    call.emit("payment_intent.succeeded", intent)
    if card.disputed:
        call.sandbox.clock.schedule(call.tx, "dispute", charge["id"], call.now)
    return intent


def _refuse(
    call: Call, intent: Row, method: Row, code: str, message: str, decline_code: str | None = None,
    charge: str | None = None, *, type: str = "card_error",
) -> Row:  # fmt: skip
    error = {
        "charge": charge, "code": code, "decline_code": decline_code, "message": message, "type": type,
        "doc_url": errors.DOC_URL + code.replace("_", "-"), "payment_method": public(method),
    }  # fmt: skip
    intent.update(
        status="requires_payment_method", payment_method=None,
        last_payment_error={key: value for key, value in error.items() if value is not None},
    )  # fmt: skip
    call.save("payment_intents", intent)
    call.emit("payment_intent.payment_failed", intent)
    return intent


def _raise_if_refused(intent: Row) -> Row:
    error = intent["last_payment_error"]
    if error is None:
        return intent
    facts = {"charge": error.get("charge"), "payment_method": error.get("payment_method")}
    raise errors.card_error(
        error["message"], error["code"], decline_code=error.get("decline_code"), payment_intent=public(intent), **facts
    )


def _unexpected(intent: Row, doing: str, wanted: tuple[str, ...]) -> errors.StripeError:
    return errors.StripeError(
        f"This PaymentIntent could not be {doing} because it has a status of {intent['status']}. Only a PaymentIntent "
        f"with one of the following statuses may be {doing}: {', '.join(wanted)}.",
        code="payment_intent_unexpected_state",
        payment_intent=public(intent),
    )


def _apply(call: Call, intent: Row) -> None:
    for name in _TEXTS.split():
        if name in call.parameters:
            intent[name] = call.text(name)
    if intent["customer"]:
        call.find("customers", intent["customer"], param="customer")
    if "shipping" in call.parameters:
        intent["shipping"] = call.mapping("shipping") or None
    intent["metadata"] = call.metadata(intent["metadata"])
    if "capture_method" in call.parameters:
        intent["capture_method"] = call.choice("capture_method", "automatic automatic_async manual")
    if call.mapping("automatic_payment_methods").get("enabled") == "true":
        redirects = call.mapping("automatic_payment_methods").get("allow_redirects", "always")
        intent["automatic_payment_methods"] = {"enabled": True, "allow_redirects": redirects}
    types = call.parameters.get("payment_method_types")
    if types is not None and types != ["card"]:
        raise errors.parameter_invalid("The payment method type provided is invalid.", "payment_method_types")


@endpoint("POST", "/v1/payment_intents", f"{_FIELDS} confirm confirmation_method off_session return_url "
          "error_on_requires_action use_stripe_sdk")  # fmt: skip
def create_payment_intent(call: Call) -> Row:
    amount = call.positive("amount")
    currency = currencies.check_currency(call.required("currency"))
    currencies.check_charge_amount(amount, currency)
    confirm = call.boolean("confirm")
    token = call.text("payment_method")
    method = method_from(call, token) if token else None
    if not confirm and call.text("return_url"):
        raise errors.parameter_invalid(
            "You can only set return_url when confirm is set to true.", "return_url"
        )  # fmt: skip
    draft: Row = {"metadata": {}, "customer": None}
    _apply(call, draft)
    if method is not None:
        call.save("payment_methods", method)
        draft.update(payment_method=method["id"], status="requires_confirmation")
    if confirmation := call.choice("confirmation_method", "automatic manual"):
        draft["confirmation_method"] = confirmation
    intent = new_intent(call, amount, currency, **draft)
    return _confirm(call, intent, method) if confirm else intent


def _confirm(call: Call, intent: Row, method: Row | None) -> Row:
    if method is None:
        raise errors.StripeError(
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the "
            "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a "
            "payment method or ConfirmationToken.",
            code="payment_intent_unexpected_state",
            payment_intent=public(intent),
        )
    intent["_return_url"] = call.text("return_url") or intent["_return_url"]
    unattended = call.boolean("off_session") or call.boolean("error_on_requires_action")
    return _raise_if_refused(attempt(call, intent, method, off_session=unattended))


@endpoint("GET", "/v1/payment_intents/{id}", "client_secret")
def retrieve_payment_intent(call: Call) -> Row:
    return call.find("payment_intents")


@endpoint("POST", "/v1/payment_intents/{id}", _FIELDS)
def update_payment_intent(call: Call) -> Row:
    intent = call.find("payment_intents")
    if intent["status"] not in CONFIRMABLE and set(call.parameters) - {"metadata", "description", "expand"}:
        raise _unexpected(intent, "updated", CONFIRMABLE)
    if "currency" in call.parameters:
        intent["currency"] = currencies.check_currency(call.required("currency"))
    if "amount" in call.parameters:
        intent["amount"] = call.positive("amount")
    currencies.check_charge_amount(intent["amount"], intent["currency"])
    _apply(call, intent)
    if token := call.text("payment_method"):
        method = call.save("payment_methods", method_from(call, token))
        intent.update(payment_method=method["id"], status="requires_confirmation")
    return call.save("payment_intents", intent)


@endpoint("POST", "/v1/payment_intents/{id}/confirm", "payment_method return_url off_session receipt_email "
          "capture_method error_on_requires_action setup_future_usage shipping use_stripe_sdk")  # fmt: skip
def confirm_payment_intent(call: Call) -> Row:
    intent = call.find("payment_intents")
    if intent["status"] not in CONFIRMABLE:
        raise _unexpected(intent, "confirmed", CONFIRMABLE)
    token = call.text("payment_method") or intent["payment_method"]
    _apply(call, intent)
    return _confirm(call, intent, method_from(call, token) if token else None)


@endpoint("POST", "/v1/payment_intents/{id}/capture", "amount_to_capture final_capture metadata statement_descriptor")
def capture_payment_intent(call: Call) -> Row:
    intent = call.find("payment_intents")
    if intent["status"] != "requires_capture":
        raise _unexpected(intent, "captured", ("requires_capture",))
    amount = as_integer(call.parameters.get("amount_to_capture"), "amount_to_capture", intent["amount"]) or 0
    if not 1 <= amount <= intent["amount_capturable"]:
        raise errors.parameter_invalid(
            "The amount to capture must be positive and not greater than the amount capturable.",
            "amount_to_capture",
            "amount_too_large" if amount > 0 else "parameter_invalid_integer",
        )
    currencies.check_step(amount, intent["currency"], "amount_to_capture")
    intent["metadata"] = call.metadata(intent["metadata"])
    charge = call.tx.get("charges", intent["latest_charge"])
    assert charge is not None
    card = cards.card_for(charge["_number"])
    charges.capture_charge(call, charge, amount, card)
    if amount < charge["amount"]:
        charge["amount_refunded"] = charge["amount"] - amount
        call.save("charges", charge)
    call.emit("charge.captured", charge)
    return _succeed(call, intent, amount, card, charge)


@endpoint("POST", "/v1/payment_intents/{id}/cancel", "cancellation_reason")
def cancel_payment_intent(call: Call) -> Row:
    intent = call.find("payment_intents")
    if intent["status"] not in CANCELABLE:
        raise _unexpected(intent, "canceled", CANCELABLE)
    if intent["_session"]:
        raise errors.StripeError(
            "You cannot cancel this PaymentIntent because it is managed by a Checkout Session; expire the session "
            "instead.", code="payment_intent_unexpected_state",
        )  # fmt: skip
    reasons = "abandoned duplicate fraudulent requested_by_customer"
    return cancel(call, intent, call.choice("cancellation_reason", reasons))


@endpoint("GET", "/v1/payment_intents", "limit starting_after ending_before created customer")
def list_payment_intents(call: Call) -> Row:
    return call.listed("payment_intents", keep=lambda row: call.text("customer") in (None, row["customer"]))


@endpoint("GET", "/v1/payment_methods/{id}")
def retrieve_payment_method(call: Call) -> Row:
    return call.find("payment_methods")
