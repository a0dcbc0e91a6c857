"""Currencies: rates by day, cross rates, their age and the spread."""

from trade.fx.stored import current_rates, rates_between, rates_since
from trade.fx.table import Converted, Rate, RateStale, RateTable, RateUnknown
from trade.fx.wording import rate_text, source_name

__all__ = [
    "Converted",
    "Rate",
    "RateStale",
    "RateTable",
    "RateUnknown",
    "current_rates",
    "rate_text",
    "rates_between",
    "rates_since",
    "source_name",
]
