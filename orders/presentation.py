"""
How checkouts and orders are put into words for their two sides. Rows in, plain values for templates and API out.

Nothing is read or changed here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.money import Money, from_minor
from orders import tracking
from orders.models import Checkout, Order, OrderMove, Shipment
from orders.rules import STATUS_LABELS, Action, Party, Status, may
from trade.incoterms import TERMS

STATUS_KINDS = {
    Status.AWAITING_PAYMENT: ("warning", "clock"),
    Status.FUNDED: ("info", "lock"),
    Status.IN_PRODUCTION: ("info", "hammer"),
    Status.SHIPPED: ("info", "truck"),
    Status.DELIVERED: ("warning", "package-check"),
    Status.ACCEPTED: ("success", "check"),
    Status.CLOSED: ("success", "circle-check"),
    Status.CANCELLED: ("neutral", "circle-x"),
    Status.REFUNDED: ("neutral", "undo-2"),
}

AMOUNT_LABELS = {
    "unit_price": gettext_lazy("Price per unit"),
    "goods": gettext_lazy("Goods"),
    "freight": gettext_lazy("Freight"),
    "insurance": gettext_lazy("Insurance"),
    "duty": gettext_lazy("Duty"),
    "tax": gettext_lazy("Import tax"),
    "fees": gettext_lazy("Fees"),
    "guarantee": gettext_lazy("Guarantee of duty and tax"),
    "total": gettext_lazy("Total"),
}


@dataclass(frozen=True)
class NextStep:
    """What happens next in words, whose turn it is, and by when if there is a time."""

    text: str
    is_mine: bool
    who: str = ""
    action: str = ""
    due: datetime | None = None
    since: datetime | None = None


def steps_of(checkout: Checkout, current: str) -> list[dict[str, str]]:
    """Return the steps of a checkout for the stepper; services have no address and no shipping."""
    steps = [("review", _("Review and pay"), "orders:checkout_review")]
    if checkout.is_carried:
        steps = [
            ("address", _("Address"), "orders:checkout"),
            ("shipping", _("Shipping"), "orders:checkout_shipping"),
            *steps,
        ]
    steps.append(("paid", _("Payment"), ""))
    names = [name for name, _label, _url in steps]
    place = names.index(current)
    return [
        {
            "label": label,
            "state": "done" if index < place else "current" if index == place else "todo",
            "url": reverse(url, args=[checkout.public_id]) if url and index < place else "",
        }
        for index, (_name, label, url) in enumerate(steps)
    ]


def change_rows(changes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what a new price lock changed, as labelled amounts."""
    rows = []
    for change in changes:
        if change["what"] == "unit_price":
            before, after = (Money(Decimal(change[side]), change["currency"]) for side in ("before", "after"))
        else:
            before, after = (from_minor(change[side], change["currency"]) for side in ("before", "after"))
        rows.append(
            {"label": AMOUNT_LABELS[change["what"]], "title": change["title"], "before": before, "after": after}
        )
    return rows


def status_badge(status: str) -> dict[str, Any]:
    """Return word, kind and icon of a state."""
    kind, icon = STATUS_KINDS[Status(status)]
    return {"label": STATUS_LABELS[Status(status)], "kind": kind, "icon": icon}


