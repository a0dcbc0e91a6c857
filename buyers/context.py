"""What the header of every page shows of this room."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from . import categories, queries


def buyers(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the market's aisles, and unread conversations; looked up only if the page shows them."""
    shown: dict[str, Any] = {"market_tree": categories.tree, "menu_place": _menu_place(request)}
    actor = getattr(request, "actor", None)
    if actor is not None:
        # A true number, not a lazy object: plural forms reckon with it.
        shown["unread_messages"] = cache(lambda: queries.unread_messages(actor))
    return shown


# The pages that the market's menu leads to.
MENU = {"buyers:search", "buyers:category", "trade:landed_cost", "help"}


def _menu_place(request: HttpRequest) -> str:
    """The page's address if the menu leads to it, else nothing: so that there are few menus to draw."""
    found = request.resolver_match
    return request.path if found is not None and found.view_name in MENU else ""
