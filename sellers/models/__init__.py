"""The nouns of selling."""

from sellers.models.attributes import CategoryAttribute
from sellers.models.categories import Category
from sellers.models.changes import ListingChange
from sellers.models.evidence import EvidenceCover, EvidenceDecision, EvidenceReminder, TradeEvidence
from sellers.models.feeds import ProductFeed
from sellers.models.history import ListingEdit, UnsavedInput
from sellers.models.imports import (
    CatalogueExport,
    CatalogueImport,
    ImportedRow,
    ImportPicture,
    ImportProblem,
    SavedMapping,
)
from sellers.models.listings import Listing, ListingQuerySet
from sellers.models.lots import Lot, LotHold
from sellers.models.markdowns import Markdown, MarkdownStep
from sellers.models.moderation import ListingRevision, ModerationDecision
from sellers.models.pictures import ListingPicture
from sellers.models.planned import BulkEdit, BulkEditRow, ScheduledChange
from sellers.models.price_lists import PriceList, PriceListBuyer, PriceListTier
from sellers.models.profiles import SellerProfile
from sellers.models.reviews import SellerReview
from sellers.models.safety import SafetyContact
from sellers.models.stock import StockHold
from sellers.models.storefronts import FormerSlug, SellerStanding
from sellers.models.variants import PriceTier, Variant

__all__ = [
    "BulkEdit",
    "BulkEditRow",
    "CatalogueExport",
    "CatalogueImport",
    "Category",
    "CategoryAttribute",
    "EvidenceCover",
    "EvidenceDecision",
    "EvidenceReminder",
    "FormerSlug",
    "ImportPicture",
    "ImportProblem",
    "ImportedRow",
    "Listing",
    "ListingChange",
    "ListingEdit",
    "ListingPicture",
    "ListingQuerySet",
    "ListingRevision",
    "Lot",
    "LotHold",
    "Markdown",
    "MarkdownStep",
    "ModerationDecision",
    "PriceList",
    "PriceListBuyer",
    "PriceListTier",
    "PriceTier",
    "ProductFeed",
    "SafetyContact",
    "SavedMapping",
    "ScheduledChange",
    "SellerProfile",
    "SellerReview",
    "SellerStanding",
    "StockHold",
    "TradeEvidence",
    "UnsavedInput",
    "Variant",
]
