"""A locked deal as both sides read it: the whole price at the door, what of it is paid now, and what has changed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplace.kernel.money import from_minor
from orders.offers import Amounts, can_collect_customs
from trade.guarantee import Promise
from trade.landed_cost import LandedCost


def door_of(amounts: Amounts, landed: LandedCost | None, promise: Promise | None = None) -> dict[str, Any]:
    """
    Return the door price of a locked deal as the door-price component reads it.

    All of it, whoever is paid: goods, freight, insurance, duty, tax and fees; what is unknown stays unknown. What is
    paid with the order stands with the amounts charged; the rest is in `elsewhere`, part by part, as an estimate.
    """
    frozen = landed.as_json() if landed is not None else {}
    known = landed is None or can_collect_customs(landed)

    def amount(minor: int) -> str:
        return str(from_minor(minor, amounts.currency).amount)

    def whole(name: str, charged: int) -> str | None:
        if charged or not frozen:
            return amount(charged)
        return frozen.get(name)

    parts = {"freight": amounts.freight, "insurance": amounts.insurance}
    customs = {"duty": amounts.duty, "tax": amounts.tax, "fees": amounts.fees}
    collected = bool(amounts.customs)
    shown = {name: whole(name, charged) for name, charged in parts.items()}
    shown |= {name: amount(charged) if collected else whole(name, charged) for name, charged in customs.items()}
    guarantee = from_minor(amounts.guarantee, amounts.currency).amount
    total = None
    if known:
        values = [Decimal(value) for value in shown.values() if value is not None]
        goods = from_minor(amounts.goods, amounts.currency).amount
        total = str(goods + sum(values, Decimal(0)) + guarantee)
    paid = parts | customs
    elsewhere = {
        name: value
        for name, value in shown.items()
        if not paid[name] and not (collected and name in customs) and (value is None or Decimal(value))
    }
    return {
        **frozen,
        "currency": amounts.currency,
        "goods": amount(amounts.goods),
        **shown,
        "total": total,
        # Services pass no customs: nothing is due, which is known.
        "status": frozen.get("status", "none_due"),
        "promise": promise.as_json() if promise is not None else None,
        "guarantee": amount(amounts.guarantee),
        "elsewhere": elsewhere,
    }


def differences(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], then: Amounts, now: Amounts
) -> list[dict[str, Any]]:
    """
    Return what changed between two locks, for the buyer to read: `{what, title, before, after, currency}`, in minor
    units; unit prices as decimals in the listing's currency.
    """
    found: list[dict[str, Any]] = []
    old = {(line["variant"], line.get("wishes_key")): line for line in before}
    for line in after:
        was = old.get((line["variant"], line.get("wishes_key")), line)
        if was["list_unit_price"] != line["list_unit_price"]:
            found.append(
                {
                    "what": "unit_price",
                    "title": line["title"],
                    "before": was["list_unit_price"],
                    "after": line["list_unit_price"],
                    "currency": line["list_currency"],
                }
            )
    changed = [
        what
        for what in ("goods", "freight", "insurance", "duty", "tax", "fees", "guarantee", "total")
        if getattr(then, what) != getattr(now, what)
    ]
    found.extend(
        {
            "what": what,
            "title": "",
            "before": getattr(then, what),
            "after": getattr(now, what),
            "currency": now.currency,
        }
        for what in changed
    )
    return found
