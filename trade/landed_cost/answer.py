"""What is answered: amounts by line and in total, what is missing, and which rules said so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from moneyed import Money

from marketplace.kernel.refusals import Refusal
from trade.landed_cost.wording import TEXTS

STATUSES = ("estimate", "guaranteed", "unknown", "none_due")
# The step that says that rates of another day than the basket's were taken; what bears it is never guaranteed.
FX_BEFOREHAND = "fx_of_today"


@dataclass(frozen=True, slots=True)
class Explained:
    """
    One step of the reckoning, or one thing that is missing.

    `code` and `facts` are kept; `text` is made from them in the reader's language. `source` and `as_of` say where
    the rule comes from and from when that is; `is_shaky` that it is not confirmed.
    """

    code: str
    facts: tuple[tuple[str, str], ...] = ()
    source: str = ""
    as_of: date | None = None
    is_shaky: bool = False

    @property
    def text(self) -> str:
        """The sentence, in the language in force."""
        return str(TEXTS[self.code]) % dict(self.facts)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values; `text` is for readers and is not read back."""
        return {
            "code": self.code,
            "facts": dict(self.facts),
            "text": self.text,
            "source": self.source,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "is_shaky": self.is_shaky,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Explained":
        """Return what `as_json` gave."""
        as_of = date.fromisoformat(stored["as_of"]) if stored["as_of"] else None
        # Sorted, because a JSON column keeps its own order of keys.
        facts = tuple(sorted(stored["facts"].items()))
        return cls(stored["code"], facts, stored["source"], as_of, stored["is_shaky"])


@dataclass(frozen=True, slots=True)
class LandedLine:
    """One line's share of everything. None is unknown, never zero; rates are percentages."""

    key: str
    goods: Money
    freight: Money
    insurance: Money
    duty: Money | None
    tax: Money | None
    fees: Money | None
    duty_rate: Decimal | None
    tax_rate: Decimal | None
    rules: tuple[Explained, ...] = ()

    @property
    def total(self) -> Money | None:
        """The line at the door, or None while a part of it is unknown."""
        return _total(self)


@dataclass(frozen=True, slots=True)
class LandedCost:
    """
    The cost of a basket at the buyer's door, all in one currency.

    `duty`, `tax`, `fees` and `total` are None while unknown: `missing` then says what is lacking. `tax` is what has
    to be paid; `self_assessed_tax` is what a registered business accounts for in its own return instead (not in the
    total), `recoverable_tax` the part of `tax` that a registered business reclaims. Lines sum to the totals to the
    minor unit.
    """

    currency: str
    goods: Money
    freight: Money
    insurance: Money
    duty: Money | None
    tax: Money | None
    fees: Money | None
    self_assessed_tax: Money
    recoverable_tax: Money
    status: str
    missing: tuple[str, ...]
    lines: tuple[LandedLine, ...]
    explanation: tuple[Explained, ...]
    rule_version: str
    collected_by: str = ""

    @property
    def total(self) -> Money | None:
        """Goods, freight, insurance, duty, tax and fees together, or None while a part of it is unknown."""
        return _total(self)

    @property
    def known_total(self) -> Money:
        """What is known of the total; only ever shown beside what is missing."""
        parts = (self.goods, self.freight, self.insurance, self.duty, self.tax, self.fees)
        return Money(sum(part.amount for part in parts if part is not None), self.currency)

    @property
    def customs(self) -> Money | None:
        """Duty, tax and fees together: what is handed to authorities, or None while a part of it is unknown."""
        if self.duty is None or self.tax is None or self.fees is None:
            return None
        return Money(self.duty.amount + self.tax.amount + self.fees.amount, self.currency)

    @property
    def is_known(self) -> bool:
        """Tell whether every part is known."""
        return self.status != "unknown"

    @property
    def nothing_due(self) -> bool:
        """Tell whether it is known that no duty, tax or fee is due; an unknown one never counts as none."""
        return self.status == "none_due"

    def guaranteed(self) -> "LandedCost":
        """
        Return it with the promise that the buyer pays no more than this; as it is if nothing is due, or if it rests on
        the exchange rates of another day.

        :raises CostUnknown: if a part of it is unknown.
        """
        if not self.is_known:
            raise CostUnknown(missing=", ".join(self.missing))
        is_beforehand = any(step.code == FX_BEFOREHAND for step in self.explanation)
        return self if self.status == "none_due" or is_beforehand else replace(self, status="guaranteed")

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values that `from_json` reads back exactly."""
        return {
            "currency": self.currency,
            "goods": _plain(self.goods),
            "freight": _plain(self.freight),
            "insurance": _plain(self.insurance),
            "duty": _plain(self.duty),
            "tax": _plain(self.tax),
            "fees": _plain(self.fees),
            "total": _plain(self.total),
            "self_assessed_tax": _plain(self.self_assessed_tax),
            "recoverable_tax": _plain(self.recoverable_tax),
            "status": self.status,
            "missing": list(self.missing),
            "collected_by": self.collected_by,
            "rule_version": self.rule_version,
            "lines": [
                {
                    "key": line.key,
                    "goods": _plain(line.goods),
                    "freight": _plain(line.freight),
                    "insurance": _plain(line.insurance),
                    "duty": _plain(line.duty),
                    "tax": _plain(line.tax),
                    "fees": _plain(line.fees),
                    "total": _plain(line.total),
                    "duty_rate": _percent(line.duty_rate),
                    "tax_rate": _percent(line.tax_rate),
                    "rules": [rule.as_json() for rule in line.rules],
                }
                for line in self.lines
            ],
            "explanation": [step.as_json() for step in self.explanation],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "LandedCost":
        """Return what `as_json` gave."""
        currency = stored["currency"]

        def known(amount: str) -> Money:
            return Money(Decimal(amount), currency)

        def maybe(amount: str | None) -> Money | None:
            return None if amount is None else known(amount)

        def rate(percent: str | None) -> Decimal | None:
            return None if percent is None else Decimal(percent)

        lines = tuple(
            LandedLine(
                key=line["key"],
                goods=known(line["goods"]),
                freight=known(line["freight"]),
                insurance=known(line["insurance"]),
                duty=maybe(line["duty"]),
                tax=maybe(line["tax"]),
                fees=maybe(line["fees"]),
                duty_rate=rate(line["duty_rate"]),
                tax_rate=rate(line["tax_rate"]),
                rules=tuple(Explained.from_json(rule) for rule in line["rules"]),
            )
            for line in stored["lines"]
        )
        return cls(
            currency=currency,
            goods=known(stored["goods"]),
            freight=known(stored["freight"]),
            insurance=known(stored["insurance"]),
            duty=maybe(stored["duty"]),
            tax=maybe(stored["tax"]),
            fees=maybe(stored["fees"]),
            self_assessed_tax=known(stored["self_assessed_tax"]),
            recoverable_tax=known(stored["recoverable_tax"]),
            status=stored["status"],
            missing=tuple(stored["missing"]),
            lines=lines,
            explanation=tuple(Explained.from_json(step) for step in stored["explanation"]),
            rule_version=stored["rule_version"],
            collected_by=stored["collected_by"],
        )


class CostUnknown(Refusal):
    """The cost at the door is not known in full, so nobody can promise it."""

    code = "cost_unknown"
    title = _("The cost at the door is not known")
    message = _("We do not know everything that will be charged at the border, so we cannot promise a price.")


def _total(parts: LandedLine | LandedCost) -> Money | None:
    if parts.duty is None or parts.tax is None or parts.fees is None:
        return None
    amounts = (parts.goods, parts.freight, parts.insurance, parts.duty, parts.tax, parts.fees)
    return Money(sum(part.amount for part in amounts), parts.goods.currency)


def _percent(rate: Decimal | None) -> str | None:
    return None if rate is None else f"{rate.normalize():f}"


def _plain(money: Money | None) -> str | None:
    return None if money is None else str(money.amount)
