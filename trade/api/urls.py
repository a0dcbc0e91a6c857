"""Endpoints of trade."""

from django.urls import URLPattern

app_name = "trade_api"
urlpatterns: list[URLPattern] = []
