"""
Exact money.

`Money` (amount and currency) in code, integer minor units where money is stored or split. A currency's exponent
is ISO 4217's: JPY 0, EUR 2, KWD 3. Nothing here knows a float.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from moneyed import Currency, Money, get_currency
from moneyed.classes import CurrencyDoesNotExist

__all__ = [
    "Currency",
    "Money",
    "allocate",
    "currency_code",
    "exponent",
    "from_minor",
    "is_currency",
    "round_money",
    "to_minor",
]


@cache
def exponent(currency: str) -> int:
    """
    Return how many decimals `currency` (ISO 4217 code) has: 0 for JPY, 3 for KWD.

    :raises ValueError: if there is no such currency.
    """
    try:
        sub_unit = get_currency(currency).sub_unit
    except CurrencyDoesNotExist:
        raise ValueError(f"no such currency: {currency!r}") from None
    return len(str(int(sub_unit))) - 1


def is_currency(code: str) -> bool:
    """Tell whether `code` is an ISO 4217 currency."""
    try:
        exponent(code)
    except ValueError:
        return False
    return True


def currency_code(money: Money) -> str:
    """Return the ISO code of an amount's currency."""
    return str(money.currency.code)


def round_money(money: Money) -> Money:
    """Return `money` rounded half up to its currency's own decimals."""
    quantum = Decimal(1).scaleb(-exponent(currency_code(money)))
    return Money(money.amount.quantize(quantum, rounding=ROUND_HALF_UP), money.currency)


def to_minor(money: Money) -> int:
    """
    Return `money` in minor units (cents, yen, fils).

    :raises ValueError: if the amount is finer than the currency's smallest unit; round first, and say so.
    """
    minor = money.amount.scaleb(exponent(currency_code(money)))
    if minor != minor.to_integral_value():
        raise ValueError(f"{money.amount} {money.currency} is finer than the currency's smallest unit")
    return int(minor)


def from_minor(minor: int, currency: str) -> Money:
    """Return `minor` units of `currency` as Money, with exactly the currency's own decimals."""
    return Money(Decimal(minor).scaleb(-exponent(currency)), currency)


def allocate(total_minor: int, weights: Sequence[int | Decimal]) -> list[int]:
    """
    Split `total_minor` in proportion to `weights` so that the parts sum to the total exactly.

    Largest remainder: each part is floored, then the units left over go to the largest remainders, ties to the
    first. A negative total is split as its mirror image. With all weights zero the first part takes everything.

    :raises ValueError: if there are no weights or one is negative.
    """
    if not weights or any(weight < 0 for weight in weights):
        raise ValueError("weights must be at least one, none negative")
    if total_minor < 0:
        return [-part for part in allocate(-total_minor, weights)]
    whole = sum(Decimal(weight) for weight in weights)
    if whole == 0:
        return [total_minor] + [0] * (len(weights) - 1)
    exact = [Decimal(total_minor) * Decimal(weight) / whole for weight in weights]
    parts = [int(share) for share in exact]
    left_over = total_minor - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[:left_over]:
        parts[place] += 1
    return parts
