"""Every address of Bridgeway, app by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from oauth2_provider.views import RevokeTokenView, TokenView

from marketplace import health, pages
from marketplace.outbox import outbox
from marketplace.styleguide import styleguide

API = [
    path("", include("accounts.api.urls")),
    path("", include("trade.api.urls")),
    path("", include("sellers.api.urls")),
    path("", include("payments.api.urls")),
    path("", include("buyers.api.urls")),
    path("", include("orders.api.urls")),
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("favicon.ico", RedirectView.as_view(url=settings.STATIC_URL + "img/favicon-32.png", permanent=True)),
    path("about/", pages.about, name="about"),
    path("help/", pages.help_page, name="help"),
    path("legal/", pages.legal, name="legal"),
    path("status/", pages.status, name="status"),
    path("api/v1/", include(API)),
    path("api/token/", TokenView.as_view(), name="token"),
    path("api/token/revoke/", RevokeTokenView.as_view(), name="token_revoke"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path(
        "api/docs/",
        SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="pages/api_docs.html"),
        name="api_docs",
    ),
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("trade.urls")),
    path("", include("sellers.urls")),
    path("", include("payments.urls")),
    path("", include("orders.urls")),
    path("", include("buyers.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>.{1,200})$", serve, {"document_root": settings.MEDIA_ROOT}))

if settings.SERVE_OUTBOX:
    urlpatterns.append(path("outbox/", outbox, name="outbox"))
if settings.DEBUG:
    urlpatterns.insert(0, path("design/", styleguide, name="design"))

handler404 = "marketplace.http.not_found"
handler500 = "marketplace.http.server_error"
