"""
Which customs form the post wants on a parcel.

CN22 for letter-post items worth at most 300 SDR, CN23 above and for parcels (UPU Convention Regulations, Articles
on customs declarations). The SDR is not in the rate table; its value is kept here with its day.
"""

from decimal import Decimal

from .content import Kind

CN22_MOST_SDR = Decimal(300)
CN22_MOST_GRAMS = 2000
#: EUR for one SDR, rounded down so that a value near the limit gets the fuller form. Not confirmed from the IMF.
EUR_PER_SDR = Decimal("1.15")


def customs_form(*, value_eur: Decimal | None, gross_weight_g: int) -> Kind:
    """Return CN22 for a light, cheap item, else CN23; an unknown value gets the fuller form."""
    light = 0 < gross_weight_g <= CN22_MOST_GRAMS
    cheap = value_eur is not None and value_eur <= CN22_MOST_SDR * EUR_PER_SDR
    return Kind.CN22 if light and cheap else Kind.CN23
