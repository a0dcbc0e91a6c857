"""Duty on one line: the amount each row gives, and what they come to together."""

from dataclasses import dataclass
from decimal import Decimal

from trade.fx.table import RateTable
from trade.landed_cost.basket import BasketLine
from trade.landed_cost.rules import DutyAnswer, DutyRow, number

HUNDRED = Decimal(100)
ZERO = Decimal(0)
GRAMS = {"kg": Decimal(1000), "100kg": Decimal(100_000), "tonne": Decimal(1_000_000)}
PIECES = {"piece": 1, "pair": 1, "100pcs": 100}


class WeightNeeded(Exception):
    """A duty by weight met a line without weight; the caller reports the duty as unknown."""


@dataclass(frozen=True, slots=True)
class LineDuty:
    """`amount` in the customs currency, `rate` the percentage all in all (None when a part goes by weight or piece)."""

    amount: Decimal
    rate: Decimal | None


def duty_on(line: BasketLine, answer: DutyAnswer, customs_value: Decimal, rates: RateTable, currency: str) -> LineDuty:
    """
    Return the duty of a line whose base row is known.

    Additional duties are reckoned on the customs value, not on each other; a top-up fills the base duty up to its
    percentage.

    :raises WeightNeeded: if a row goes by weight and the line has none.
    """
    if answer.base is None:
        raise ValueError("the base duty is unknown")
    base = _amount(line, answer.base, customs_value, rates, currency)
    amount, rate = base, _rate(answer.base)
    for row in answer.additional:
        if row.top_up_to_percent is not None:
            amount += max(ZERO, customs_value * row.top_up_to_percent / HUNDRED - base)
            rate = None if rate is None else max(rate, row.top_up_to_percent)
        else:
            amount += _amount(line, row, customs_value, rates, currency)
            added = _rate(row)
            rate = None if rate is None or added is None else rate + added
    return LineDuty(amount, rate)


def rate_text(row: DutyRow) -> str:
    """Return a row's rate for people, such as `12 %`, `EUR 114 / 100kg` or `8 % + EUR 5 / 100kg`."""
    if row.top_up_to_percent is not None:
        return f"{number(row.top_up_to_percent)} %"
    parts = []
    if row.percent is not None:
        parts.append(f"{number(row.percent)} %")
    if row.specific_amount is not None:
        parts.append(_specific_text(row, row.specific_amount))
    text = {"sum": " + ", "greater": " | max ", "lesser": " | min "}[row.combine].join(parts)
    if row.specific_minimum is not None:
        text += f" | min {_specific_text(row, row.specific_minimum)}"
    if row.specific_maximum is not None:
        text += f" | max {_specific_text(row, row.specific_maximum)}"
    return text


def _specific_text(row: DutyRow, amount: Decimal) -> str:
    return f"{row.specific_currency} {number(amount)} / {row.specific_unit}"


def _rate(row: DutyRow) -> Decimal | None:
    return None if row.by_measure else row.percent


def _amount(line: BasketLine, row: DutyRow, customs_value: Decimal, rates: RateTable, currency: str) -> Decimal:
    ad_valorem = None if row.percent is None else customs_value * row.percent / HUNDRED
    if not row.by_measure:
        return ad_valorem or ZERO
    each = _units(line, row.specific_unit) * rates.cross(row.specific_currency, currency)[0]
    if row.specific_amount is None:
        amount = ad_valorem or ZERO
    else:
        specific = row.specific_amount * each
        if ad_valorem is None:
            amount = specific
        elif row.combine == "greater":
            amount = max(ad_valorem, specific)
        else:
            amount = min(ad_valorem, specific) if row.combine == "lesser" else ad_valorem + specific
    if row.specific_minimum is not None:
        amount = max(amount, row.specific_minimum * each)
    if row.specific_maximum is not None:
        amount = min(amount, row.specific_maximum * each)
    return amount


def _units(line: BasketLine, unit: str) -> Decimal:
    if unit in PIECES:
        return Decimal(line.quantity) / PIECES[unit]
    if line.weight_g is None:
        raise WeightNeeded
    return Decimal(line.weight_g) / GRAMS[unit]
