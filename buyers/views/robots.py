"""What crawlers may look at."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from buyers import queries
from marketplace.kernel.addresses import absolute

# Pages of one person, and the endless ways to narrow a search.
CLOSED = (
    "/account/",
    "/admin/",
    "/cart/",
    "/checkout/",
    "/feeds/",
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
    lines.append(f"Sitemap: {absolute(reverse('buyers:sitemap_index'))}")
    further = range(2, queries.sitemap_indexes() + 1)
    lines += [f"Sitemap: {absolute(reverse('buyers:sitemap_page', args=[page]))}" for page in further]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
