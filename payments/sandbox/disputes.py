"""Disputes: the customer's bank takes the money back until the evidence decides."""

from . import balance, errors
from .api import Call, endpoint
from .ids import new_id
from .store import Row

OPEN = ("needs_response", "warning_needs_response")
RESPONSE_SECONDS = 7 * 24 * 3600
REASONS = (
    "fraudulent", "product_not_received", "product_unacceptable", "duplicate", "credit_not_processed", "general",
    "unrecognized",
)  # fmt: skip
EVIDENCE = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal "
    "customer_communication customer_email_address customer_name customer_purchase_ip customer_signature "
    "duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt "
    "refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation "
    "shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number "
    "uncategorized_file uncategorized_text"
)


def open_dispute(call: Call, charge: Row, reason: str = "fraudulent", amount: int | None = None) -> Row:
    """
    Take the charge's money back, with the dispute fee. Emits ``charge.dispute.created`` and ``funds_withdrawn``.

    :raises StripeError: if the charge is not paid or already disputed.
    """
    if charge["disputed"] or not charge["captured"]:
        raise errors.StripeError(f"Charge {charge['id']} cannot be disputed.")
    disputed = amount or charge["amount_captured"]
    dispute_id = new_id("dp")
    fee = balance.scaled(call.sandbox.settings.dispute_fee, charge["currency"])
    taken = balance.move(
        call, account=charge["_account"], amount=-disputed, currency=charge["currency"], type="adjustment",
        source=dispute_id, fee=fee, description=f"Chargeback withdrawal for {charge['id']}",
    )  # fmt: skip
    dispute: Row = {
        "id": dispute_id, "object": "dispute", "amount": disputed, "balance_transaction": taken["id"],
        "balance_transactions": [taken], "charge": charge["id"], "created": call.now, "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(EVIDENCE.split()), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": call.now + RESPONSE_SECONDS, "enhanced_eligibility": {}, "has_evidence": False,
            "past_due": False, "submission_count": 0, "submission_method": "not_submitted",
        },
        "intended_submission_method": None, "is_charge_refundable": False, "livemode": False, "metadata": {},
        "network_reason_code": "10.4", "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4"}, "type": "card",
        },
        "reason": reason, "status": "needs_response", "_account": charge["_account"],
    }  # fmt: skip
    charge.update(disputed=True, dispute=dispute_id)
    call.save("charges", charge)
    call.save("disputes", dispute)
    call.emit("charge.dispute.created", dispute)
    call.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def decide(call: Call, dispute: Row, *, won: bool) -> Row:
    """The bank's decision. Emits ``charge.dispute.closed`` and, when won, ``funds_reinstated``."""
    dispute["status"] = "won" if won else "lost"
    if won:
        given = balance.move(
            call, account=dispute["_account"], amount=dispute["amount"], currency=dispute["currency"],
            type="adjustment", source=dispute["id"], reporting_category="dispute_reversal",
            description=f"Chargeback reversal for {dispute['charge']}",
        )  # fmt: skip
        dispute["balance_transactions"].append(given)
        charge = call.tx.get("charges", dispute["charge"])
        assert charge is not None
        call.save("charges", {**charge, "_dispute_won": True})
    call.save("disputes", dispute)
    if won:
        call.emit("charge.dispute.funds_reinstated", dispute)
    call.emit("charge.dispute.closed", dispute)
    return dispute


def review(call: Call, dispute_id: str) -> None:
    """Submitted evidence is judged: text ``winning_evidence`` wins, anything else loses, as in Stripe's test mode."""
    dispute = call.tx.get("disputes", dispute_id)
    if dispute is not None and dispute["status"] == "under_review":
        decide(call, dispute, won="winning_evidence" in str(dispute["evidence"]["uncategorized_text"]))


@endpoint("GET", "/v1/disputes/{id}")
def retrieve_dispute(call: Call) -> Row:
    return call.find("disputes")


@endpoint("POST", "/v1/disputes/{id}", "evidence metadata submit intended_submission_method")
def update_dispute(call: Call) -> Row:
    dispute = call.find("disputes")
    if call.parameters.get("evidence") is not None and dispute["status"] not in OPEN:
        raise errors.StripeError("This dispute is already closed.", code="dispute_evidence_not_editable")
    evidence = call.mapping("evidence", EVIDENCE)
    dispute["evidence"].update(evidence)
    dispute["metadata"] = call.metadata(dispute["metadata"])
    details = dispute["evidence_details"]
    details["has_evidence"] = any(dispute["evidence"][name] for name in EVIDENCE.split())
    if evidence and call.boolean("submit", default=True):
        details.update(submission_count=details["submission_count"] + 1, submission_method="manual")
        dispute["status"] = "under_review"
        call.sandbox.clock.schedule(call.tx, "review", dispute["id"], call.sandbox.clock.exact() + 1)
    call.save("disputes", dispute)
    call.emit("charge.dispute.updated", dispute, {})
    return dispute


@endpoint("POST", "/v1/disputes/{id}/close")
def close_dispute(call: Call) -> Row:
    dispute = call.find("disputes")
    if dispute["status"] not in OPEN:
        raise errors.StripeError("This dispute is already closed.")
    return decide(call, dispute, won=False)


@endpoint("GET", "/v1/disputes", "limit starting_after ending_before created charge payment_intent")
def list_disputes(call: Call) -> Row:
    given = {name: call.text(name) for name in ("charge", "payment_intent") if call.text(name)}
    return call.listed("disputes", keep=lambda row: all(row[name] == given[name] for name in given))
