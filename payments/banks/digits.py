"""Check digits of account and routing numbers that are no IBAN."""

import re


def aba_holds(number: str) -> bool:
    """A US routing number: 3, 7, 1 weights over nine digits give a multiple of ten (ABA Routing Number Policy)."""
    if not re.fullmatch(r"\d{9}", number):
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(number, (3, 7, 1) * 3, strict=True))
    # The first two digits name a Federal Reserve district, a thrift, an electronic or a traveller's cheque.
    first = int(number[:2])
    return weighted % 10 == 0 and (first <= 12 or 21 <= first <= 32 or 61 <= first <= 72 or first == 80)


def clabe_holds(number: str) -> bool:
    """A Mexican CLABE: the last of 18 digits completes 3, 7, 1 weighted units to ten (Banxico, Circular 14/2017)."""
    if not re.fullmatch(r"\d{18}", number):
        return False
    units = sum(int(digit) * weight % 10 for digit, weight in zip(number[:17], (3, 7, 1) * 6, strict=False))
    return (10 - units % 10) % 10 == int(number[17])
