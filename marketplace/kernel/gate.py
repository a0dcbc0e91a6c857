"""Who gets through to an endpoint: scopes, deny by default, and rate limits by actor or address."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from marketplace.kernel.refusals import NotAllowed, SignInNeeded


class ScopedPermission(BasePermission):
    """Lets a request through if its method is public, or its actor is known and its token carries the scope."""

    def has_permission(self, request: Request, view: Any) -> bool:
        method = request.method or ""
        if method == "OPTIONS" or method in getattr(view, "public_methods", frozenset()):
            return True
        actor = getattr(request, "actor", None)
        if actor is None or actor.user_id is None:
            raise SignInNeeded
        scope = getattr(view, "required_scopes", {}).get(method)
        if scope is None:
            return False
        if actor.scopes is not None and scope not in actor.scopes:
            raise NotAllowed(f"This token lacks the scope {scope}.")
        return True


class _ByActor(SimpleRateThrottle):
    def ident(self, request: Request) -> str:
        actor = getattr(request, "actor", None)
        if actor is not None and actor.user_id is not None:
            return f"user:{actor.user_id}"
        return f"address:{self.get_ident(request)}"


class ActorRateThrottle(_ByActor):
    """All requests: more for a known actor than for an unknown address."""

    scope = "actor"

    def allow_request(self, request: Request, view: Any) -> bool:
        actor = getattr(request, "actor", None)
        known = actor is not None and actor.user_id is not None
        self.rate = self.THROTTLE_RATES["actor" if known else "anonymous"]
        self.num_requests, self.duration = self.parse_rate(self.rate)
        return super().allow_request(request, view)

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"throttle:all:{self.ident(request)}"


class WriteRateThrottle(_ByActor):
    """Requests that change something."""

    scope = "write"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return None
        return f"throttle:write:{self.ident(request)}"


class CalculationRateThrottle(_ByActor):
    """Requests that are posted because they are long, and change nothing: many of them are no abuse."""

    scope = "calculation"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"throttle:calculation:{self.ident(request)}"
