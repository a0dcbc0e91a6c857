"""The stored rates as a table, held in each process until newer ones are stored."""

from datetime import date
from decimal import Decimal

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
        ExchangeRate.Kind.MANUAL: settings.TRADE_FX_INDICATIVE_MAX_AGE_DAYS,
        ExchangeRate.Kind.INDICATIVE: settings.TRADE_FX_INDICATIVE_MAX_AGE_DAYS,
    }
    rows = ExchangeRate.objects.filter(date__lte=on).order_by("currency", "-date").distinct("currency")
    rates = [
        Rate(row.currency, row.per_eur, row.date, row.source_code or row.source, limits[ExchangeRate.Kind(row.kind)])
        for row in rows
    ]
    version = f"fx-{SHELVES[Edition.Kind.RATES].number}"
    return RateTable(rates, on=on, spread_percent=settings.TRADE_FX_SPREAD_PERCENT, version=version)


def rates_between(currency: str, first: date, last: date) -> list[tuple[date, Decimal, str]]:
    """Return the stored rates of a currency from `first` to `last`: day, units per euro and source, oldest first."""
    rows = ExchangeRate.objects.filter(currency=currency, date__range=(first, last)).order_by("date")
    return [(row.date, row.per_eur, row.source_code or row.source) for row in rows]


def rates_since(first: date) -> dict[str, list[tuple[date, Decimal]]]:
    """Return every currency's stored rates since `first`, oldest first."""
    found: dict[str, list[tuple[date, Decimal]]] = {}
    rows = ExchangeRate.objects.filter(date__gte=first).order_by("date").values_list("currency", "date", "per_eur")
    for currency, day, per_eur in rows:
        found.setdefault(currency, []).append((day, per_eur))
    return found
