"""Load the exchange rates that come with the product."""

from datetime import datetime

from trade.operations.record_exchange_rates import record_exchange_rates
from trade.sources.rates import embedded_rates


def load_reference_rates(*, now: datetime) -> int:
    """
    Store the embedded rates (ECB history's last day and the project's own dated table); return how many were new.

    Loading them again changes nothing.
    """
    return record_exchange_rates(rates=embedded_rates(on=now.date()), now=now)
