"""The hosted onboarding of a connected account, and its small dashboard."""

import re
from html import escape

from . import balance, banks, connect, currencies
from .app import Answer
from .checkout_page import COUNTRIES
from .errors import StripeError
from .store import Row
from .web import Safe, Visit, field_error, field_state, find, html, options, page, problem, redirect, render

OUTCOMES = {
    "approved": "Approved: the account can be paid",
    "needs_document": "A document is still needed: payouts stay off",
    "rejected": "Rejected: the account stays off",
}


@page("GET", "/onboarding/{id}")
def show_onboarding(visit: Visit) -> Answer:
    found = _open(visit)
    if isinstance(found, Answer):
        return found
    account, link = found
    number = banks.test_number(account["country"])
    name = account["business_profile"]["name"] or (account["company"] or {}).get("name") or ""
    return html(_form(account, link, {"name": name, "holder": name, "number": number, "outcome": "approved"}, {}))


@page("POST", "/onboarding/{id}")
def answer_onboarding(visit: Visit) -> Answer:
    found = _open(visit)
    if isinstance(found, Answer):
        return found
    account, link = found
    if visit.form.get("answer") != "complete":
        visit.call.tx.put("account_links", {**link, "used": True})
        return redirect(link["return_url"])
    problems = _check(visit)
    if not problems:
        problems = _submit(visit, account)
    if problems:
        return html(_form(account, link, visit.form, problems), 422)
    visit.call.tx.put("account_links", {**link, "used": True})
    return redirect(link["return_url"])


def _open(visit: Visit) -> tuple[Row, Row] | Answer:
    """The account and its link; a link that is used or out of date sends to ``refresh_url``, as at Stripe."""
    token = visit.form.get("link") or visit.query.get("link") or ""
    account, link = find(visit.call, "accounts", visit.path["id"]), visit.call.tx.get("account_links", token)
    if account is None or account.get("deleted") or link is None or link["account"] != account["id"]:
        return problem(404, "This link is not valid. Go back to the site you came from and ask for a new one.")
    if link["used"] or link["expires_at"] <= visit.call.now:
        return redirect(link["refresh_url"])
    return account, link


def _check(visit: Visit) -> dict[str, str]:
    form = visit.form
    problems: dict[str, str] = {}
    if not form.get("name", "").strip():
        problems["name"] = "Enter the name of the business."
    if not form.get("holder", "").strip():
        problems["holder"] = "Enter the name the bank account is held in."
    number = re.sub(r"[\s-]", "", form.get("number", ""))
    if not re.fullmatch(r"[A-Za-z0-9]{5,34}", number):
        problems["number"] = "Enter an IBAN or account number of 5 to 34 letters and digits."
    return problems


def _submit(visit: Visit, account: Row) -> dict[str, str]:
    name = visit.form["name"].strip()[:200]
    account["business_profile"]["name"] = name
    account["company"] = {**(account["company"] or {}), "name": name}
    given = {
        "country": account["country"], "currency": account["default_currency"], "account_number": visit.form["number"],
        "account_holder_name": visit.form["holder"].strip()[:200],
    }  # fmt: skip
    try:
        banks.attach(visit.call, account, given, param="number")
    except StripeError as error:
        return {"number": error.message}
    outcome = visit.form.get("outcome", "approved")
    connect.complete_onboarding(visit.call, account, outcome if outcome in OUTCOMES else "approved")
    return {}


def _form(account: Row, link: Row, filled: dict[str, str], problems: dict[str, str]) -> str:
    names = ("name", "holder", "number")
    return render(
        "onboarding", title="Set up payouts", country=COUNTRIES.get(account["country"], account["country"]),
        currency=account["default_currency"].upper(), name=filled.get("name", ""), holder=filled.get("holder", ""),
        number=filled.get("number", ""), link=link["id"], action=f"/onboarding/{account['id']}",
        outcomes=options(OUTCOMES, filled.get("outcome", "approved")), email=account["email"] or "not given",
        **{f"{name}_state": field_state(name, problems) for name in names},
        **{f"{name}_error": field_error(name, problems) for name in names},
    )  # fmt: skip


@page("GET", "/express/{id}")
def show_dashboard(visit: Visit) -> Answer:
    account = find(visit.call, "accounts", visit.path["id"])
    if account is None or account.get("deleted") or not account["details_submitted"]:
        return problem(404, "There is no such account.")
    held = balance.balance_of(visit.call, account["id"])
    money = "".join(
        f"<tr><th scope='row'>{line['currency'].upper()}</th>"
        f"<td>{currencies.decimal_text(line['amount'], line['currency'])}</td>"
        f"<td>{currencies.decimal_text(later['amount'], line['currency'])}</td></tr>"
        for line, later in zip(held["available"], held["pending"], strict=True)
    )
    paid = "".join(
        f"<tr><td>{currencies.spell(row['amount'], row['currency'])}</td><td>{escape(row['status'])}</td>"
        f"<td><code>{row['id']}</code></td></tr>"
        for row in visit.call.tx.newest_first("payouts")
        if row["_account"] == account["id"]
    )
    none = "<tr><td colspan='3'>No payouts yet.</td></tr>"
    return html(render(
        "dashboard", title=account["business_profile"]["name"] or account["id"], balances=Safe(money),
        payouts=Safe(paid or none), status="Payouts on" if account["payouts_enabled"] else "Payouts off",
    ))  # fmt: skip
