"""Addresses of accounts."""

from django.urls import path

from .views import landing, preferences

app_name = "accounts"
urlpatterns = [
    path("welcome/", landing.landing, name="landing"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("switch-organisation/", preferences.switch_organisation, name="switch_organisation"),
]
