"""
Is what was reckoned for customs a promise or an estimate? Told in docs/algorithms/true-up.md.

Pure: a landed cost, what was asked and the policy's rows of the day in; the promise with its reasons out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Money
from trade.countries import is_eu
from trade.landed_cost import Basket, LandedCost

GUARANTEED, ESTIMATE, UNKNOWN = "guaranteed", "estimate", "unknown"

WHY: dict[str, Lazy] = {
    "unknown": _("A part of the charges is not known."),
    "missing": _("Something is missing for a sure answer."),
    "no_policy": _("We do not guarantee these goods to this country."),
    "too_valuable": _("The goods are worth more than we guarantee."),
    "unconfirmed": _("A rule that was used is not confirmed."),
    "within_policy": _("The goods, their value and every rule used are within what we guarantee."),
}


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One row of the policy, as the decision needs it; `destination` '' is everywhere, `hs_prefix` '' all goods."""

    destination: str
    hs_prefix: str
    maximum_eur: Decimal
    is_guaranteed: bool = True
    only_confirmed: bool = True
    margin_percent: Decimal = Decimal(0)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """
    How sure the customs charges are: "guaranteed", "estimate" or "unknown", why, and what the guarantee costs.

    `policy` names the rows it rests on.
    """

    status: str
    why: tuple[str, ...]
    margin_percent: Decimal = Decimal(0)
    policy: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, for an order to keep."""
        return {
            "status": self.status,
            "why": list(self.why),
            "margin_percent": f"{self.margin_percent.normalize():f}",
            "policy": list(self.policy),
        }


def decide(basket: Basket, landed: LandedCost, policy: Iterable[PolicyRow], *, goods_eur: Money) -> Promise:
    """
    Decide whether the charges in `landed` are guaranteed under `policy` (the rows in force on the day).

    Every line of goods must be covered by its own row; the lowest of their limits holds for the whole order, and the
    highest of their charges.
    """
    if not landed.is_known:
        return Promise(UNKNOWN, ("unknown",))
    rows = list(policy)
    codes = [line.hs_code or "" for line in basket.lines if line.kind == "goods"]
    covering = [_row_for(basket.ship_to, code, rows) for code in codes]
    reasons: dict[str, None] = {}
    if landed.missing:
        reasons["missing"] = None
    found = [row for row in covering if row is not None and row.is_guaranteed]
    if len(found) < len(covering) or not found:
        reasons["no_policy"] = None
    if any(goods_eur.amount > row.maximum_eur for row in found):
        reasons["too_valuable"] = None
    if any(row.only_confirmed for row in found) and any(step.is_shaky for step in landed.explanation):
        reasons["unconfirmed"] = None
    if reasons:
        return Promise(ESTIMATE, tuple(reasons))
    labels = tuple(dict.fromkeys(row.label for row in found))
    return Promise(GUARANTEED, ("within_policy",), max(row.margin_percent for row in found), labels)


def _row_for(destination: str, hs_code: str, rows: Sequence[PolicyRow]) -> PolicyRow | None:
    """The most particular row: the country itself before the Union before everywhere, then the longest prefix."""
    rank = {destination: 2, "EU": 1 if is_eu(destination) else -1, "": 0}
    fitting = [
        row for row in rows if rank.get(row.destination, -1) >= 0 and hs_code.startswith(row.hs_prefix)
    ]  # fmt: skip
    return max(fitting, key=lambda row: (rank[row.destination], len(row.hs_prefix)), default=None)
