"""The hosted payment page of a Checkout Session, and the 3D Secure page a card may ask for."""

import re
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlencode

from . import checkout, currencies, payment_intents
from .app import Answer
from .cards import CARDS, Card, card_for, luhn, payment_method
from .store import Row
from .web import Safe, Visit, field_error, field_state, find, html, page, problem, redirect, render

COUNTRIES = {
    "AE": "United Arab Emirates", "AR": "Argentina", "AT": "Austria", "AU": "Australia", "BE": "Belgium",
    "BR": "Brazil", "CA": "Canada", "CH": "Switzerland", "CL": "Chile", "CN": "China", "CO": "Colombia",
    "CZ": "Czechia", "DE": "Germany", "DK": "Denmark", "EG": "Egypt", "ES": "Spain", "FI": "Finland", "FR": "France",
    "GB": "United Kingdom", "GR": "Greece", "HK": "Hong Kong", "HU": "Hungary", "ID": "Indonesia", "IE": "Ireland",
    "IL": "Israel", "IN": "India", "IT": "Italy", "JP": "Japan", "KE": "Kenya", "KR": "South Korea", "KW": "Kuwait",
    "MA": "Morocco", "MX": "Mexico", "MY": "Malaysia", "NG": "Nigeria", "NL": "Netherlands", "NO": "Norway",
    "NZ": "New Zealand", "PE": "Peru", "PH": "Philippines", "PL": "Poland", "PT": "Portugal", "RO": "Romania",
    "SA": "Saudi Arabia", "SE": "Sweden", "SG": "Singapore", "TH": "Thailand", "TR": "Türkiye", "TW": "Taiwan",
    "US": "United States", "VN": "Vietnam", "ZA": "South Africa",
}  # fmt: skip


@page("GET", "/c/pay/{id}")
def show_checkout(visit: Visit) -> Answer:
    session = find(visit.call, "sessions", visit.path["id"])
    if session is None:
        return problem(404, "There is no such payment page. The link may be incomplete.")
    if (closed := _closed(session)) is not None:
        return closed
    intent = visit.call.tx.get("payment_intents", session["payment_intent"] or "")
    message = ""
    if intent is not None and intent["last_payment_error"] is not None and "failed" in visit.query:
        message = intent["last_payment_error"]["message"]
    number = visit.query.get("card", "")
    filled = {"number": number, "expiry": "12 / 34", "cvc": "123", "name": "Test Customer"} if number else {}
    return html(_form(visit, session, filled, {}, message))


@page("POST", "/c/pay/{id}")
def pay_checkout(visit: Visit) -> Answer:
    session = find(visit.call, "sessions", visit.path["id"])
    if session is None:
        return problem(404, "There is no such payment page. The link may be incomplete.")
    if (closed := _closed(session)) is not None:
        return closed
    fields, problems = _check(visit, session)
    if problems:
        return html(_form(visit, session, visit.form, problems, ""), 422)
    card = card_for(fields["number"])
    billing = {"name": fields["name"], "email": fields["email"], "address": {"country": fields["country"]}}
    expiry = (int(fields["month"]), int(fields["year"]))
    method = payment_method(card, visit.call.now, visit.call.account, exp=expiry, billing=billing)
    intent = checkout.pay(visit.call, session, method)
    if intent["status"] == "requires_action":
        return redirect(f"/3ds/{intent['id']}?secret={intent['client_secret']}")
    if intent["last_payment_error"] is None:
        return redirect(success_url(session))
    about = card.decline.field if card.decline and card.decline.field else ""
    message = intent["last_payment_error"]["message"]
    return html(_form(visit, session, visit.form, {about: message} if about else {}, message), 402)


def success_url(session: Row) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _closed(session: Row) -> Answer | None:
    if session["status"] == "complete":
        return redirect(success_url(session))
    if session["status"] == "expired":
        return problem(
            410, "This payment page has expired and nothing was charged. Go back to the shop to start again.",
            title="Page expired", href=session["cancel_url"] or "",
        )  # fmt: skip
    return None


