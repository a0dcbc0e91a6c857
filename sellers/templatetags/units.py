"""How quantities are written: with their unit, in the reader's language."""

from decimal import Decimal

from django import template

from marketplace.kernel.templatetags.bridgeway import number, unit_price
from sellers.kinds import PRICINGS, WHERE, spoken_label
from sellers.units import amount_text

register = template.Library()


@register.filter
def in_units(count: int | None, unit: str) -> str:
    """`12 pieces`: so many of the unit with this code."""
    return "–" if count is None else amount_text(count, unit, written=number(count))


@register.filter
def price_of(price: str, currency: str) -> str:
    """A price per unit kept as text, as the reader writes it."""
    return unit_price(Decimal(price), currency)


@register.filter
def spoken(code: str) -> str:
    """A language in which a service is offered, in the reader's language."""
    return spoken_label(code)


@register.filter
def service_word(code: str) -> str:
    """How a service is priced, or where it is delivered, in the reader's language."""
    return str(PRICINGS.get(code) or WHERE.get(code) or code)
