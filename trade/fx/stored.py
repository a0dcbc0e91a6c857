"""The stored rates as a table, held in each process until newer ones are stored."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from trade.editions import SHELVES
from trade.fx.table import Rate, RateTable
from trade.models import Edition, ExchangeRate


def current_rates(on: date | None = None) -> RateTable:
    """Return the rates in force on a day (today by default): each currency's last one up to that day."""
    day = on or timezone.now().date()
    # The spread is part of the key so that a changed setting is not answered with the old one.
    spread = settings.TRADE_FX_SPREAD_PERCENT
    return SHELVES[Edition.Kind.RATES].get((day, spread), lambda: _load(day))


def _load(on: date) -> RateTable:
    limits = {
        ExchangeRate.Kind.MARKET: settings.TRADE_FX_MAX_AGE_DAYS,
        ExchangeRate.Kind.PEG: settings.TRADE_FX_MAX_AGE_DAYS,
        # Set by hand now and then, so they are trusted for longer, and say so in their source.
        ExchangeRate.Kind.INDICATIVE: getattr(settings, "TRADE_FX_INDICATIVE_MAX_AGE_DAYS", 120),
    }
    rows = ExchangeRate.objects.filter(date__lte=on).order_by("currency", "-date").distinct("currency")
    rates = [Rate(row.currency, row.per_eur, row.date, row.source, limits[ExchangeRate.Kind(row.kind)]) for row in rows]
    version = f"fx-{SHELVES[Edition.Kind.RATES].number}"
    return RateTable(rates, on=on, spread_percent=settings.TRADE_FX_SPREAD_PERCENT, version=version)
