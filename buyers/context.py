"""What the header of every page shows of this room."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import queries


def buyers(request: HttpRequest) -> dict[str, Any]:
    """Context processor: unread conversations, counted only if the page shows them."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    return {"unread_messages": SimpleLazyObject(lambda: queries.unread_messages(actor))}
