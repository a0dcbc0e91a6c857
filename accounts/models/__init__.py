"""Nouns of accounts."""

from .address import Address
from .api_client import ApiClient
from .notification import Notification
from .organisation import Invitation, Membership, Organisation, Role
from .user import User

__all__ = ["Address", "ApiClient", "Invitation", "Membership", "Notification", "Organisation", "Role", "User"]
