"""Nouns of accounts."""

from .address import Address
from .api_client import ApiClient
from .beneficial_owner import BeneficialOwner
from .company_document import CompanyDocument
from .data_export import DataExport
from .hold import AppealFile, Hold, HoldAppeal, HoldChange
from .notification import Notification
from .onboarding_draft import OnboardingDraft
from .organisation import Invitation, Membership, Organisation, Role
from .requirement import Requirement, RequirementRecord
from .tax_id import TaxId
from .terms import TermsSignature, TermsVersion
from .user import User

__all__ = [
    "Address",
    "ApiClient",
    "AppealFile",
    "BeneficialOwner",
    "CompanyDocument",
    "DataExport",
    "Hold",
    "HoldAppeal",
    "HoldChange",
    "Invitation",
    "Membership",
    "Notification",
    "OnboardingDraft",
    "Organisation",
    "Requirement",
    "RequirementRecord",
    "Role",
    "TaxId",
    "TermsSignature",
    "TermsVersion",
    "User",
]
