"""The control page: make the sandbox fail, move its clock, see what it sent. JSON for tests, HTML for people."""

import json
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import parse_qsl, unquote

from . import cards, checkout, connect, currencies, disputes
from .api import public
from .app import Answer, Request, Sandbox
from .errors import StripeError
from .faults import KINDS, Fault
from .ids import TABLES, table_of
from .store import Row
from .web import Safe, html, options, redirect, render, same_origin

Action = Callable[[Sandbox, list[str], dict[str, Any]], Any]
SHOWN = (
    "sessions", "payment_intents", "charges", "transfers", "reversals", "refunds", "payouts", "disputes", "accounts",
)  # fmt: skip


def answer(sandbox: Sandbox, request: Request) -> Answer:
    """Everything under ``/control`` and ``/healthz``. Faults never touch it."""
    if request.path == "/healthz":
        return _json({"status": "ok"})
    steps = [unquote(step) for step in request.path.split("/")[2:] if step]
    if request.method == "GET" and not steps:
        return html(_page(sandbox))
    action = ACTIONS.get((request.method, steps[0])) if steps else None
    if action is None:
        return _json({"error": "There is no such control."}, 404)
    if request.method != "GET" and not same_origin(sandbox, request):
        return _json({"error": "Not sent from the control page."}, 403)
    from_page = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    try:
        result = action(sandbox, steps[1:], _values(request, from_page))
    except StripeError as error:
        return _json({"error": error.message}, 400)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        return _json({"error": str(error) or type(error).__name__}, 400)
    return redirect("/control") if from_page else _json(result)


def _values(request: Request, from_page: bool) -> dict[str, Any]:
    values: dict[str, Any] = dict(parse_qsl(request.query))
    if from_page:
        values.update(parse_qsl(request.body.decode()))
    elif request.body:
        given = json.loads(request.body)
        if not isinstance(given, dict):
            raise ValueError("The body must be a JSON object.")
        values.update(given)
    return values


def _json(value: Any, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value, indent=2).encode(), {"Content-Type": "application/json"})


# Actions


