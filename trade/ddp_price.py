"""A price that holds everything (DDP), taken apart again into goods, duty and tax. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from moneyed import Money

from marketplace.kernel.money import round_money

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class DdpParts:
    """The parts of an all-in price; they sum to it to the smallest unit."""

    goods: Money
    duty: Money
    tax: Money


def split_ddp_price(price: Money, *, duty_percent: Decimal, tax_percent: Decimal) -> DdpParts:
    """
    Return what of an all-in `price` is goods, duty and tax, with duty reckoned on the goods and tax on both.

    Goods and duty are rounded half up once; the tax is the rest, so that nothing is lost. Example: 1000.00 at 5 % duty
    and 20 % tax holds goods of 793.65, duty of 39.68 and tax of 166.67.

    :raises ValueError: if the price or a percentage is negative.
    """
    if price.amount < 0 or duty_percent < 0 or tax_percent < 0:
        raise ValueError("a price and its percentages are not negative")
    without_tax = price.amount / (1 + tax_percent / HUNDRED)
    exact = without_tax / (1 + duty_percent / HUNDRED)
    goods = round_money(Money(exact, price.currency))
    # Never more than what is left, so that the tax cannot come out below zero.
    duty = min(round_money(Money(exact * duty_percent / HUNDRED, price.currency)), price - goods)
    return DdpParts(goods, duty, price - goods - duty)
