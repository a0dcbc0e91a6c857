"""Store exchange rates."""

from collections.abc import Iterable
from datetime import datetime

from marketplace.kernel.operations import entry
from trade.editions import raise_edition
from trade.models import Edition, ExchangeRate


@entry
def record_exchange_rates(*, rates: Iterable[ExchangeRate], now: datetime) -> int:
    """
    Store rates that are not stored yet and return how many were new.

    The first rate of a currency and day stands: what has been used is not changed afterwards.
    """
    rates = list(rates)
    days = {rate.date for rate in rates}
    known = set(ExchangeRate.objects.filter(date__in=days).values_list("currency", "date"))
    new = [rate for rate in rates if (rate.currency, rate.date) not in known]
    ExchangeRate.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        raise_edition(Edition.Kind.RATES, now)
    return len(new)
