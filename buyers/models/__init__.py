"""Rows of the buyers room: conversations between a buyer and a seller, and what is looked at."""

from .conversations import LONGEST_MESSAGE, Conversation, Message
from .interest import InterestBatch, ListingInterest

__all__ = ["LONGEST_MESSAGE", "Conversation", "InterestBatch", "ListingInterest", "Message"]
