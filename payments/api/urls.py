"""Endpoints of payments."""

from django.urls import path

from .bank_accounts import BankAccounts, OneBankAccount
from .money import Balances, Movements, Onboarding, Payouts

app_name = "payments_api"
urlpatterns = [
    path("payments/balances", Balances.as_view(), name="balances"),
    path("payments/movements", Movements.as_view(), name="movements"),
    path("payments/payouts", Payouts.as_view(), name="payouts"),
    path("onboarding/bank-accounts", BankAccounts.as_view(), name="bank_accounts"),
    path("onboarding/bank-accounts/<str:public_id>", OneBankAccount.as_view(), name="bank_account"),
    path("payments/onboarding", Onboarding.as_view(), name="onboarding"),
]