def _check(visit: Visit, session: Row) -> tuple[dict[str, str], dict[str, str]]:
    """The cleaned fields, and what is wrong with them in the order of the form."""
    form = {name: value.strip() for name, value in visit.form.items()}
    number = re.sub(r"[\s-]", "", form.get("number", ""))
    expiry = re.fullmatch(r"(\d{1,2})\s*[/-]?\s*(\d{2}|\d{4})", form.get("expiry", ""))
    cvc, name, email = form.get("cvc", ""), form.get("name", ""), session["customer_email"] or form.get("email", "")
    month, year = (int(expiry[1]), int(expiry[2]) % 100 + 2000) if expiry else (0, 0)
    problems: dict[str, str] = {}
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        problems["email"] = "Your email is incomplete." if email else "Enter your email."
    if not number:
        problems["number"] = "Enter your card number."
    elif not number.isdecimal() or not number.isascii() or len(number) < 14:
        problems["number"] = "Your card number is incomplete."
    elif len(number) > 19 or not luhn(number):
        problems["number"] = "Your card number is invalid."
    if not 1 <= month <= 12:
        problems["expiry"] = "Your card's expiration date is incomplete."
    elif year * 12 + month < _month(visit.call.now):
        problems["expiry"] = "Your card's expiration date is in the past."
    if not re.fullmatch(r"[0-9]{3,4}", cvc):
        problems["cvc"] = "Your card's security code is incomplete."
    if not name:
        problems["name"] = "Enter the name on the card."
    country = form.get("country", "")
    if country not in COUNTRIES:
        problems["country"] = "Choose a country or region."
    cleaned = {
        "number": number, "month": str(month), "year": str(year), "name": name[:200], "email": email[:200],
        "country": country,
    }  # fmt: skip
    return cleaned, problems


def _month(now: int) -> int:
    today = datetime.fromtimestamp(now, UTC)
    return today.year * 12 + today.month


def _form(visit: Visit, session: Row, filled: dict[str, str], problems: dict[str, str], message: str) -> str:
    currency = session["currency"]
    total = currencies.spell(session["amount_total"], currency)
    email = session["customer_email"] or filled.get("email", "")
    states = {f"{name}_state": field_state(name, problems) for name in ("email", "number", "expiry", "cvc", "name")}
    shown = {f"{name}_error": field_error(name, problems) for name in ("email", "number", "expiry", "cvc", "name")}
    notice = Safe(f'<div class="notice" role="alert">{escape(message)}</div>') if message else Safe("")
    cancel = session["cancel_url"]
    arrow = '<span aria-hidden="true">&larr;</span>'
    back = Safe(f'<a class="back" href="{escape(cancel)}">{arrow} Cancel and go back</a>' if cancel else "")
    country = filled.get("country") or visit.call.sandbox.settings.country
    return render(
        "checkout", title=f"Pay {total}", width="wide", total=total, lines=_lines(session), notice=notice,
        back=back, cards=_card_list(session), email=email,
        email_fixed=Safe(" readonly") if session["customer_email"] else Safe(""), number=filled.get("number", ""),
        expiry=filled.get("expiry", ""), cvc=filled.get("cvc", ""), name=filled.get("name", ""),
        countries=_country_options(country), action=f"/c/pay/{session['id']}", **states, **shown,
    )  # fmt: skip


def _country_options(selected: str) -> Safe:
    rows = sorted(COUNTRIES.items(), key=lambda item: item[1])
    return Safe("".join(
        f'<option value="{code}"{" selected" if code == selected else ""}>{escape(name)}</option>'
        for code, name in rows
    ))  # fmt: skip


