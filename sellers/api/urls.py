"""Endpoints of sellers."""

from django.urls import URLPattern

app_name = "sellers_api"
urlpatterns: list[URLPattern] = []
