"""Connected accounts: creation, capabilities, bank accounts and the links to the hosted pages."""

import secrets
from typing import Any

from . import banks, errors
from .api import Call, endpoint
from .currencies import COUNTRY_CURRENCY, check_currency
from .ids import new_id
from .store import Row

_PARAMETERS = "business_profile business_type capabilities company default_currency email external_account individual "
_PARAMETERS += "metadata settings tos_acceptance"
DUE = (
    "business_profile.mcc", "business_profile.url", "business_type", "external_account",
    "representative.first_name", "representative.last_name", "tos_acceptance.date", "tos_acceptance.ip",
)  # fmt: skip
PROFILE = (
    "annual_revenue", "estimated_worker_count", "mcc", "minority_owned_business_designation",
    "monthly_estimated_revenue", "name", "product_description", "specified_commercial_transactions_act_url",
    "support_address", "support_email", "support_phone", "support_url", "url",
)  # fmt: skip
_INTERVALS = ("manual", "daily", "weekly", "monthly")


@endpoint("POST", "/v1/accounts", f"type country controller {_PARAMETERS}")
def create_account(call: Call) -> Row:
    controller = call.mapping("controller")
    kind = call.choice("type", "express custom standard")
    if kind and controller:
        raise errors.parameter_invalid("You may only specify one of these parameters: type, controller.", "controller")
    country = (call.text("country") or call.sandbox.settings.country).upper()
    if country not in COUNTRY_CURRENCY:
        raise errors.StripeError(f"{country} is not currently supported by Stripe.", code="country_unsupported",
                                 param="country", saved=False)  # fmt: skip
    currency = check_currency(call.text("default_currency") or COUNTRY_CURRENCY[country], "default_currency")
    account: Row = {
        "id": new_id("acct", 16), "object": "account",
        "business_profile": dict.fromkeys(PROFILE),
        "business_type": None, "capabilities": {}, "charges_enabled": False, "company": None,
        "controller": _controller(kind, controller), "country": country, "created": call.now,
        "default_currency": currency, "details_submitted": False, "email": None,
        "external_accounts": {"object": "list", "data": [], "has_more": False, "total_count": 0, "url": ""},
        "future_requirements": _requirements([]), "groups": {"payments_pricing": None}, "individual": None,
        "metadata": {}, "payouts_enabled": False, "requirements": _requirements(list(DUE), "requirements.past_due"),
        "settings": _settings(), "tos_acceptance": {"date": None, "ip": None, "user_agent": None},
        "type": kind or ("none" if controller else "standard"), "_account": None, "_verified": False,
    }  # fmt: skip
    if account["type"] == "none" and account["controller"]["stripe_dashboard"]["type"] == "express":
        account["type"] = "express"
    account["external_accounts"]["url"] = f"/v1/accounts/{account['id']}/external_accounts"
    _apply(call, account)
    return call.save("accounts", account)


def _controller(kind: str | None, given: dict[str, Any]) -> Row:
    dashboard = {"express": "express", "custom": "none"}.get(kind or "", "full")
    fees = {"express": "application_express", "custom": "application_custom"}.get(kind or "", "account")
    owner = "application" if kind in ("express", "custom") else "stripe"
    return {
        "fees": {"payer": given.get("fees", {}).get("payer", fees)}, "is_controller": True,
        "losses": {"payments": given.get("losses", {}).get("payments", owner)},
        "requirement_collection": given.get("requirement_collection", "application" if kind == "custom" else "stripe"),
        "stripe_dashboard": {"type": given.get("stripe_dashboard", {}).get("type", dashboard)}, "type": "application",
    }  # fmt: skip


def _requirements(due: list[str], disabled_reason: str | None = None) -> Row:
    return {
        "alternatives": [], "current_deadline": None, "currently_due": due, "disabled_reason": disabled_reason,
        "errors": [], "eventually_due": list(due), "past_due": list(due), "pending_verification": [],
    }  # fmt: skip


def _settings() -> Row:
    return {
        "bacs_debit_payments": {"display_name": None, "service_user_number": None},
        "branding": {"icon": None, "logo": None, "primary_color": None, "secondary_color": None},
        "card_issuing": {"tos_acceptance": {"date": None, "ip": None}},
        "card_payments": {
            "decline_on": {"avs_failure": False, "cvc_failure": False}, "statement_descriptor_prefix": None,
            "statement_descriptor_prefix_kana": None, "statement_descriptor_prefix_kanji": None,
        },
        "dashboard": {"display_name": None, "timezone": "Etc/UTC"},
        "invoices": {"default_account_tax_ids": None, "hosted_payment_method_save": "offer"},
        "payments": {
            "statement_descriptor": None, "statement_descriptor_kana": None, "statement_descriptor_kanji": None,
        },
        "payouts": {
            "debit_negative_balances": True, "schedule": {"delay_days": 2, "interval": "daily"},
            "statement_descriptor": None,
        },
        "sepa_debit_payments": {},
    }  # fmt: skip


