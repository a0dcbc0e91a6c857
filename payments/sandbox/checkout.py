"""Checkout Sessions: what the customer is to pay, and what happens on the hosted page (``checkout_page`` draws it)."""

from typing import Any
from urllib.parse import urlsplit

from . import currencies, errors, payment_intents
from .api import INCLUDABLE, Call, as_integer, endpoint
from .ids import new_id
from .store import Row

SHORTEST, LONGEST = 30 * 60, 24 * 3600
_CREATE = "mode line_items currency payment_intent_data client_reference_id metadata success_url cancel_url expires_at "
_CREATE += "customer customer_email locale payment_method_types submit_type ui_mode billing_address_collection "
_CREATE += "customer_creation"
_INTENT_DATA = "transfer_group metadata description receipt_email statement_descriptor statement_descriptor_suffix "
_INTENT_DATA += "capture_method setup_future_usage"
MOST_LINES = 100


@endpoint("POST", "/v1/checkout/sessions", _CREATE)
def create_session(call: Call) -> Row:
    if "mode" not in call.parameters:
        raise errors.parameter_missing("mode")
    if call.text("mode") != "payment":
        raise errors.parameter_invalid("Invalid mode: must be payment", "mode")
    call.choice("ui_mode", "hosted_page", "hosted_page")
    if call.parameters.get("payment_method_types") not in (None, ["card"]):
        raise errors.parameter_invalid("Invalid payment_method_types[0]: must be card", "payment_method_types[0]")
    success_url, cancel_url = _url(call, "success_url", required=True), _url(call, "cancel_url")
    lines, currency = _line_items(call)
    total = sum(line["amount_total"] for line in lines)
    currencies.check_charge_amount(total, currency, "line_items")
    expires_at = call.integer("expires_at", call.now + LONGEST) or 0
    if not call.now + SHORTEST - 5 <= expires_at <= call.now + LONGEST + 5:
        raise errors.parameter_invalid(
            "The `expires_at` timestamp must be less than 24 hours and at least 30 minutes from Checkout Session "
            "creation.",
            "expires_at",
        )
    intent_data = call.mapping("payment_intent_data", _INTENT_DATA)
    call.metadata(value=intent_data.get("metadata"), name="payment_intent_data[metadata]")
    customer = call.text("customer")
    email = call.text("customer_email")
    if customer and email:
        raise errors.parameter_invalid(
            "You may only specify one of these parameters: customer, customer_email.", "customer_email"
        )
    if customer:
        email = call.find("customers", customer, param="customer")["email"]
    if email and ("@" not in email or " " in email):
        raise errors.parameter_invalid(f"Invalid email address: {email}", "customer_email", "email_invalid")
    session = _session(call, total, currency, success_url, cancel_url, expires_at, email, customer)
    session["_lines"], session["_intent_data"] = lines, intent_data
    call.sandbox.clock.schedule(call.tx, "expire_session", session["id"], expires_at)
    return call.save("sessions", session)


def _session(
    call: Call, total: int, currency: str, success_url: str | None, cancel_url: str | None, expires_at: int,
    email: str | None, customer: str | None,
) -> Row:  # fmt: skip
    session_id = new_id("cs_test", 58)
    return {
        "id": session_id, "object": "checkout.session", "adaptive_pricing": {"enabled": False},
        "after_expiration": None, "allow_promotion_codes": None, "allowed_payment_method_types": None,
        "amount_subtotal": total, "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": call.choice("billing_address_collection", "auto required"),
        "branding_settings": None, "cancel_url": cancel_url, "client_reference_id": call.text("client_reference_id"),
        "client_secret": None, "collected_information": None, "consent": None, "consent_collection": None,
        "created": call.now, "currency": currency, "currency_conversion": None, "custom_fields": [],
        "custom_text": {
            "after_submit": None, "shipping_address": None, "submit": None, "terms_of_service_acceptance": None,
        },
        "customer": customer, "customer_account": None,
        "customer_creation": call.choice("customer_creation", "always if_required", "if_required"),
        "customer_details": _customer_details(email) if email else None,
        "customer_email": None if customer else email, "discounts": [], "excluded_payment_method_types": None,
        "expires_at": expires_at, "integration_identifier": None, "invoice": None,
        "invoice_creation": {
            "enabled": False,
            "invoice_data": {
                "account_tax_ids": None, "custom_fields": None, "description": None, "footer": None, "issuer": None,
                "metadata": {}, "rendering_options": None,
            },
        },
        "livemode": False, "locale": call.text("locale"), "managed_payments": None, "metadata": call.metadata(),
        "mode": "payment", "name_collection": None, "optional_items": [], "origin_context": None,
        "payment_intent": None, "payment_link": None, "payment_method_collection": "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"], "payment_status": "unpaid", "permissions": None,
        "phone_number_collection": {"enabled": False}, "presentment_details": None, "recovered_from": None,
        "redirect_on_completion": None, "return_url": None, "saved_payment_method_options": None,
        "setup_intent": None, "shipping_address_collection": None, "shipping_cost": None, "shipping_options": [],
        "status": "open", "submit_type": call.choice("submit_type", "auto book donate pay"), "subscription": None,
        "success_url": success_url, "tax_id_collection": None,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0}, "ui_mode": "hosted_page",
        "url": f"{call.sandbox.settings.public_url}/c/pay/{session_id}", "wallet_options": None,
        "_account": call.account,
    }  # fmt: skip


