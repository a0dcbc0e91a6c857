"""Endpoints of accounts."""

from django.urls import path

from .documents import OnboardingDocument, OnboardingDocuments
from .exports import DataExportFile, DataExports, OneDataExport
from .holds import Appeal, Holds, OneHold
from .notifications import Notifications, ReadNotifications
from .onboarding import (
    OnboardingNumbers,
    OnboardingState,
    OnboardingStatement,
    OnboardingTerms,
    SendOnboarding,
)
from .organisation import Addresses, Me, OneAddress
from .owners import OneOwner, Owners
from .tax_ids import OneTaxId, TaxIds

app_name = "accounts_api"
urlpatterns = [
    path("data-exports", DataExports.as_view(), name="exports"),
    path("data-exports/<str:public_id>", OneDataExport.as_view(), name="export"),
    path("data-exports/<str:public_id>/file", DataExportFile.as_view(), name="export_file"),
    path("holds", Holds.as_view(), name="holds"),
    path("holds/<str:public_id>", OneHold.as_view(), name="hold"),
    path("holds/<str:public_id>/appeal", Appeal.as_view(), name="appeal"),
    path("owners", Owners.as_view(), name="owners"),
    path("owners/<str:public_id>", OneOwner.as_view(), name="owner"),
    path("me", Me.as_view(), name="me"),
    path("addresses", Addresses.as_view(), name="addresses"),
    path("addresses/<str:public_id>", OneAddress.as_view(), name="address"),
    path("tax-numbers", TaxIds.as_view(), name="tax_ids"),
    path("tax-numbers/<str:public_id>", OneTaxId.as_view(), name="tax_id"),
    path("onboarding", OnboardingState.as_view(), name="onboarding"),
    path("onboarding/numbers", OnboardingNumbers.as_view(), name="onboarding_numbers"),
    path("onboarding/terms", OnboardingTerms.as_view(), name="onboarding_terms"),
    path("onboarding/statements/<slug:code>", OnboardingStatement.as_view(), name="onboarding_statement"),
    path("onboarding/documents", OnboardingDocuments.as_view(), name="onboarding_documents"),
    path("onboarding/documents/<str:public_id>", OnboardingDocument.as_view(), name="onboarding_document"),
    path("onboarding/send", SendOnboarding.as_view(), name="send_onboarding"),
    path("notifications", Notifications.as_view(), name="notifications"),
    path("notifications/read", ReadNotifications.as_view(), name="read_notifications"),
]
