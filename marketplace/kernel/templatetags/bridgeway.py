"""How amounts, countries and times are written on every page, in the reader's language and zone."""

import re
import secrets
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_currency, format_decimal
from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale

from marketplace.kernel.idempotency import FIELD
from marketplace.kernel.money import Money, currency_code, from_minor, round_money

register = template.Library()


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(to_locale(language))


def locale() -> Locale:
    """Babel's locale for the language in force."""
    return _locale(get_language() or "en")


@register.filter
def money(amount: Money | None) -> str:
    """`EUR 1,234.50`: localised digits with the ISO code, so that no `$` is ever in doubt."""
    if amount is None:
        return "–"
    rounded = round_money(amount)
    return _written(rounded.amount, currency_code(rounded), get_language() or "en")


@lru_cache(maxsize=8192)
def _written(amount: Decimal, code: str, language: str) -> str:
    # The ISO code stands in for the symbol; figures never mirror, so they are kept left-to-right as a unit.
    return format_currency(amount, code, format="¤¤ #,##0.00", locale=_locale(language), currency_digits=True)


@register.simple_tag(name="money")
def money_tag(amount: Money | None) -> SafeString:
    """The amount in its own element: tabular figures, never broken over lines, never mirrored."""
    return format_html('<bdi class="money">{}</bdi>', money(amount))


@register.filter
def approx(amount: Money | None) -> str:
    """A converted amount, marked as such."""
    return "–" if amount is None else "≈ " + money(amount)


@register.filter
def money_minor(minor: int | None, currency: str) -> str:
    """Minor units of `currency`, written like `money`."""
    return "–" if minor is None else money(from_minor(int(minor), currency))


@register.filter
def unit_price(amount: Decimal, currency: str) -> str:
    """A price per unit, with up to four decimals where a cent is too coarse."""
    rounded = round_money(Money(amount, currency))
    if rounded.amount == amount:
        return money(rounded)
    return format_currency(amount, currency, format="¤¤ #,##0.00##", locale=locale(), currency_digits=False)


@register.filter
def country_name(code: str) -> str:
    """The country's name in the reader's language."""
    return locale().territories.get(str(code).upper(), str(code)) if code else ""


@register.filter
def language_name(code: str) -> str:
    """The language's name in the reader's language."""
    return locale().languages.get(str(code).split("-")[0], str(code)) if code else ""


@register.filter
def currency_name(code: str) -> str:
    """The currency's name in the reader's language."""
    return locale().currencies.get(str(code), str(code))


@register.filter
def flag_url(code: str) -> str:
    """The address of a country's flag."""
    return static(f"flags/{str(code).lower()}.svg")


# A zone without a name is a sign and digits, which run backwards in a text from right to left unless they stand alone.
_OFFSET = re.compile(r"[+-]\d[\d:]*$")


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """`03 Dec 2026, 14:05 CET`, in the reader's zone, with the machine-readable time beside it."""
    if moment is None:
        return "–"
    local = timezone.localtime(moment)
    text = _OFFSET.sub("\u2066\\g<0>\u2069", format_datetime(local, "dd MMM yyyy, HH:mm z", locale=locale()))
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)


@register.filter
def clock(moment: datetime | None) -> SafeString | str:
    """`14:03`, in the reader's zone: for what happened just now."""
    if moment is None:
        return "–"
    text = format_datetime(timezone.localtime(moment), "HH:mm", locale=locale())
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)


@register.filter
def day(moment: Any) -> SafeString | str:
    """`03 Dec 2026`."""
    if moment is None:
        return "–"
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    text = format_datetime(datetime(local.year, local.month, local.day), "dd MMM yyyy", locale=locale())
    return format_html('<time datetime="{}">{}</time>', f"{local:%Y-%m-%d}", text)


@register.filter
def hs(code: str) -> str:
    """Write an HS code as tariffs print it: 0810.40, and 0810.40.50 with national digits."""
    return ".".join([code[:4], *(code[place : place + 2] for place in range(4, len(code), 2))])


@register.filter
def percent(value: Any) -> str:
    """A rate in per cent with the decimals it has, as the reader writes it."""
    return f"{number(value)} %"


@register.filter
def number(value: Any) -> str:
    """An integer or decimal with the reader's separators."""
    return "–" if value is None else _number(value, get_language() or "en")


@lru_cache(maxsize=4096, typed=True)
def _number(value: Any, language: str) -> str:
    return format_decimal(value, locale=_locale(language))


@register.simple_tag
def idempotency_field() -> SafeString:
    """A hidden token that makes a form's POST happen once, however often the button is pressed."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, secrets.token_urlsafe(18))


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The present address's query with `changes` applied; None or '' takes a name out."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = value
    encoded = parameters.urlencode()
    return f"?{encoded}" if encoded else "?"
