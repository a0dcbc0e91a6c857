"""
Sitemaps: an index and pages of addresses.

Pages are cut by ranges of primary keys, not by offset, so that the last page of a million costs what the first does.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from buyers.categories import tree
from sellers.models import Listing, SellerProfile

# Primary keys a page spans; a sitemap may hold 50,000 addresses.
SPAN = 20_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@require_GET
@cache_control(public=True, max_age=3600)
def index(_request: HttpRequest) -> HttpResponse:
    """The list of sitemaps."""
    last = Listing.objects.aggregate(last=Max("pk"))["last"] or 0
    names = ["pages-1", "sellers-1", *(f"listings-{number}" for number in range(1, last // SPAN + 2))]
    parts = [f"<sitemap><loc>{settings.PUBLIC_URL}/sitemaps/{name}.xml</loc></sitemap>" for name in names]
    return _xml(f"<sitemapindex {_NAMESPACE}>{''.join(parts)}</sitemapindex>")


@require_GET
@cache_control(public=True, max_age=3600)
def section(_request: HttpRequest, section: str, page: int) -> HttpResponse:
    """One sitemap."""
    if section == "listings" and page >= 1:
        found = Listing.objects.on_sale().filter(pk__gt=(page - 1) * SPAN, pk__lte=page * SPAN).order_by("pk")
        rows = found.only("public_id", "slug", "updated_at").iterator()
        return _urls((listing.get_absolute_url(), f"{listing.updated_at:%Y-%m-%d}") for listing in rows)
    if section == "sellers" and page == 1:
        profiles = SellerProfile.objects.filter(status="approved", organisation__status="active").order_by("pk")
        return _urls((profile.get_absolute_url(), f"{profile.updated_at:%Y-%m-%d}") for profile in profiles[:50_000])
    if section == "pages" and page == 1:
        places = [reverse("buyers:home"), *(branch.url for branch in tree().by_id.values())]
        return _urls((place, "") for place in places)
    raise Http404


def _urls(places: Iterable[tuple[str, str]]) -> HttpResponse:
    parts = [
        f"<url><loc>{escape(settings.PUBLIC_URL + path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in places
    ]
    return _xml(f"<urlset {_NAMESPACE}>{''.join(parts)}</urlset>")


def _xml(body: str) -> HttpResponse:
    return HttpResponse(_HEAD + body + "\n", content_type="application/xml; charset=utf-8")
