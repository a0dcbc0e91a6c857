"""Customers, as far as a Checkout Session or PaymentIntent may name one."""

from .api import Call, endpoint
from .ids import new_id
from .store import Row

_PARAMETERS = "address description email metadata name phone preferred_locales shipping tax_exempt"


@endpoint("POST", "/v1/customers", _PARAMETERS)
def create_customer(call: Call) -> Row:
    customer: Row = {
        "id": new_id("cus", 14), "object": "customer", "address": None, "balance": 0, "business_name": None,
        "created": call.now, "currency": None, "customer_account": None, "default_source": None, "delinquent": False,
        "description": None, "discount": None, "email": None, "individual_name": None,
        "invoice_prefix": new_id("x", 8)[2:].upper(),
        "invoice_settings": {
            "custom_fields": None, "default_payment_method": None, "footer": None, "rendering_options": None,
        },
        "livemode": False, "metadata": {}, "name": None, "next_invoice_sequence": 1, "phone": None,
        "preferred_locales": [], "shipping": None, "tax_exempt": "none", "test_clock": None, "_account": call.account,
    }  # fmt: skip
    _apply(call, customer)
    call.save("customers", customer)
    call.emit("customer.created", customer)
    return customer


def _apply(call: Call, customer: Row) -> None:
    for name in ("description", "email", "name", "phone", "tax_exempt"):
        if name in call.parameters:
            customer[name] = call.text(name)
    for name in ("address", "shipping"):
        if name in call.parameters:
            customer[name] = call.mapping(name) or None
    customer["preferred_locales"] = call.parameters.get("preferred_locales") or customer["preferred_locales"]
    customer["metadata"] = call.metadata(customer["metadata"])


@endpoint("GET", "/v1/customers/{id}")
def retrieve_customer(call: Call) -> Row:
    return call.find("customers")


@endpoint("POST", "/v1/customers/{id}", _PARAMETERS)
def update_customer(call: Call) -> Row:
    customer = call.find("customers")
    _apply(call, customer)
    call.save("customers", customer)
    call.emit("customer.updated", customer, {})
    return customer


@endpoint("DELETE", "/v1/customers/{id}")
def delete_customer(call: Call) -> Row:
    customer = call.find("customers")
    call.save("customers", {**customer, "deleted": True})
    call.emit("customer.deleted", customer)
    return {"id": customer["id"], "object": "customer", "deleted": True}


@endpoint("GET", "/v1/customers", "limit starting_after ending_before created email")
def list_customers(call: Call) -> Row:
    return call.listed("customers", keep=lambda row: call.text("email") in (None, row["email"]))
