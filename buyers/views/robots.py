"""What crawlers may look at."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

# Pages of one person, and the endless ways to narrow a search.
CLOSED = (
    "/account/",
    "/admin/",
    "/cart/",
    "/checkout/",
    "/messages/",
    "/money/",
    "/orders/",
    "/sell/",
    "/search/",
    "/suggestions/",
)


@require_GET
def robots(_request: HttpRequest) -> HttpResponse:
    """`robots.txt`: everything public but search results; where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {settings.PUBLIC_URL}{reverse('buyers:sitemap_index')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
