"""How ordering writes frozen values on pages."""

from decimal import Decimal, InvalidOperation

from django import template

from marketplace.kernel.templatetags.bridgeway import unit_price

register = template.Library()


@register.filter
def price_text(price: str | Decimal, currency: str) -> str:
    """A price per unit that was kept as text, in the reader's format."""
    try:
        return unit_price(Decimal(str(price)), currency)
    except InvalidOperation:
        return "–"
