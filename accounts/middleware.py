"""Puts the actor and the reader's preferences on every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from marketplace.kernel.addresses import language_in_address

from .actor import Actor
from .preferences import Preferences, keep, read_preferences
from .queries import membership_in_use

Handler = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """`request.actor`: the signed-in person acting for the organisation they chose. Looked up when first used."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if not user.is_authenticated:
        return Actor.anonymous()
    membership = membership_in_use(user, request.session.get("organisation"))
    if membership is None:
        return Actor(user=user)
    return Actor.for_member(membership)


class PreferencesMiddleware:
    """`request.preferences`: language, currency, ship-to country and time zone; the first and last take effect."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        preferences: Preferences = read_preferences(request)
        request.preferences = preferences  # type: ignore[attr-defined]
        with translation.override(preferences.language), timezone.override(preferences.zone):
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
            response = self.get_response(request)
            # Rendered here, inside: a lazy template would be rendered in the wrong language.
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
        response.headers.setdefault("Content-Language", preferences.language)
        if language_in_address(request) and not request.user.is_authenticated and response.status_code == 200:
            # Who came by a Spanish address goes on in Spanish; an account says itself what it wants.
            keep(response, preferences)
        return response
