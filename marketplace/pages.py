"""Pages about Bridgeway itself: what it is, how it works, its terms, how it is doing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace import health


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Bridgeway is for."""
    return render(request, "pages/about.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How buying, selling, paying and shipping work."""
    return render(request, "pages/help.html", {"spread": settings.TRADE_FX_SPREAD_PERCENT})


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Terms and privacy, in plain words."""
    return render(request, "pages/legal.html")


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """How the parts are doing at this moment."""
    report = health.report()
    return render(request, "pages/status.html", {"report": report})
