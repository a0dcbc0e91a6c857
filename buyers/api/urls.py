"""Endpoints of buyers."""

from django.urls import path

from .conversations import Conversations, Messages, OneConversation, ReadConversation
from .listings import ListingDestinations, Listings, OneListing, Suggestions
from .lot_alerts import LotAlerts, OneLotAlert

app_name = "buyers_api"
urlpatterns = [
    path("listings", Listings.as_view(), name="listings"),
    path("listings/<str:public_id>", OneListing.as_view(), name="listing"),
    path("listings/<str:public_id>/destinations", ListingDestinations.as_view(), name="destinations"),
    path("suggestions", Suggestions.as_view(), name="suggestions"),
    path("lot-alerts", LotAlerts.as_view(), name="lot_alerts"),
    path("lot-alerts/<str:public_id>", OneLotAlert.as_view(), name="lot_alert"),
    path("conversations", Conversations.as_view(), name="conversations"),
    path("conversations/<str:public_id>", OneConversation.as_view(), name="conversation"),
    path("conversations/<str:public_id>/messages", Messages.as_view(), name="messages"),
    path("conversations/<str:public_id>/read", ReadConversation.as_view(), name="read"),
]
