"""
Refusals become answers here, and nowhere else: a page for people, an RFC 9457 problem document for programs.

Anything that is not a refusal is a bug: it is logged with its trace and answered with a plain 500.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf
from rest_framework.response import Response

from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound, RateLimited, Refusal, SignInNeeded

log = structlog.get_logger(__name__)

PROBLEM_TYPE = "application/problem+json"


def problem(refusal: Refusal, *, instance: str = "") -> dict[str, Any]:
    """Return the RFC 9457 members of `refusal`."""
    document: dict[str, Any] = {
        "type": f"https://bridgeway.example/problems/{refusal.code}",
        "title": str(refusal.title),
        "status": refusal.status,
        "detail": refusal.detail,
        "code": refusal.code,
    }
    if instance:
        document["instance"] = instance
    if refusal.fields:
        document["errors"] = _plain(refusal.fields)
    return document


def problem_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error of the API is a problem document."""
    refusal = as_refusal(exception)
    if refusal is None:
        return None
    request = context.get("request")
    headers = {}
    if (wait := getattr(exception, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        problem(refusal, instance=request.path if request else ""),
        status=refusal.status,
        headers=headers,
        content_type=PROBLEM_TYPE,
    )


def as_refusal(exception: Exception) -> Refusal | None:
    """Translate the framework's own refusals into ours; None means it is a bug."""
    match exception:
        case Refusal():
            return exception
        case ValueError() if "NUL (0x00)" in str(exception):
            # PostgreSQL keeps no NUL, so there is nothing such a text could ever match or become.
            return InvalidInput(_("Take out the invisible character in what you sent."))
        case RecursionError() if "decoding a JSON" in str(exception):
            return InvalidInput(_("This is nested too deeply."))
        case Http404():
            return NotFound()
        case PermissionDenied() | drf.PermissionDenied():
            return NotAllowed()
        case drf.NotAuthenticated() | drf.AuthenticationFailed():
            return SignInNeeded(_("Send a valid access token, or sign in."))
        case drf.ValidationError():
            detail: Any = exception.detail
            return InvalidInput(fields=detail if isinstance(detail, dict) else {"form": list(detail)})
        case drf.Throttled():
            return RateLimited()
        case drf.APIException():
            refusal = Refusal(str(exception.detail))
            refusal.status = exception.status_code
            refusal.code = exception.default_code
            refusal.title = str(exception.default_detail)
            return refusal
    return None


def _plain(errors: Any) -> Any:
    if isinstance(errors, dict):
        return {key: _plain(value) for key, value in errors.items()}
    if isinstance(errors, list | tuple):
        return [_plain(value) for value in errors]
    return str(errors)


class RefusalMiddleware:
    """Renders a refusal raised by a page's view; sends those who must sign in to do so and back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # The same address answers a page, or the part of it that HTMX asked for.
        patch_vary_headers(response, ["HX-Request"])
        # A page made for one person is never kept by a cache on the way.
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        exception = as_refusal(raised) if isinstance(raised, ValueError) else raised
        if not isinstance(exception, Refusal):
            return None
        log.info("refused", code=exception.code, path=request.path)
        if isinstance(exception, SignInNeeded) and request.method == "GET" and not getattr(request, "htmx", False):
            return redirect("/account/login/?" + urlencode({"next": request.get_full_path()}))
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse(
                problem(exception, instance=request.path), status=exception.status, content_type=PROBLEM_TYPE
            )
        template = "errors/_refusal.html" if getattr(request, "htmx", False) else "errors/refusal.html"
        response = render(request, template, {"refusal": exception}, status=exception.status)
        if getattr(request, "htmx", False):
            # HTMX throws error answers away; the message belongs where the person is looking.
            response.status_code = 200
            response["HX-Retarget"] = "#notices"
            response["HX-Reswap"] = "innerHTML"
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form without its token: usually a page left open over a sign-in."""
    refusal = NotAllowed(_("This page was open for too long or in two windows. Go back, reload it, and send it again."))
    return render(request, "errors/refusal.html", {"refusal": refusal}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for addresses that lead nowhere; a problem document under /api/."""
    if request.path.startswith("/api/"):
        return JsonResponse(problem(NotFound(), instance=request.path), status=404, content_type=PROBLEM_TYPE)
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault, said plainly, without needing the database."""
    if request.path.startswith("/api/"):
        broken = Refusal(_("Something broke on our side. Nothing was half done; try again in a moment."))
        broken.status, broken.code, broken.title = 500, "server_error", _("Our fault")
        return JsonResponse(problem(broken, instance=request.path), status=500, content_type=PROBLEM_TYPE)
    return render(request, "errors/500.html", status=500)
