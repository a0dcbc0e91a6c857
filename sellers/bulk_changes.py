"""
What one bulk edit does to one listing: pure functions on values.

A change is a kind and its value. `read_change` refuses a change that could fit no listing, by field; `new_prices` is
the arithmetic of raising and lowering, told with figures in docs/selling.md.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.places import COUNTRIES
from marketplace.kernel.money import Money, round_money
from marketplace.kernel.refusals import Text
from sellers.content import RANGES, Errors
from sellers.pricing import FINEST_PRICE, HasTier, Tier
from trade.incoterms import TERMS

PRICE_KINDS = ("price_percent", "price_amount")
STATUS_KINDS = ("pause", "resume", "archive")
KINDS: dict[str, Text] = {
    "price_percent": gettext_lazy("Price: raise or lower by per cent"),
    "price_amount": gettext_lazy("Price: raise or lower by an amount"),
    "stock": gettext_lazy("Stock: set"),
    "lead_time_days": gettext_lazy("Lead time: set, in days"),
    "category": gettext_lazy("Category: move to"),
    "ships_from_country": gettext_lazy("Ships from: set"),
    "incoterms": gettext_lazy("Delivery terms: set"),
    "pause": gettext_lazy("Take off sale"),
    "resume": gettext_lazy("Put back on sale"),
    "archive": gettext_lazy("Archive"),
}
ROUNDINGS: dict[str, Text] = {
    "exact": gettext_lazy("To the smallest coin"),
    "whole": gettext_lazy("To whole units of the currency"),
    "99": gettext_lazy("To a price ending in .99"),
}


def read_change(given: Mapping[str, Any]) -> tuple[dict[str, Any], Errors]:
    """
    Return a clean change `{"kind", "value", "rounding"}`, and what is wrong by field of `given`.

    Values: a decimal string for prices (per cent above -100), a whole number for stock and days, a slug, a country, a
    list of Incoterms; none for a change of status.
    """
    kind, value = str(given.get("kind", "")), given.get("value", "")
    rounding = str(given.get("rounding") or "exact")
    if kind not in KINDS:
        return {}, {"kind": [_("Choose what to change.")]}
    if rounding not in ROUNDINGS:
        return {}, {"rounding": [_("Choose how to round.")]}
    try:
        clean = _value(kind, value)
    except ValueError as wrong:
        return {}, {"value": [str(wrong)]}
    return {"kind": kind, "value": clean, "rounding": rounding}, {}


def new_prices(tiers: Sequence[HasTier], change: Mapping[str, Any], currency: str) -> list[Tier]:
    """
    Return price rows raised or lowered by a change of a price kind, rounded as it says.

    Rows keep their quantities. Nothing is refused here: a price that falls to zero, or rows that no longer fall with
    the quantity, are refused by name when they are read as content.
    """
    by = Decimal(change["value"])
    changed = []
    for tier in tiers:
        price = tier.unit_price * (1 + by / 100) if change["kind"] == "price_percent" else tier.unit_price + by
        changed.append(Tier(tier.min_quantity, _rounded(price, change.get("rounding", "exact"), currency)))
    return changed


def _rounded(price: Decimal, rounding: str, currency: str) -> Decimal:
    if rounding == "exact":
        rounded = round_money(Money(price, currency)).amount
        # Goods that cost less than a coin each keep the decimals they have.
        return rounded if rounded else price.quantize(FINEST_PRICE, ROUND_HALF_UP)
    whole = price.quantize(Decimal(1), ROUND_HALF_UP)
    if rounding == "whole" or round_money(Money(Decimal("0.99"), currency)).amount == 1:
        # Nor does a currency without coins end in .99.
        return whole
    return max(whole, Decimal(1)) - Decimal("0.01")


def _value(kind: str, value: Any) -> Any:
    if kind in STATUS_KINDS:
        return ""
    if kind in PRICE_KINDS:
        return _decimal(kind, value)
    if kind in ("stock", "lead_time_days"):
        smallest, largest = RANGES[kind]
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and smallest <= int(text[:12]) <= largest):
            raise ValueError(
                _("Enter a whole number from %(smallest)s to %(largest)s.")
                % {"smallest": f"{smallest:,}", "largest": f"{largest:,}"}
            )
        return int(text)
    if kind == "ships_from_country":
        if value not in COUNTRIES:
            raise ValueError(_("Choose a country from the list."))
        return value
    if kind == "incoterms":
        codes = [value] if isinstance(value, str) else list(value or [])
        if not codes or not set(codes) <= set(TERMS):
            raise ValueError(_("Choose delivery terms from the list."))
        return [code for code in TERMS if code in codes]
    if not value:
        raise ValueError(_("Choose a category from the list."))
    return str(value)


def _decimal(kind: str, value: Any) -> str:
    try:
        number = Decimal(str(value).strip().replace(",", ".").removesuffix("%").strip().replace("−", "-"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not number or abs(number) > 10**8:
        raise ValueError(_("Enter a number such as 5 or -7.5; it must not be zero."))
    if kind == "price_percent" and not -100 < number <= 1000:
        raise ValueError(_("Enter per cent above -100 and up to 1,000."))
    return f"{number.normalize():f}"
