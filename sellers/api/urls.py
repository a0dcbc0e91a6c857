"""Endpoints of sellers."""

from django.urls import path

from sellers.api.claims import ListingClaims, OneOwnClaim, OwnClaims, SellerClaims
from sellers.api.history import ListingHistory, UndoEdit
from sellers.api.imports import (
    CancelImport,
    ExportFile,
    Exports,
    ImportMapping,
    ImportProblems,
    ImportReport,
    Imports,
    OneExport,
    OneImport,
    ReadImportAgain,
    ResumeImport,
    StartImport,
    UndoImport,
)
from sellers.api.listings import (
    CropPicture,
    ListingPictures,
    OneOwnListing,
    OwnListings,
    PauseListing,
    ResumeListing,
    SubmitListing,
)
from sellers.api.lots import OneOwnLot, OwnLots
from sellers.api.markdowns import LotsAtRisk, MarkdownSchedule
from sellers.api.planned import (
    BulkEdits,
    DuplicateListing,
    ListingSchedule,
    OneBulkEdit,
    OneScheduledChange,
    UndoBulkEdit,
)
from sellers.api.price_lists import OnePriceList, PriceLists
from sellers.api.public import Categories, CategoryAttributes, OneSeller
from sellers.api.reach import ListingDestinations, ListingEvidence
from sellers.api.safety import SafetyContacts
from sellers.api.storefront import MyDesk, MyFeeds, MyStock, MyStorefront, OneFeed, OneStock
from sellers.api.variants import OwnVariants

app_name = "sellers_api"
urlpatterns = [
    path("my/listings", OwnListings.as_view(), name="listings"),
    path("my/listings/<str:public_id>", OneOwnListing.as_view(), name="listing"),
    path("my/listings/<str:public_id>/submit", SubmitListing.as_view(), name="submit_listing"),
    path("my/listings/<str:public_id>/pause", PauseListing.as_view(), name="pause_listing"),
    path("my/listings/<str:public_id>/resume", ResumeListing.as_view(), name="resume_listing"),
    path("my/listings/<str:public_id>/pictures/<str:picture>/crop", CropPicture.as_view(), name="crop_picture"),
    path("my/listings/<str:public_id>/pictures", ListingPictures.as_view(), name="pictures"),
    path("my/listings/<str:public_id>/history", ListingHistory.as_view(), name="history"),
    path("my/listings/<str:public_id>/history/<str:edit>/undo", UndoEdit.as_view(), name="undo_edit"),
    path("my/listings/<str:public_id>/variants", OwnVariants.as_view(), name="variants"),
    path("my/listings/<str:public_id>/lots", OwnLots.as_view(), name="lots"),
    path("my/lots/<str:public_id>", OneOwnLot.as_view(), name="lot"),
    path("my/price-lists", PriceLists.as_view(), name="price_lists"),
    path("my/price-lists/<str:public_id>", OnePriceList.as_view(), name="price_list"),
    path("my/safety-contacts", SafetyContacts.as_view(), name="safety_contacts"),
    path("my/listings/<str:public_id>/duplicate", DuplicateListing.as_view(), name="duplicate"),
    path("my/listings/<str:public_id>/schedule", ListingSchedule.as_view(), name="schedule"),
    path("my/scheduled-changes/<str:public_id>", OneScheduledChange.as_view(), name="scheduled_change"),
    path("my/bulk-edits", BulkEdits.as_view(), name="bulk_edits"),
    path("my/bulk-edits/<str:public_id>", OneBulkEdit.as_view(), name="bulk_edit"),
    path("my/bulk-edits/<str:public_id>/undo", UndoBulkEdit.as_view(), name="undo_bulk_edit"),
    path("imports/", Imports.as_view(), name="imports"),
    path("imports/<str:public_id>", OneImport.as_view(), name="import"),
    path("imports/<str:public_id>/mapping", ImportMapping.as_view(), name="import_mapping"),
    path("imports/<str:public_id>/start", StartImport.as_view(), name="start_import"),
    path("imports/<str:public_id>/cancel", CancelImport.as_view(), name="cancel_import"),
    path("imports/<str:public_id>/read-again", ReadImportAgain.as_view(), name="reread_import"),
    path("imports/<str:public_id>/resume", ResumeImport.as_view(), name="resume_import"),
    path("imports/<str:public_id>/undo", UndoImport.as_view(), name="undo_import"),
    path("imports/<str:public_id>/problems", ImportProblems.as_view(), name="import_problems"),
    path("imports/<str:public_id>/report", ImportReport.as_view(), name="import_report"),
    path("exports/", Exports.as_view(), name="exports"),
    path("exports/<str:public_id>", OneExport.as_view(), name="export"),
    path("exports/<str:public_id>/file", ExportFile.as_view(), name="export_file"),
    path("my/lots-at-risk", LotsAtRisk.as_view(), name="lots_at_risk"),
    path("my/markdown-schedule", MarkdownSchedule.as_view(), name="markdown_schedule"),
    path("my/listings/<str:public_id>/destinations", ListingDestinations.as_view(), name="destinations"),
    path("my/listings/<str:public_id>/documents", ListingEvidence.as_view(), name="evidence"),
    path("my/claims", OwnClaims.as_view(), name="claims"),
    path("my/claims/<str:public_id>", OneOwnClaim.as_view(), name="claim"),
    path("listings/<str:public_id>/claims", ListingClaims.as_view(), name="listing_claims"),
    path("sellers/<slug:slug>/claims", SellerClaims.as_view(), name="seller_claims"),
    path("my/storefront", MyStorefront.as_view(), name="my_storefront"),
    path("my/feeds", MyFeeds.as_view(), name="feeds"),
    path("my/feeds/<str:public_id>", OneFeed.as_view(), name="feed"),
    path("my/desk", MyDesk.as_view(), name="desk"),
    path("my/stock", MyStock.as_view(), name="stock"),
    path("my/stock/<str:public_id>", OneStock.as_view(), name="count_stock"),
    path("categories", Categories.as_view(), name="categories"),
    path("categories/<slug:slug>/attributes", CategoryAttributes.as_view(), name="category_attributes"),
    path("sellers/<slug:slug>", OneSeller.as_view(), name="seller"),
]
