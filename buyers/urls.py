"""Addresses of buyers' pages."""

from django.urls import path, re_path

from buyers.views import as_buyer, home, lot_alerts, messages, product, robots, search, sitemaps

app_name = "buyers"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("c/<slug:slug>/", search.category, name="category"),
    path("suggestions/", search.suggestions, name="suggestions"),
    re_path(r"^listing/(?P<slug>[^/]*)-(?P<public_id>lst_[0-9a-z]{16})/$", product.product, name="listing"),
    path("listing/<str:public_id>/price/", product.price, name="price"),
    path("listing/<str:public_id>/variants/", product.matrix, name="matrix"),
    path("sell/as-buyer/<str:public_id>/", as_buyer.as_buyer, name="as_buyer"),
    path("sell/as-buyer/<str:public_id>/frame/", as_buyer.as_buyer_frame, name="as_buyer_frame"),
    path("listing/<str:public_id>/ask/", messages.ask, name="ask"),
    path("alerts/", lot_alerts.lot_alerts, name="lot_alerts"),
    path("alerts/<str:public_id>/stop/", lot_alerts.stop, name="stop_lot_alert"),
    path("messages/", messages.inbox, name="inbox"),
    path("messages/<str:public_id>/", messages.conversation, name="conversation"),
    path("messages/<str:public_id>/new/", messages.new_messages, name="new_messages"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<int:page>.xml", sitemaps.index, name="sitemap_page"),
    path("sitemaps/<slug:section>-<int:number>.xml.gz", sitemaps.section, name="sitemap"),
]
