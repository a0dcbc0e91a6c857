"""How rates and their sources are said: source names in the reader's language, rates with the digits that matter."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import Text

# By the code a rate bears. What is not here is a name somebody typed, and stands as it is.
SOURCES: dict[str, Text] = {
    "ecb": _("European Central Bank"),
    "ecb_history": _("European Central Bank, stored history"),
    "peg": _("official peg"),
    "indicative": _("indicative rate"),
    "manual": _("rate set by hand"),
}
SIGNIFICANT = 6
FEWEST_PLACES = 4


def source_name(codes: str) -> str:
    """Return the name of a rate's source; of a cross rate's two, joined by "; " as it bears them."""
    return "; ".join(str(SOURCES.get(code, code)) for code in codes.split("; "))


def rate_text(rate: Decimal) -> str:
    """
    Return a rate as plain digits with six significant ones and never an exponent.

    1234.56789 is 1234.57, 0.000041234567 is 0.0000412346; a rate near 1 keeps four places at least.
    """
    if not rate:
        return "0"
    places = max(SIGNIFICANT - 1 - rate.adjusted(), 0)
    shortened = round(rate, places)
    text = f"{shortened:f}"
    if "." not in text:
        return text
    whole, fraction = text.split(".")
    fraction = fraction.rstrip("0")
    if rate.adjusted() < SIGNIFICANT - FEWEST_PLACES:
        fraction = fraction.ljust(min(FEWEST_PLACES, places), "0")
    return f"{whole}.{fraction}" if fraction else whole
