"""Sitemaps: indexes of parts, and the parts as the worker wrote them."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from buyers import queries
from buyers.models import SitemapPart
from buyers.sitemaps import index_entry

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


@require_safe
@cache_control(public=True, max_age=3600)
def index(_request: HttpRequest, page: int = 1) -> HttpResponseBase:
    """One list of parts; the first there always is, further ones where one index cannot hold them all."""
    parts = queries.sitemap_parts(page)
    if page > 1 and not parts.exists():
        raise Http404

    def lines() -> Iterator[str]:
        yield _HEAD
        yield from map(index_entry, parts.iterator(chunk_size=1_000))
        yield "</sitemapindex>\n"

    return StreamingHttpResponse(lines(), content_type="application/xml; charset=utf-8")


def _edition(_request: HttpRequest, section: str, number: int) -> str | None:
    part = queries.sitemap_part(section, number)
    return f'"{part.edition}"' if part is not None else None


@require_safe
@cache_control(public=True, max_age=3600)
@condition(etag_func=_edition)
def section(_request: HttpRequest, section: str, number: int) -> HttpResponse | FileResponse:
    """One part, gzipped, as it was last written."""
    part: SitemapPart | None = queries.sitemap_part(section, number)
    if part is None:
        raise Http404
    try:
        file = default_storage.open(part.file)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, content_type="application/gzip", filename=f"{section}-{number}.xml.gz")
