"""Addresses of payments."""

from django.urls import path

from .views import money, onboarding
from .views.webhook import stripe_webhook

app_name = "payments"
urlpatterns = [
    path("money/", money.money, name="money"),
    path("money/movements/", money.movements, name="movements"),
    path("money/movements/<str:public_id>/", money.movement, name="movement"),
    path("money/payouts/", money.payouts, name="payouts"),
    path("money/payouts/<str:public_id>/again/", money.send_payout_again, name="send_payout_again"),
    path("money/payout-setup/", money.set_up_payouts, name="set_up_payouts"),
    path("money/payout-setup/done/", money.payouts_set_up, name="payouts_set_up"),
    path("money/payout-setup/expired/", money.payouts_link_expired, name="payouts_link_expired"),
    path("sell/onboarding/bank/", onboarding.bank, name="onboarding_bank"),
    path("sell/onboarding/bank/<str:public_id>/remove/", onboarding.remove, name="remove_bank_account"),
    path("webhooks/stripe/", stripe_webhook, name="stripe_webhook"),
]
