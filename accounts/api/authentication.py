"""Who calls the API: a program with a token, or a signed-in person's browser."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.actor import Actor
from accounts.models import ApiClient, Membership


class ApiClientAuthentication(OAuth2Authentication):
    """Bearer token of an API client: acts for the client's organisation, as the member who made the client."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            return None
        checked = super().authenticate(request)
        if checked is None:
            raise AuthenticationFailed
        _user, token = checked
        client: ApiClient = token.application
        membership = (
            Membership.objects.select_related("user", "organisation")
            .filter(user_id=client.user_id, organisation_id=client.organisation_id, user__is_active=True)
            .first()
        )
        if membership is None:
            raise AuthenticationFailed
        now = timezone.now()
        if client.last_used_at is None or now - client.last_used_at > timedelta(minutes=5):
            ApiClient.objects.filter(pk=client.pk).update(last_used_at=now)
        request._request.actor = Actor.for_member(membership, scopes=token.scope.split())  # type: ignore[attr-defined]
        return membership.user, token


class SessionActorAuthentication(SessionAuthentication):
    """The browser of a signed-in person; writes need the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        return super().authenticate(request)
