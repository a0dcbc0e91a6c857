"""Endpoints of payments."""

from django.urls import path

from .money import Balances, Movements, Onboarding, Payouts

app_name = "payments_api"
urlpatterns = [
    path("payments/balances", Balances.as_view(), name="balances"),
    path("payments/movements", Movements.as_view(), name="movements"),
    path("payments/payouts", Payouts.as_view(), name="payouts"),
    path("payments/onboarding", Onboarding.as_view(), name="onboarding"),
]
