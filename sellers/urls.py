"""Addresses of sellers."""

from django.urls import path

from sellers.views import (
    at_risk,
    autosave,
    claims,
    company,
    customs,
    desk,
    editor,
    history,
    listings,
    onboarding,
    pictures,
    storefront,
    where,
)

app_name = "sellers"
urlpatterns = [
    path("s/<slug:slug>/", storefront.storefront, name="storefront"),
    path("sell/", desk.desk, name="desk"),
    path("sell/start/", company.start, name="start"),
    path("sell/onboarding/company/", onboarding.company, name="onboarding_company"),
    path("sell/company/", company.company, name="company"),
    path("sell/hs-codes/", customs.hs_codes, name="hs_codes"),
    path("sell/hs-suggestions/", customs.suggestions, name="hs_suggestions"),
    path("sell/at-risk/", at_risk.at_risk, name="at_risk"),
    path("sell/at-risk/<str:public_id>/take-back/", at_risk.take_back, name="take_back_markdown"),
    path("sell/listings/", listings.listings, name="listings"),
    path("sell/listings/new/", editor.new_listing, name="new_listing"),
    path("sell/listings/specs/", editor.specs, name="specs"),
    path("sell/listings/card/", editor.card, name="card"),
    path("sell/listings/where/", where.live, name="where_live"),
    path("sell/listings/autosave/", autosave.autosave, name="autosave"),
    path("sell/documents/<str:public_id>/", where.document, name="evidence"),
    path("sell/documents/<str:public_id>/scan/", claims.scan, name="evidence_scan"),
    path("sell/claims/", claims.claims, name="claims"),
    path("sell/claims/new/", claims.new_claim, name="new_claim"),
    path("sell/claims/<str:public_id>/", claims.claim, name="claim"),
    path("evidence/<str:public_id>/scan/", claims.public_scan, name="public_scan"),
    path("sell/listings/<str:public_id>/", editor.edit_listing, name="edit_listing"),
    path("sell/listings/<str:public_id>/preview/", editor.preview, name="preview"),
    path("sell/listings/<str:public_id>/unsaved/", autosave.drop_unsaved, name="drop_unsaved"),
    path("sell/listings/<str:public_id>/history/", history.history, name="history"),
    path("sell/listings/<str:public_id>/history/<str:edit>/undo/", history.undo, name="undo_edit"),
    path("sell/listings/<str:public_id>/where/", where.where, name="where"),
    path("sell/listings/<str:public_id>/pictures/", pictures.add, name="add_pictures"),
    path("sell/listings/<str:public_id>/pictures/order/", pictures.order, name="order_pictures"),
    path("sell/listings/<str:public_id>/pictures/<str:picture>/", pictures.change, name="change_picture"),
    path("sell/listings/<str:public_id>/<str:move>/", listings.move, name="move_listing"),
]
