"""The market's main aisles, under the header of every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from buyers import categories


def menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu_categories`, the top of the category tree; read only by pages that show it."""
    return {"menu_categories": SimpleLazyObject(lambda: categories.tree().roots)}
