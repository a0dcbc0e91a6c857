"""What the header of every page shows of this room."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import categories, queries


def buyers(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the market's aisles, and unread conversations; looked up only if the page shows them."""
    shown: dict[str, Any] = {"menu_categories": SimpleLazyObject(lambda: categories.tree().roots)}
    actor = getattr(request, "actor", None)
    if actor is not None:
        # A true number, not a lazy object: plural forms reckon with it.
        shown["unread_messages"] = cache(lambda: queries.unread_messages(actor))
    return shown
