"""Nouns of accounts."""

from .address import Address
from .api_client import ApiClient
from .beneficial_owner import BeneficialOwner
from .notification import Notification
from .organisation import Invitation, Membership, Organisation, Role
from .tax_id import TaxId
from .user import User

__all__ = [
    "Address",
    "ApiClient",
    "BeneficialOwner",
    "Invitation",
    "Membership",
    "Notification",
    "Organisation",
    "Role",
    "TaxId",
    "User",
]
