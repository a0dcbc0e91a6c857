"""Addresses of sellers."""

from django.urls import URLPattern

app_name = "sellers"
urlpatterns: list[URLPattern] = []
