"""Rows of the buyers room: conversations between a buyer and a seller."""

from .conversations import LONGEST_MESSAGE, Conversation, Message

__all__ = ["LONGEST_MESSAGE", "Conversation", "Message"]