def _lines(session: Row) -> Safe:
    rows = []
    for line in session["_lines"]:
        price = currencies.spell(line["price"]["unit_amount"], line["currency"])
        note = f'<span class="note">{escape(str(line["_note"]))}</span>' if line["_note"] else ""
        count = f'<span class="note">Qty {line["quantity"]:,}, {price} each</span>' if line["quantity"] > 1 else ""
        amount = currencies.spell(line["amount_total"], line["currency"])
        rows.append(
            f'<li><span class="what" dir="auto">{escape(line["description"])}{note}{count}</span>'
            f'<span class="amount">{amount}</span></li>'
        )
    return Safe("".join(rows))


def _card_list(session: Row) -> Safe:
    return Safe("".join(
        f'<li><a href="/c/pay/{session["id"]}?card={card.number}#card-form"><code>{_spaced(card)}</code>'
        f"<span>{escape(card.label)}</span></a></li>"
        for card in CARDS
    ))  # fmt: skip


def _spaced(card: Card) -> str:
    return " ".join(card.number[start : start + 4] for start in range(0, len(card.number), 4))


@page("GET", "/3ds/{id}")
def show_challenge(visit: Visit) -> Answer:
    intent = _challenged(visit)
    if intent is None:
        return problem(404, "There is no such authentication request.")
    if intent["status"] != "requires_action":
        return redirect(_after_challenge(visit, intent))
    method = visit.call.tx.get("payment_methods", intent["payment_method"]) or {}
    return html(render(
        "challenge", title="Confirm your payment", total=currencies.spell(intent["amount"], intent["currency"]),
        last4=method["card"]["last4"], action=f"/3ds/{intent['id']}", secret=intent["client_secret"],
    ))  # fmt: skip


@page("POST", "/3ds/{id}")
def answer_challenge(visit: Visit) -> Answer:
    intent = _challenged(visit)
    if intent is None:
        return problem(404, "There is no such authentication request.")
    if intent["status"] == "requires_action":
        authorised = visit.form.get("answer") == "authorise"
        intent = payment_intents.finish_challenge(visit.call, intent, authorised=authorised)
        session = visit.call.tx.get("sessions", intent["_session"] or "")
        if session is not None:
            checkout.complete_if_paid(visit.call, session, intent)
    return redirect(_after_challenge(visit, intent))


def _challenged(visit: Visit) -> Row | None:
    intent = find(visit.call, "payment_intents", visit.path["id"])
    secret = visit.form.get("secret") or visit.query.get("secret")
    return intent if intent is not None and secret == intent["client_secret"] else None


def _after_challenge(visit: Visit, intent: Row) -> str:
    paid = intent["status"] in ("succeeded", "requires_capture")
    session = visit.call.tx.get("sessions", intent["_session"] or "")
    if session is not None:
        return success_url(session) if paid else f"/c/pay/{session['id']}?failed=1"
    if not intent["_return_url"]:
        return f"/3ds/{intent['id']}/done"
    joint = "&" if "?" in intent["_return_url"] else "?"
    result = {
        "payment_intent": intent["id"], "payment_intent_client_secret": intent["client_secret"],
        "redirect_status": "succeeded" if paid else "failed",
    }  # fmt: skip
    return f"{intent['_return_url']}{joint}{urlencode(result)}"


@page("GET", "/3ds/{id}/done")
def challenge_done(visit: Visit) -> Answer:
    return problem(200, "You can close this page and return to the shop.", title="Thank you")


@page("GET", "/receipts/{id}")
def show_receipt(visit: Visit) -> Answer:
    charge = find(visit.call, "charges", visit.path["id"])
    if charge is None or not charge["paid"]:
        return problem(404, "There is no such receipt.")
    refunded = currencies.spell(charge["amount_refunded"], charge["currency"])
    note = f" {refunded} of it was refunded." if charge["amount_refunded"] else ""
    total = currencies.spell(charge["amount_captured"], charge["currency"])
    return problem(200, f"{total} paid by card.{note} Reference {charge['id']}.", title="Receipt")
