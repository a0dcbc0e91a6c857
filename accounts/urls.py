"""Addresses of accounts."""

from django.urls import path

from .views import (
    addresses,
    api_clients,
    holds,
    landing,
    onboarding,
    organisation,
    owners,
    person,
    preferences,
    tax_ids,
)

app_name = "accounts"
urlpatterns = [
    path("welcome/", landing.landing, name="landing"),
    path("start/", organisation.start, name="start"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/holds/", holds.holds, name="holds"),
    path("organisation/holds/documents/<str:public_id>/", holds.appeal_file, name="appeal_file"),
    path("organisation/holds/<str:public_id>/", holds.hold, name="hold"),
    path("organisation/owners/", owners.owners, name="owners"),
    path("organisation/owners/new/", owners.owner, name="new_owner"),
    path("organisation/owners/<str:public_id>/", owners.owner, name="owner"),
    path("organisation/owners/<str:public_id>/remove/", owners.remove_owner, name="remove_owner"),
    path("team/", organisation.team, name="team"),
    path("team/<int:user_id>/", organisation.member, name="member"),
    path("team/invitations/<str:public_id>/withdraw/", organisation.withdraw, name="withdraw_invitation"),
    path("invitation/<str:token>/", organisation.invitation, name="invitation"),
    path("profile/", person.profile, name="profile"),
    path("notifications/", person.notifications, name="notifications"),
    path("notifications/<str:public_id>/", person.notification, name="notification"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("addresses/new/", addresses.address, name="new_address"),
    path("addresses/<str:public_id>/", addresses.address, name="address"),
    path("addresses/<str:public_id>/remove/", addresses.remove_address, name="remove_address"),
    path("sell/onboarding/", onboarding.overview, name="onboarding"),
    path("sell/onboarding/send/", onboarding.send, name="send_onboarding"),
    path("sell/onboarding/numbers/", onboarding.numbers, name="onboarding_numbers"),
    path("sell/onboarding/address/", onboarding.address, name="onboarding_address"),
    path("sell/onboarding/owners/", onboarding.owners, name="onboarding_owners"),
    path("sell/onboarding/terms/", onboarding.terms, name="onboarding_terms"),
    path("sell/onboarding/<slug:step>/typed/", onboarding.autosave, name="onboarding_typed"),
    path("tax-numbers/", tax_ids.tax_ids, name="tax_ids"),
    path("tax-numbers/<str:public_id>/remove/", tax_ids.remove_tax_id, name="remove_tax_id"),
    path("api-clients/", api_clients.api_clients, name="api_clients"),
    path("api-clients/<str:client_id>/remove/", api_clients.remove_api_client, name="remove_api_client"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("switch-organisation/", preferences.switch_organisation, name="switch_organisation"),
]