def next_step(order: Order, party: Party) -> NextStep:
    """Return what happens next, as `party` should read it."""
    buyer_side = party is Party.BUYER
    buyer, seller = order.organisation.name, order.seller.name
    match Status(order.status):
        case Status.AWAITING_PAYMENT:
            if buyer_side:
                text = _("Pay to have %(seller)s start. Your goods are set aside until then.") % {"seller": seller}
                return NextStep(text, True, _("You"), _("pay"), order.pay_by_at, order.placed_at)
            text = _("%(buyer)s is paying. Please wait for the payment before you start.") % {"buyer": buyer}
            return NextStep(text, False, buyer, _("pays"), order.pay_by_at, order.placed_at)
        case Status.FUNDED | Status.IN_PRODUCTION:
            if buyer_side:
                text = _("Your money is safe in escrow. %(seller)s gets the order ready.") % {"seller": seller}
                action = _("ships") if order.is_carried else _("delivers")
                return NextStep(text, False, seller, action, order.ship_by_at, order.funded_at)
            if order.is_carried:
                text = _("The money stands in escrow. Ship the goods and enter the tracking number.")
                return NextStep(text, True, _("You"), _("ship"), order.ship_by_at, order.funded_at)
            text = _("The money stands in escrow. Do the work and say when it is handed over.")
            return NextStep(text, True, _("You"), _("deliver"), order.ship_by_at, order.funded_at)
        case Status.SHIPPED:
            if buyer_side:
                text = _(
                    "When it arrives, look at it and accept it: that releases your money to %(seller)s. If you say "
                    "nothing, it is accepted by itself."
                ) % {"seller": seller}
                return NextStep(text, True, _("You"), _("accept"), order.auto_accept_at, order.shipped_at)
            text = _("On its way. The money is released when %(buyer)s accepts, or by the clock.") % {"buyer": buyer}
            return NextStep(text, False, buyer, _("accepts"), order.auto_accept_at, order.shipped_at)
        case Status.DELIVERED:
            if buyer_side:
                text = _(
                    "Is everything as agreed? Accepting releases your money to %(seller)s. If you say nothing, it is "
                    "accepted by itself."
                ) % {"seller": seller}
                return NextStep(text, True, _("You"), _("accept"), order.auto_accept_at, order.delivered_at)
            text = _("%(buyer)s looks at what came. The money is released after that, or by the clock.") % {
                "buyer": buyer
            }
            return NextStep(text, False, buyer, _("accepts"), order.auto_accept_at, order.delivered_at)
        case Status.ACCEPTED:
            if buyer_side:
                return NextStep(_("Done. The money was released to %(seller)s.") % {"seller": seller}, False)
            return NextStep(_("The escrow is released. Your part is on its way to your bank."), False)
        case Status.CLOSED:
            return NextStep(_("Done. Everybody has what they are due."), False)
        case Status.CANCELLED:
            return NextStep(_("Nothing was charged, and nothing is owed."), False)
        case Status.REFUNDED:
            if buyer_side:
                return NextStep(_("The whole amount goes back to the card you paid with, within some days."), False)
            return NextStep(_("The buyer has the money back. Nothing more is to be done."), False)


_MOVE_TITLES: dict[str, Any] = {
    "place": gettext_lazy("Order placed"),
    Action.FUND: gettext_lazy("Paid: the money stands in escrow"),
    Action.CANCEL: gettext_lazy("Cancelled"),
    Action.START_PRODUCTION: gettext_lazy("Work has begun"),
    Action.SHIP: gettext_lazy("Handed to the carrier"),
    Action.DELIVER: gettext_lazy("Delivered"),
    Action.HAND_OVER: gettext_lazy("Work handed over"),
    Action.ACCEPT: gettext_lazy("Accepted: the money is released"),
    Action.CLOSE: gettext_lazy("Closed: the seller is paid"),
    Action.REFUND: gettext_lazy("Refunded in full"),
    Action.RETURN_LATE_PAYMENT: gettext_lazy("A late payment came in and goes back in full"),
}
# What the platform's own work gives as a reason is said in the reader's language.
_SYSTEM_REASONS: dict[str, Any] = {
    Action.CANCEL: gettext_lazy("It was not paid in time."),
    Action.ACCEPT: gettext_lazy("The time to object had passed."),
    Action.DELIVER: gettext_lazy("The carrier says that it was delivered."),
    Action.REFUND: gettext_lazy("The goods were sold while the payment was under way."),
}


def timeline_of(order: Order, moves: Sequence[OrderMove], shipments: Sequence[Shipment]) -> list[dict[str, Any]]:
    """Return what happened and what is still to come, for the timeline."""
    items = [_done(move, shipments) for move in moves]
    if items and order.is_open:
        items[-1]["state"] = "done"
        items.extend(_to_come(order))
    elif items and order.status in (Status.CANCELLED, Status.REFUNDED):
        items[-1]["state"] = "failed"
    return items


def _done(move: OrderMove, shipments: Sequence[Shipment]) -> dict[str, Any]:
    by_system = move.party == Party.SYSTEM
    text = str(_SYSTEM_REASONS.get(move.action, "")) if by_system else move.reason
    if move.action == Action.SHIP and shipments:
        text = f"{shipments[0].carrier} {shipments[0].tracking_number}"
    return {
        "title": _MOVE_TITLES.get(move.action, move.action),
        "at": move.at,
        "actor": "" if by_system else move.actor_label,
        "text": text,
        "state": "done",
    }


