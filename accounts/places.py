"""Countries and what usually goes with them."""

from functools import cache

import pycountry
from babel.numbers import get_territory_currencies
from django.conf import settings

COUNTRIES: frozenset[str] = frozenset(country.alpha_2 for country in pycountry.countries)


@cache
def currency_of(country: str) -> str:
    """Return the currency used in `country` today; EUR where none is known."""
    in_use = get_territory_currencies(country) if country in COUNTRIES else []
    return str(in_use[0]) if in_use else "EUR"


def trading_currency_of(country: str) -> str:
    """Return the currency a firm in `country` most likely prices in: its own where that is offered, else US dollars."""
    own = currency_of(country)
    return own if own in settings.CURRENCIES_OFFERED else "USD"