def state(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    with sandbox.store.transaction() as tx:
        counts = {table: sum(1 for _ in tx.rows(table)) for table in sorted(set(TABLES.values()))}
        deliveries: dict[str, int] = {"pending": 0, "delivered": 0, "failed": 0}
        for row in tx.rows("deliveries"):
            deliveries[row["state"]] += 1
    return {
        "now": sandbox.clock.now(), "objects": counts, "deliveries": deliveries, "paused": sandbox.events.paused,
        "faults": sandbox.faults.as_json(), "settings": sandbox.settings.as_json(),
    }  # fmt: skip


def add_fault(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    if steps:  # a plain HTML form cannot say DELETE
        sandbox.faults.remove(steps[0])
        return {"faults": sandbox.faults.as_json()}
    return {"id": sandbox.faults.add(Fault.from_json(values)).id}


def remove_faults(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    sandbox.faults.remove(steps[0] if steps else None)
    return {"faults": sandbox.faults.as_json()}


def advance_clock(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    seconds = float(values["advance"])
    if not 0 <= seconds <= 10 * 366 * 86400:
        raise ValueError("advance is 0 seconds to 10 years.")
    sandbox.clock.advance(seconds)
    return {"now": sandbox.clock.now()}


def reset(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    sandbox.reset()
    return {"now": sandbox.clock.now()}


def change_settings(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    sandbox.settings.change(values)
    return sandbox.settings.as_json()


def deliveries(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    with sandbox.store.transaction() as tx:
        wanted = values.get("event")
        return {"data": [row for row in tx.newest_first("deliveries") if wanted in (None, row["event"])][:200]}


def pause_or_resume(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    {"pause": sandbox.events.pause, "resume": sandbox.events.resume}[steps[0]]()
    return {"paused": sandbox.events.paused}


def resend(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    event_id, verb = steps
    if verb != "resend":
        raise ValueError("There is no such control.")
    with sandbox.store.transaction() as tx:
        sandbox.events.resend(tx, event_id)
    return {"event": event_id}


def open_dispute(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    reason = values.get("reason", "fraudulent")
    if reason not in disputes.REASONS:
        raise ValueError(f"reason must be one of {', '.join(disputes.REASONS)}.")
    with sandbox.store.transaction() as tx:
        charge = _row(tx.get("charges", values["charge"]), values["charge"])
        call = sandbox.call(tx, account=charge["_account"])
        return _shown(disputes.open_dispute(call, charge, reason, values.get("amount")))


def decide_dispute(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    """``{"won": true}`` on /control/dispute_decisions/dp_...: the bank decides now."""
    with sandbox.store.transaction() as tx:
        dispute = _row(tx.get("disputes", steps[0]), steps[0])
        if dispute["status"] in ("won", "lost"):
            raise ValueError("This dispute is already closed.")
        won = values.get("won") in (True, "true")
        return _shown(disputes.decide(sandbox.call(tx, account=dispute["_account"]), dispute, won=won))


def complete_account(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    """What a person does on the onboarding page."""
    outcome = values.get("outcome", "approved")
    if outcome not in connect.OUTCOMES:
        raise ValueError(f"outcome must be one of {', '.join(connect.OUTCOMES)}.")
    with sandbox.store.transaction() as tx:
        account = _row(tx.get("accounts", steps[0]), steps[0])
        return _shown(connect.complete_onboarding(sandbox.call(tx), account, outcome))


def pay_session(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    """What a person does on the payment page; a 3D Secure question stays open, unless ``authorise`` answers it."""
    number = str(values.get("card", "4242424242424242"))
    with sandbox.store.transaction() as tx:
        session = _row(tx.get("sessions", steps[0]), steps[0])
        if session["status"] == "expired":
            raise ValueError("This session has expired.")
        call = sandbox.call(tx, account=session["_account"])
        billing = {
            "name": values.get("name", "Test Customer"), "email": session["customer_email"] or "test@example.com",
            "address": {"country": sandbox.settings.country},
        }  # fmt: skip
        method = cards.payment_method(cards.card_for(number), call.now, call.account, billing=billing)
        intent = checkout.pay(call, session, method)
        if intent["status"] == "requires_action" and "authorise" in values:
            intent = checkout.payment_intents.finish_challenge(call, intent, authorised=values["authorise"] is True)
            checkout.complete_if_paid(call, session, intent)
        return {"session": _shown(tx.get("sessions", steps[0]) or {}), "payment_intent": _shown(intent)}


def objects(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    if steps[0] not in TABLES.values():
        raise ValueError(f"One of {', '.join(sorted(set(TABLES.values())))}.")
    with sandbox.store.transaction() as tx:
        rows = list(tx.newest_first(steps[0]))
    return {"data": [_shown(row) for row in rows[: int(values.get("limit", 100))]]}


def show_object(sandbox: Sandbox, steps: list[str], values: dict[str, Any]) -> Row:
    with sandbox.store.transaction() as tx:
        return _shown(_row(tx.get(table_of(steps[0]) or "", steps[0]), steps[0]))


ACTIONS: dict[tuple[str, str], Action] = {
    ("GET", "state"): state, ("GET", "faults"): lambda sandbox, steps, values: {"faults": sandbox.faults.as_json()},
    ("POST", "faults"): add_fault, ("DELETE", "faults"): remove_faults, ("POST", "clock"): advance_clock,
    ("POST", "reset"): reset, ("POST", "settings"): change_settings, ("GET", "deliveries"): deliveries,
    ("POST", "deliveries"): pause_or_resume, ("POST", "events"): resend, ("POST", "disputes"): open_dispute,
    ("POST", "dispute_decisions"): decide_dispute, ("POST", "accounts"): complete_account,
    ("POST", "sessions"): pay_session, ("GET", "objects"): objects, ("GET", "object"): show_object,
}  # fmt: skip


def _row(row: Row | None, identifier: str) -> Row:
    if row is None:
        raise ValueError(f"There is no {identifier}.")
    return row


def _shown(row: Row) -> Row:
    shown: Row = public(row)
    return shown


# The page


def _page(sandbox: Sandbox) -> str:
    with sandbox.store.transaction() as tx:
        latest: list[Row] = sorted(
            (row for table in SHOWN for row in list(tx.newest_first(table))[:15]),
            key=lambda row: row["created"], reverse=True,
        )  # fmt: skip
        happened = [row for _, row in zip(range(40), tx.newest_first("events"), strict=False)]
        sent: dict[str, list[Row]] = {row["id"]: [] for row in happened}
        for row in tx.rows("deliveries"):
            if row["event"] in sent:
                sent[row["event"]].append(row)
    settings = sandbox.settings
    toggle = "resume" if sandbox.events.paused else "pause"
    return render(
        "control", title="Sandbox control", width="wide",
        summary=f"Webhooks go to {settings.webhook_url or 'nobody'}. API key {sandbox.masked_key()}.",
        faults=_fault_rows(sandbox), kinds=options({kind: f"{kind}: {text}" for kind, text in KINDS.items()}, "delay"),
        toggle=toggle, toggle_label=toggle.capitalize(), reasons=options({name: name for name in disputes.REASONS}, ""),
        objects=Safe("".join(_object_row(row) for row in latest[:40]) or "<tr><td colspan='4'>None yet.</td></tr>"),
        events=Safe("".join(_event_row(row, sent[row["id"]]) for row in happened)
                    or "<tr><td colspan='4'>None yet.</td></tr>"),
    )  # fmt: skip


def _fault_rows(sandbox: Sandbox) -> Safe:
    rows = "".join(
        f"<tr><td>{escape(fault['kind'])}</td><td><code>{escape(fault['match'])}</code></td><td>{fault['hits']}"
        f"{'' if fault['count'] is None else ' of ' + str(fault['count'])}</td><td>{fault['seconds']:g} s, "
        f"{fault['copies']} copies, rate {fault['rate']:g}</td><td><form method='post' "
        f"action='/control/faults/{fault['id']}'><button class='button small quiet'>Remove</button></form></td></tr>"
        for fault in sandbox.faults.as_json()
    )
    return Safe(rows or "<tr><td colspan='5'>Everything works.</td></tr>")


def _object_row(row: Row) -> str:
    currency = row.get("currency")
    total = row.get("amount", row.get("amount_total"))
    amount = currencies.spell(total, currency) if currency and total is not None else ""
    return (
        f"<tr><td>{escape(row['object'])}</td><td><a href='/control/object/{row['id']}'><code>{row['id'][:28]}</code>"
        f"</a></td><td>{amount}</td><td>{escape(str(row.get('status') or ''))}</td></tr>"
    )


def _event_row(event: Row, sent: list[Row]) -> str:
    log = "<br>".join(
        escape(f"{row['state']}: " + ", ".join(str(item["status"] or item["problem"]) for item in row["attempts"]))
        for row in sent
    )
    return (
        f"<tr><td>{escape(event['type'])}</td><td><a href='/control/object/{event['id']}'>"
        f"<code>{event['id'][:20]}</code></a></td><td>{log or 'not sent'}</td><td>"
        f"<form method='post' action='/control/events/{event['id']}/resend'>"
        "<button class='button small quiet'>Resend</button></form></td></tr>"
    )
