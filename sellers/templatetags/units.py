"""How quantities are written: with their unit, in the reader's language."""

from django import template

from marketplace.kernel.templatetags.bridgeway import number
from sellers.units import amount_text

register = template.Library()


@register.filter
def in_units(count: int | None, unit: str) -> str:
    """`12 pieces`: so many of the unit with this code."""
    return "–" if count is None else amount_text(count, unit, written=number(count))
