"""How customs bills, promises and terms are put into words for both sides. Rows in, plain values out."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from marketplace.kernel.money import Money, from_minor
from orders.customs_queries import CustomsOfOrder
from orders.models import CustomsBill, Order
from orders.presentation import AMOUNT_LABELS
from orders.rules import Party, Status
from orders.true_up import WHY_HELD
from trade.guarantee import ESTIMATE, GUARANTEED, WHY
from trade.incoterms import TERMS

STATE_KINDS = {
    CustomsBill.State.HELD: ("warning", "clock"),
    CustomsBill.State.WAITING: ("info", "clock"),
    CustomsBill.State.SETTLED: ("success", "check"),
    CustomsBill.State.REPLACED: ("neutral", "undo-2"),
    CustomsBill.State.REJECTED: ("danger", "circle-x"),
}


def promise_of(landed: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return `{status, text, why}` of the customs charges collected with a deal; None if none are."""
    promise = landed.get("promise")
    if not promise:
        return None
    texts = {
        GUARANTEED: _("Guaranteed: whatever customs ask for, you pay no more than this."),
        ESTIMATE: _("Estimate: the final bill may differ; you pay or get back the difference."),
    }
    return {
        "status": promise["status"],
        "text": texts.get(promise["status"], ""),
        "why": [WHY[code] for code in promise["why"]],
    }


def elsewhere_rows(landed: Mapping[str, Any], currency: str) -> list[dict[str, Any]]:
    """Return what the buyer will pay to others than us, as labelled amounts; None is unknown."""
    return [
        {
            "key": name,
            "label": AMOUNT_LABELS[name],
            "amount": None if value is None else Money(Decimal(value), currency),
        }
        for name, value in (landed.get("elsewhere") or {}).items()
    ]


def term_choices(codes: Sequence[str], chosen: str) -> list[dict[str, Any]]:
    """Return the terms a buyer may choose among, each with what is paid with the order in words."""

    def words(code: str) -> str:
        term = TERMS[code]
        if term.has_customs:
            return _("Goods, freight, duty and tax with the order. Nothing on arrival.")
        if term.has_cover:
            return _("Goods, freight and insurance with the order. Duty and tax on arrival.")
        if term.has_freight:
            return _("Goods and freight with the order. Duty and tax on arrival.")
        return _("The goods alone with the order. You book the main carriage yourself; duty and tax on arrival.")

    return [
        {"code": code, "name": TERMS[code].name, "text": words(code), "is_chosen": code == chosen} for code in codes
    ]


def customs_panel(order: Order, customs: CustomsOfOrder, party: Party, *, may_record: bool) -> dict[str, Any] | None:
    """Return what the panel "Customs bill" of an order shows; None where there is none and can be none yet."""
    possible = order.is_carried and order.status in (
        Status.SHIPPED, Status.DELIVERED, Status.ACCEPTED, Status.CLOSED,
    )  # fmt: skip
    if not possible:
        return None
    settled = customs.settled
    is_sender = party is Party.SELLER or (party is Party.BUYER and order.incoterm != "DDP")
    return {
        "bills": [_bill(bill) for bill in customs.bills],
        "settled": _bill(settled) if settled else None,
        "outcome": _outcome(order, settled, party) if settled else "",
        "claim": customs.claim if customs.claim is not None and party is Party.BUYER else None,
        "may_record": may_record and is_sender,
        "reckoned": None if order.incoterm != "DDP" else from_minor(order.customs_minor, order.currency),
    }


def _bill(bill: CustomsBill) -> dict[str, Any]:
    kind, icon = STATE_KINDS[CustomsBill.State(bill.state)]
    reckoned = bill.estimate_minor
    return {
        "bill": bill,
        "kind": kind,
        "icon": icon,
        "state": bill.get_state_display(),
        "total": bill.total,
        "actual": bill.actual,
        "reckoned": None if reckoned is None else from_minor(reckoned, bill.order_currency),
        "difference": None if reckoned is None else from_minor(bill.actual_minor - reckoned, bill.order_currency),
        "is_converted": bill.currency != bill.order_currency,
        "has_paper": hasattr(bill, "paper"),
        "why_held": [WHY_HELD[code] for code in bill.held_because] if bill.state == CustomsBill.State.HELD else [],
    }


def _outcome(order: Order, bill: CustomsBill, party: Party) -> str:
    """Say whom the difference falls to and what moved, as `party` should read it."""
    buyer = party is Party.BUYER
    if bill.bearer == CustomsBill.Bearer.IMPORTER:
        if buyer:
            return _("You paid it on arrival. Nothing moves; it helps us to reckon better.")
        return _("The buyer paid it on arrival. Nothing moves; it helps us to reckon better.")
    if bill.bearer == CustomsBill.Bearer.PLATFORM:
        return _("The amount was guaranteed: Bridgeway bears the difference, whichever way it goes.")
    if bill.charged_minor:
        return (
            _("It was an estimate: the buyer pays the difference.")
            if not buyer
            else _("It was an estimate, and customs asked for more: please pay the difference.")
        )
    if bill.returned_minor:
        return (
            _("It was an estimate: the difference goes back to the buyer.")
            if not buyer
            else _("It was an estimate, and customs asked for less: the difference goes back to your card.")
        )
    return _("It was an estimate, and it was right. Nothing moves.")
