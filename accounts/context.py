"""What every page shows of the reader: who they are, for whom they act, and how they read."""

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import queries
from .places import COUNTRIES
from .preferences import preferences_of


def accounts(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Nothing is looked up unless the page shows it."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    return {
        "actor": actor,
        "preferences": preferences_of(request),
        # Called by the template: a true number, where a lazy object would fail in plural rules that reckon.
        "unread_notifications": cache(partial(queries.unread_count, actor)),
        "memberships": SimpleLazyObject(lambda: list(queries.memberships_of(actor)) if actor.user_id else []),
        "countries_offered": SORTED_COUNTRIES,
        "currencies_offered": settings.CURRENCIES_OFFERED,
        "languages_offered": settings.LANGUAGES,
    }


SORTED_COUNTRIES = tuple(sorted(COUNTRIES))
