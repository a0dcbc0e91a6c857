"""Addresses of payments."""

from django.urls import path

from .views.webhook import stripe_webhook

app_name = "payments"
urlpatterns = [
    path("webhooks/stripe/", stripe_webhook, name="stripe_webhook"),
]