def _to_come(order: Order) -> list[dict[str, Any]]:
    """The stages ahead with the time each is due, the first of them the current one."""
    carried = [
        (Status.FUNDED, _("Payment"), order.pay_by_at),
        (Status.SHIPPED, _("Handed to the carrier"), order.ship_by_at),
        (Status.DELIVERED, _("Delivered"), None),
        (Status.ACCEPTED, _("Accepted and released"), order.auto_accept_at),
    ]
    stages = (
        carried
        if order.is_carried
        else [carried[0], (Status.DELIVERED, _("Work handed over"), order.ship_by_at), carried[3]]
    )
    reached = {
        Status.AWAITING_PAYMENT: 0,
        Status.FUNDED: 1,
        Status.IN_PRODUCTION: 1,
        Status.SHIPPED: 2,
        Status.DELIVERED: len(stages) - 1,
    }[Status(order.status)]
    return [
        {
            "title": title,
            "at": due if index == 0 else None,
            "actor": "",
            "text": "",
            "state": "current" if index == 0 else "todo",
        }
        for index, (_status, title, due) in enumerate(stages[reached:])
    ]


def route_stages(order: Order) -> list[dict[str, str]]:
    """Return the stages on the way from seller to buyer, for the route line."""
    ended = order.status in (Status.CANCELLED, Status.REFUNDED)
    stages = [
        (_("Paid"), order.funded_at),
        (_("Shipped"), order.shipped_at),
        (_("Delivered"), order.delivered_at or order.accepted_at),
        (_("Accepted"), order.accepted_at),
    ]
    found: list[dict[str, str]] = []
    current_given = ended
    for label, at in stages:
        if at is not None:
            state = "done"
        elif not current_given:
            state, current_given = "current", True
        else:
            state = "todo"
        found.append({"label": label, "state": state, "detail": ""})
    return found


def actions_of(order: Order, party: Party, *, now: datetime, expected_at: datetime | None) -> frozenset[str]:
    """Return what `party` may do with the order now, by the table of moves."""
    return frozenset(
        action.value
        for action in Action
        if may(
            action,
            party,
            order.status,
            carried=order.is_carried,
            now=now,
            ship_by_at=order.ship_by_at,
            expected_at=expected_at,
        )
    )


def buyer_sum(order: Order) -> list[dict[str, Any]]:
    """Return what the buyer pays, line by line; the last is the total."""
    rows = [(_("Goods"), order.goods_minor)]
    if order.freight_minor or (order.is_carried and TERMS[order.incoterm].has_freight):
        rows.append((_("Freight"), order.freight_minor))
    if order.insurance_minor:
        rows.append((_("Insurance"), order.insurance_minor))
    if order.incoterm == "DDP":
        rows += [(_("Duty"), order.duty_minor), (_("Import tax"), order.tax_minor)]
        if order.fees_minor:
            rows.append((_("Fees"), order.fees_minor))
        if order.guarantee_minor:
            rows.append((_("Guarantee of duty and tax"), order.guarantee_minor))
    return [
        *({"label": label, "amount": from_minor(minor, order.currency)} for label, minor in rows),
        {"label": _("Total"), "amount": order.total, "is_total": True},
    ]


def seller_sum(order: Order) -> list[dict[str, Any]]:
    """Return what the seller gets, line by line, in the seller's currency; the last is the net."""
    currency = order.seller_currency
    rows = [{"label": _("Goods"), "amount": from_minor(order.seller_goods_minor, currency)}]
    if order.seller_freight_minor:
        rows.append(
            {
                "label": _("Freight, which you pay the carrier"),
                "amount": from_minor(order.seller_freight_minor, currency),
            }
        )
    if order.seller_insurance_minor:
        rows.append(
            {
                "label": _("Insurance, which you pay the insurer"),
                "amount": from_minor(order.seller_insurance_minor, currency),
            }
        )
    percent = Decimal(str(order.checkout.amounts["commission_percent"])).normalize()
    rows.append(
        {
            "label": _("Commission, %(percent)s %% of the goods") % {"percent": f"{percent:f}"},
            "amount": from_minor(-order.seller_commission_minor, currency),
        }
    )
    return [*rows, {"label": _("You receive"), "amount": order.seller_net, "is_total": True}]


def parcel_of(shipment: Shipment, order: Order, *, today: date) -> dict[str, Any]:
    """Return a shipment with its events for the order's page: where it is, and when it is expected now."""
    happened = list(shipment.events.all())
    expected = shipment.estimated_date or shipment.expected_date
    is_open = shipment.delivered_at is None and order.status in (Status.SHIPPED, Status.DELIVERED)
    overdue = is_open and today > shipment.expected_date
    return {
        "shipment": shipment,
        "label": tracking.EVENT_LABELS.get(shipment.state, ""),
        "kind": "danger" if shipment.state in tracking.TROUBLE else "success" if shipment.delivered_at else "info",
        "expected": max(expected, today) if is_open else expected,
        "is_late": shipment.is_late or overdue,
        "rows": tracking.rows_of(happened, is_open=is_open, expected=max(expected, today)) if happened else [],
    }
