"""How this room's figures are shown."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trade import fx

register = template.Library()
WIDTH, HEIGHT, INSET = 160, 36, 3


@register.filter
def rate_text(rate: Any) -> str:
    """An exchange rate with six digits that matter, however small it is."""
    try:
        return fx.rate_text(Decimal(str(rate)))
    except InvalidOperation:
        return str(rate)


@register.filter
def rate_source(codes: str) -> str:
    """The name of a rate's source in the reader's language."""
    return fx.source_name(codes)


@register.simple_tag
def sparkline(points: Sequence[tuple[date, Decimal]], label: str) -> SafeString | str:
    """A line of values over days, time to scale; nothing for fewer than two."""
    if len(points) < 2:
        return "–"
    days = [day.toordinal() for day, _value in points]
    values = [float(value) for _day, value in points]
    low, high = min(values), max(values)
    span, height = max(days[-1] - days[0], 1), (high - low) or 1.0
    line = " ".join(
        f"{INSET + (day - days[0]) / span * (WIDTH - 2 * INSET):.1f},"
        f"{HEIGHT - INSET - (value - low) / height * (HEIGHT - 2 * INSET):.1f}"
        for day, value in zip(days, values, strict=True)
    )
    return format_html(
        '<svg class="sparkline" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">'
        '<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>',
        w=WIDTH, h=HEIGHT, label=label, line=line,
    )  # fmt: skip
