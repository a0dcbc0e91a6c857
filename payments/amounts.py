"""
Amounts as the payment provider writes them.

The provider's minor units are not ISO 4217's everywhere: ISK and UGX have no decimals in ISO but are written with two
there, and currencies with three decimals must end in a zero. Pure integers.
"""

from marketplace.kernel.money import exponent

# docs.stripe.com/currencies: "zero-decimal currencies" and "special cases".
_ZERO_DECIMAL = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
_THREE_DECIMAL = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])


class NotProviderAmount(ValueError):
    """The amount cannot be written in the provider's units."""


def provider_exponent(currency: str) -> int:
    """Return how many decimals the provider writes `currency` with."""
    if currency in _ZERO_DECIMAL:
        return 0
    return 3 if currency in _THREE_DECIMAL else 2


def payable_step(currency: str) -> int:
    """Return the smallest amount, in our minor units, that can be charged or paid out and added up: 10 for KWD."""
    if currency in _THREE_DECIMAL:
        return 10
    return int(10 ** max(0, exponent(currency) - provider_exponent(currency)))


def round_to_payable(amount_minor: int, currency: str) -> int:
    """Return `amount_minor` rounded half up to what can be charged: KWD 12.345 becomes 12.350."""
    step = payable_step(currency)
    return (amount_minor + step // 2) // step * step


def to_provider(amount_minor: int, currency: str) -> int:
    """
    Return our minor units as the provider's.

    :raises NotProviderAmount: if the amount is finer than the provider takes.
    """
    if amount_minor % payable_step(currency):
        raise NotProviderAmount(f"{amount_minor} {currency} is finer than the provider takes")
    shift = provider_exponent(currency) - exponent(currency)
    return int(amount_minor * 10**shift) if shift >= 0 else int(amount_minor // 10**-shift)


def from_provider(amount: int, currency: str) -> int:
    """
    Return the provider's units as our minor units.

    :raises NotProviderAmount: if the amount is finer than ours.
    """
    shift = provider_exponent(currency) - exponent(currency)
    if shift > 0 and amount % 10**shift:
        raise NotProviderAmount(f"{amount} {currency} is finer than our smallest unit")
    return int(amount // 10**shift) if shift >= 0 else int(amount * 10**-shift)
