"""Numbers of goods in trade: GTIN-8, -12 (UPC), -13 (EAN) and -14, told by their check digit (GS1)."""

from stdnum import ean


def read_gtin(given: str) -> str | None:
    """Return the digits of a GTIN as it may be written, None if it is none: wrong length or check digit."""
    digits = "".join(given.replace("-", " ").split())
    if not digits.isascii() or not digits.isdigit():
        return None
    return digits if ean.is_valid(digits) else None
