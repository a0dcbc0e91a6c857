"""Shipping quotes as they arrive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.actor import actor_of
from trade.operations import close_late_quotes
from trade.operations.request_shipping_quotes import reader_of
from trade.presenting.shipping import present_shipping_request
from trade.queries import shipping_request_for


@require_GET
@never_cache
def shipping_quotes(request: HttpRequest, public_id: str) -> HttpResponse:
    """The quotes of one request: a fragment that fetches itself again until all have answered, or a page."""
    now = timezone.now()
    reader = reader_of(actor_of(request), request.session.session_key or "")
    asked = shipping_request_for(public_id, asked_by=reader)
    if asked.is_past_deadline(now) and close_late_quotes(request=asked, now=now):
        asked = shipping_request_for(public_id, asked_by=reader)
    context = present_shipping_request(
        asked, chosen=request.GET.get("shipping_quote", ""), sort=request.GET.get("sort", ""), now=now
    )
    template = "trade/_shipping_quotes.html" if request.htmx else "trade/shipping_quotes.html"  # type: ignore[attr-defined]
    return render(request, template, context)
