"""
What insuring the goods for the buyer costs under CIF and CIP.

Pure. The insured value is 110 % of goods and freight, as Incoterms 2020 ask; rates are settings, in percent of it.
"""

from collections.abc import Mapping
from decimal import Decimal

from marketplace.kernel.money import Money, round_money

INSURED_SHARE = Decimal("1.10")
HUNDRED = Decimal(100)


def premium(goods: Money, freight: Money, *, cover: str, percent: Mapping[str, Decimal]) -> Money:
    """
    Return the premium for a cover, rounded half up; nothing without one.

    Example: goods of 1000.00 and freight of 100.00 under cover A at 0.5 %: 1210.00 insured, 6.05.

    :raises KeyError: if there is no rate for the cover.
    """
    if not cover:
        return Money(0, goods.currency)
    insured = (goods.amount + freight.amount) * INSURED_SHARE
    return round_money(Money(insured * percent[cover] / HUNDRED, goods.currency))