def _url(call: Call, name: str, *, required: bool = False) -> str | None:
    url = call.text(name, required=required)
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise errors.parameter_invalid(
            "Not a valid URL: an explicit scheme (such as https) must be provided.", name, "url_invalid"
        )
    return url


def _line_items(call: Call) -> tuple[list[Row], str]:
    items = call.parameters.get("line_items")
    if not items:
        raise errors.parameter_missing("line_items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise errors.parameter_invalid("Invalid array", "line_items")
    if len(items) > MOST_LINES:
        raise errors.parameter_invalid(f"line_items can have at most {MOST_LINES} items.", "line_items")
    lines = [_line_item(call, item, position) for position, item in enumerate(items)]
    used = {line["currency"] for line in lines}
    if len(used) > 1:
        raise errors.parameter_invalid("All line items must use the same currency.", "line_items")
    currency = used.pop()
    if (stated := call.text("currency")) and stated.lower() != currency:
        raise errors.parameter_invalid("The currency does not match the line items' currency.", "currency")
    return lines, currency


def _line_item(call: Call, item: dict[str, Any], position: int) -> Row:
    where = f"line_items[{position}]"
    for name in item:
        if name not in ("price_data", "quantity", "metadata"):
            raise errors.parameter_unknown(f"{where}[{name}]")
    price = item.get("price_data")
    if not isinstance(price, dict):
        raise errors.parameter_missing(f"{where}[price_data]")
    for name in price:
        if name not in ("currency", "product_data", "unit_amount", "unit_amount_decimal", "tax_behavior"):
            raise errors.parameter_unknown(f"{where}[price_data][{name}]")
    if not price.get("currency"):
        raise errors.parameter_missing(f"{where}[price_data][currency]")
    currency = currencies.check_currency(price["currency"], f"{where}[price_data][currency]")
    given = price.get("unit_amount", price.get("unit_amount_decimal"))
    unit = as_integer(given, f"{where}[price_data][unit_amount]")
    quantity = as_integer(item.get("quantity"), f"{where}[quantity]")
    product = price.get("product_data")
    if unit is None:
        raise errors.parameter_missing(f"{where}[price_data][unit_amount]")
    if quantity is None:
        raise errors.parameter_missing(f"{where}[quantity]")
    if not isinstance(product, dict) or not product.get("name"):
        raise errors.parameter_missing(f"{where}[price_data][product_data][name]")
    if unit < 0 or quantity < 1:
        raise errors.parameter_invalid("Invalid non-negative integer", where, "parameter_invalid_integer")
    currencies.check_step(unit, currency, f"{where}[price_data][unit_amount]")
    return {
        "id": new_id("li"), "object": "item", "adjustable_quantity": None, "amount_discount": 0,
        "amount_subtotal": unit * quantity, "amount_tax": 0, "amount_total": unit * quantity, "currency": currency,
        "description": product["name"], "discounts": [], "metadata": item.get("metadata") or {},
        "price": {
            "id": new_id("price"), "object": "price", "active": False, "billing_scheme": "per_unit",
            "created": call.now, "currency": currency, "custom_unit_amount": None, "livemode": False,
            "lookup_key": None, "metadata": {}, "nickname": None, "product": new_id("prod", 14), "recurring": None,
            "tax_behavior": price.get("tax_behavior", "unspecified"), "tiers_mode": None, "transform_quantity": None,
            "type": "one_time", "unit_amount": unit, "unit_amount_decimal": str(unit),
        },
        "quantity": quantity, "taxes": [], "_note": product.get("description"),
    }  # fmt: skip


def _customer_details(email: str | None, name: str | None = None, country: str | None = None) -> Row:
    address = {"city": None, "country": country, "line1": None, "line2": None, "postal_code": None, "state": None}
    return {
        "address": address if country else None, "business_name": None, "email": email, "individual_name": None,
        "name": name, "phone": None, "tax_exempt": "none", "tax_ids": None,
    }  # fmt: skip


def pay(call: Call, session: Row, method: Row) -> Row:
    """
    The customer pressed Pay with a card. Returns the intent: succeeded, requires_action or refused.

    A session that is not open is left as it is, so a second press pays nothing.
    """
    intent = call.tx.get("payment_intents", session["payment_intent"] or "")
    if session["status"] != "open":
        assert intent is not None
        return intent
    if intent is None:
        intent = _intent_for(call, session)
    if intent["status"] in ("succeeded", "requires_capture"):
        return intent
    if intent["status"] == "requires_action":
        asked = call.tx.get("payment_methods", intent["payment_method"]) or {}
        if asked.get("_number") == method["_number"]:
            return intent
    billing = method["billing_details"]
    address = billing["address"] or {}
    session["customer_details"] = _customer_details(billing["email"], billing["name"], address.get("country"))
    call.save("sessions", session)
    intent = payment_intents.attempt(call, intent, method)
    complete_if_paid(call, session, intent)
    return intent


def complete_if_paid(call: Call, session: Row, intent: Row) -> None:
    """Close the session once its intent is paid. Emits ``checkout.session.completed``."""
    if session["status"] == "open" and intent["status"] in ("succeeded", "requires_capture"):
        session.update(
            status="complete", url=None, payment_status="paid" if intent["status"] == "succeeded" else "unpaid"
        )
        call.save("sessions", session)
        call.tx.delete("jobs", f"expire_session:{session['id']}")
        call.emit("checkout.session.completed", session)


def _intent_for(call: Call, session: Row) -> Row:
    data = session["_intent_data"]
    fields = {name: value for name, value in data.items() if name != "metadata"}
    intent = payment_intents.new_intent(
        call, session["amount_total"], session["currency"], customer=session["customer"],
        metadata=dict(data.get("metadata") or {}), _session=session["id"], **fields,
    )  # fmt: skip
    session["payment_intent"] = intent["id"]
    call.save("sessions", session)
    return intent


def expire(call: Call, session: Row) -> Row:
    """Close an open session; its unpaid intent is cancelled. Emits ``checkout.session.expired``."""
    intent = call.tx.get("payment_intents", session["payment_intent"] or "")
    if intent is not None and intent["status"] in payment_intents.CANCELABLE:
        payment_intents.cancel(call, intent, "expired")
    session.update(status="expired", url=None, expires_at=min(session["expires_at"], call.now))
    call.save("sessions", session)
    call.tx.delete("jobs", f"expire_session:{session['id']}")
    call.emit("checkout.session.expired", session)
    return session


@endpoint("POST", "/v1/checkout/sessions/{id}/expire")
def expire_session(call: Call) -> Row:
    session = call.find("sessions")
    if session["status"] != "open":
        raise errors.StripeError(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of '
            f'"{session["status"]}".'
        )
    return expire(call, session)


@endpoint("GET", "/v1/checkout/sessions/{id}")
def retrieve_session(call: Call) -> Row:
    return call.find("sessions")


@endpoint("POST", "/v1/checkout/sessions/{id}", "metadata")
def update_session(call: Call) -> Row:
    session = call.find("sessions")
    session["metadata"] = call.metadata(session["metadata"])
    return call.save("sessions", session)


@endpoint("GET", "/v1/checkout/sessions", "limit starting_after ending_before created customer payment_intent status")
def list_sessions(call: Call) -> Row:
    given = {name: call.text(name) for name in ("customer", "payment_intent", "status") if call.text(name)}
    return call.listed("sessions", keep=lambda row: all(row[name] == given[name] for name in given))


@endpoint("GET", "/v1/checkout/sessions/{id}/line_items", "limit starting_after ending_before")
def list_line_items(call: Call) -> Row:
    return call.page(call.find("sessions")["_lines"], "line_items")


def _include_line_items(call: Call, session: Row) -> Row:
    lines = (call.tx.get("sessions", session["id"]) or session)["_lines"]
    url = f"/v1/checkout/sessions/{session['id']}/line_items"
    return {"object": "list", "data": lines[:10], "has_more": len(lines) > 10, "url": url}


INCLUDABLE["checkout.session", "line_items"] = _include_line_items