def _apply(call: Call, account: Row) -> None:
    account["metadata"] = call.metadata(account["metadata"])
    for name in ("email", "business_type"):
        account[name] = call.text(name) or account[name]
    account["business_profile"].update(call.mapping("business_profile"))
    for name in ("company", "individual"):
        if call.mapping(name):
            account[name] = {**(account[name] or {}), **call.mapping(name)}
    for name, wish in call.mapping("capabilities").items():
        if isinstance(wish, dict) and wish.get("requested") == "true":
            account["capabilities"].setdefault(name, "active" if account["_verified"] else "inactive")
        else:
            account["capabilities"].pop(name, None)
    schedule = call.mapping("settings").get("payouts", {}).get("schedule", {})
    if schedule:
        if schedule.get("interval", "daily") not in _INTERVALS:
            raise errors.parameter_invalid(
                f"Invalid settings[payouts][schedule][interval]: must be one of {', '.join(_INTERVALS)}",
                "settings[payouts][schedule][interval]",
            )
        account["settings"]["payouts"]["schedule"].update(schedule)
    if acceptance := call.mapping("tos_acceptance"):
        account["tos_acceptance"].update(acceptance)
    if "external_account" in call.parameters:
        banks.attach(call, account, call.parameters["external_account"], param="external_account")


@endpoint("GET", "/v1/account")
def retrieve_own_account(call: Call) -> Row:
    if call.account:
        return find_account(call, call.account)
    settings = call.sandbox.settings
    return {
        "id": "acct_sandboxplatform", "object": "account", "business_type": "company", "charges_enabled": True,
        "country": settings.country, "default_currency": settings.default_currency, "details_submitted": True,
        "email": None, "payouts_enabled": True, "type": "standard", "capabilities": {"card_payments": "active"},
        "settings": _settings(), "metadata": {}, "requirements": _requirements([]),
    }  # fmt: skip


def find_account(call: Call, account_id: str) -> Row:
    """:raises StripeError: 403 ``account_invalid``, which is how Stripe says there is no such account."""
    account = call.tx.get("accounts", account_id)
    if account is None or account.get("deleted"):
        raise errors.StripeError(
            f"The provided key '{call.sandbox.masked_key()}' does not have access to account '{account_id}' (or that "
            "account does not exist). Application access may have been revoked.",
            status=403,
            code="account_invalid",
        )
    return account


@endpoint("GET", "/v1/accounts/{id}")
def retrieve_account(call: Call) -> Row:
    return find_account(call, call.path["id"])


@endpoint("POST", "/v1/accounts/{id}", _PARAMETERS)
def update_account(call: Call) -> Row:
    account = find_account(call, call.path["id"])
    _apply(call, account)
    call.save("accounts", account)
    call.emit("account.updated", account, {})
    return account


@endpoint("DELETE", "/v1/accounts/{id}")
def delete_account(call: Call) -> Row:
    account = find_account(call, call.path["id"])
    totals = [row for row in call.tx.rows("totals") if row["account"] == account["id"] and row["net"]]
    if totals:
        raise errors.StripeError("This account has a balance and cannot be deleted.")
    account["deleted"] = True
    call.save("accounts", account)
    call.emit("account.application.deauthorized", {"id": account["id"], "object": "account"})
    return {"id": account["id"], "object": "account", "deleted": True}


@endpoint("GET", "/v1/accounts", "limit starting_after ending_before created")
def list_accounts(call: Call) -> Row:
    return call.listed("accounts")


@endpoint("GET", "/v1/accounts/{id}/capabilities")
def list_capabilities(call: Call) -> Row:
    account = find_account(call, call.path["id"])
    data = [_capability(account, name) for name in account["capabilities"]]
    return {"object": "list", "data": data, "has_more": False, "url": call.route_path}


@endpoint("GET", "/v1/accounts/{id}/capabilities/{name}")
def retrieve_capability(call: Call) -> Row:
    return _capability(find_account(call, call.path["id"]), call.path["name"])


@endpoint("POST", "/v1/accounts/{id}/capabilities/{name}", "requested")
def update_capability(call: Call) -> Row:
    account = find_account(call, call.path["id"])
    if call.boolean("requested"):
        account["capabilities"].setdefault(call.path["name"], "active" if account["_verified"] else "inactive")
    else:
        account["capabilities"].pop(call.path["name"], None)
    call.save("accounts", account)
    capability = _capability(account, call.path["name"])
    call.emit("capability.updated", capability, {})
    return capability


