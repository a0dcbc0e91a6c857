"""Rows of the buyers room: conversations between a buyer and a seller, what is looked at, alerts, sitemaps."""

from .conversations import LONGEST_MESSAGE, Conversation, Message
from .interest import InterestBatch, ListingInterest
from .lot_alerts import LotAlert, LotAlertSent
from .sitemaps import SitemapPart, SitemapPosition

__all__ = [
    "LONGEST_MESSAGE",
    "Conversation",
    "InterestBatch",
    "ListingInterest",
    "LotAlert",
    "LotAlertSent",
    "Message",
    "SitemapPart",
    "SitemapPosition",
]
