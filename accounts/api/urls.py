"""Endpoints of accounts."""

from django.urls import path

from .notifications import Notifications, ReadNotifications
from .organisation import Addresses, Me, OneAddress

app_name = "accounts_api"
urlpatterns = [
    path("me", Me.as_view(), name="me"),
    path("addresses", Addresses.as_view(), name="addresses"),
    path("addresses/<str:public_id>", OneAddress.as_view(), name="address"),
    path("notifications", Notifications.as_view(), name="notifications"),
    path("notifications/read", ReadNotifications.as_view(), name="read_notifications"),
]