def _capability(account: Row, name: str) -> Row:
    return {
        "id": name, "object": "capability", "account": account["id"], "future_requirements": _requirements([]),
        "requested": name in account["capabilities"],
        "requested_at": account["created"] if name in account["capabilities"] else None,
        "requirements": account["requirements"], "status": account["capabilities"].get(name, "unrequested"),
    }  # fmt: skip


@endpoint("POST", "/v1/account_links", "account type refresh_url return_url collect collection_options")
def create_account_link(call: Call) -> Row:
    account = find_account(call, call.required("account"))
    kind = call.choice("type", "account_onboarding account_update")
    if kind is None:
        raise errors.parameter_missing("type")
    return_url, refresh_url = call.required("return_url"), call.required("refresh_url")
    if account["type"] != "custom" and kind == "account_update" and not account["details_submitted"]:
        raise errors.parameter_invalid("You cannot create account_update links for this account.", "type")
    token = secrets.token_urlsafe(24)
    expires_at = call.now + int(call.sandbox.settings.account_link_lifetime)
    call.tx.put("account_links", {
        "id": token, "account": account["id"], "return_url": return_url, "refresh_url": refresh_url,
        "expires_at": expires_at, "used": False,
    })  # fmt: skip
    url = f"{call.sandbox.settings.public_url}/onboarding/{account['id']}?link={token}"
    return {"object": "account_link", "created": call.now, "expires_at": expires_at, "url": url}


@endpoint("POST", "/v1/accounts/{id}/login_links")
def create_login_link(call: Call) -> Row:
    account = find_account(call, call.path["id"])
    if account["controller"]["stripe_dashboard"]["type"] != "express":
        raise errors.StripeError("Cannot create a login link for an account without the Express Dashboard.")
    if not account["details_submitted"]:
        raise errors.StripeError("Cannot create a login link for an account that has not completed onboarding.")
    url = f"{call.sandbox.settings.public_url}/express/{account['id']}"
    return {"object": "login_link", "created": call.now, "url": url}


@endpoint("POST", "/v1/accounts/{id}/external_accounts", "external_account default_for_currency metadata")
def create_external_account(call: Call) -> Row:
    account = find_account(call, call.path["id"])
    if "external_account" not in call.parameters:
        raise errors.parameter_missing("external_account")
    bank = banks.attach(call, account, call.parameters["external_account"], param="external_account")
    call.save("accounts", account)
    call.emit("account.external_account.created", bank)
    return bank


@endpoint("GET", "/v1/accounts/{id}/external_accounts", "limit starting_after ending_before object")
def list_external_accounts(call: Call) -> Row:
    account = find_account(call, call.path["id"])
    return call.page(list(account["external_accounts"]["data"]), "bank_accounts")


@endpoint("GET", "/v1/accounts/{id}/external_accounts/{bank}")
def retrieve_external_account(call: Call) -> Row:
    account = find_account(call, call.path["id"])
    for bank in account["external_accounts"]["data"]:
        if bank["id"] == call.path["bank"]:
            return dict(bank)
    raise errors.resource_missing("external account", call.path["bank"])


OUTCOMES = ("approved", "needs_document", "rejected")


def complete_onboarding(call: Call, account: Row, outcome: str = "approved") -> Row:
    """
    What the hosted onboarding does in the end: details submitted, capabilities decided. Emits ``account.updated``.

    An account without a bank account gets the test one of its country.
    """
    if not account["external_accounts"]["data"]:
        banks.attach(call, account, banks.sample(account["country"], account["default_currency"]), param="")
    approved = outcome == "approved"
    due = ["individual.verification.document"] if outcome == "needs_document" else []
    reason = {"approved": None, "needs_document": "requirements.past_due", "rejected": "rejected.other"}[outcome]
    account.update(
        details_submitted=True, charges_enabled=approved, payouts_enabled=approved,
        requirements=_requirements(due, reason), _verified=approved,
        business_type=account["business_type"] or "company",
        capabilities=dict.fromkeys(account["capabilities"], "active" if approved else "inactive"),
    )  # fmt: skip
    account["tos_acceptance"]["date"] = call.now
    call.save("accounts", account)
    call.emit("account.updated", account, {"details_submitted": False, "charges_enabled": False})
    for name in account["capabilities"]:
        call.emit("capability.updated", _capability(account, name), {"status": "inactive"})
    return account
