"""A day as people or programs send it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _


def read_date(value: Any) -> date | None:
    """
    Return a day, None for nothing.

    :raises ValueError: with the reason, if it is no day of the calendar as ISO 8601 writes it.
    """
    if value in (None, ""):
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(_("Enter a date such as 2026-12-03.")) from None
