"""Rows of the buyers room: conversations between a buyer and a seller, what is looked at, and alerts."""

from .conversations import LONGEST_MESSAGE, Conversation, Message
from .interest import InterestBatch, ListingInterest
from .lot_alerts import LotAlert, LotAlertSent

__all__ = ["LONGEST_MESSAGE", "Conversation", "InterestBatch", "ListingInterest", "LotAlert", "LotAlertSent", "Message"]
