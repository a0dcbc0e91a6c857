"""Currencies: rates by day, cross rates, their age and the spread."""

from trade.fx.stored import current_rates
from trade.fx.table import Converted, Rate, RateStale, RateTable, RateUnknown

__all__ = ["Converted", "Rate", "RateStale", "RateTable", "RateUnknown", "current_rates"]
