"""What every page shows of the reader's cart."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from accounts.actor import actor_of
from orders import queries

# A visitor's cart is found by this entry of the session's data, which survives sign-in; the session's key does not.
SESSION_KEY = "cart"


def cart_token(request: HttpRequest) -> str:
    """Return the visitor's cart token, or an empty string. Opens no session."""
    return str(request.session.get(SESSION_KEY, ""))


def cart(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `cart_count`, looked up only where a page shows it."""
    if not hasattr(request, "actor"):
        return {}

    # Templates call what can be called: a true number, where a lazy object would fail in plural rules that reckon.
    @cache
    def cart_count() -> int:
        return queries.cart_count(actor_of(request), cart_token(request))

    return {"cart_count": cart_count}
