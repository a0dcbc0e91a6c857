"""Shapes of what people type; what it means is the operations' business."""

from accounts.forms.onboarding import (
    DocumentForm,
    NumbersForm,
    TermsForm,
)
from accounts.forms.people import (
    AddressForm,
    ApiClientForm,
    InvitationForm,
    OrganisationDetailsForm,
    OrganisationForm,
    ProfileForm,
    SignUpDetailsForm,
    TaxIdForm,
    country_choices,
    currency_choices,
    show_refusal,
    time_zone_choices,
)

__all__ = [
    "AddressForm",
    "ApiClientForm",
    "DocumentForm",
    "InvitationForm",
    "NumbersForm",
    "OrganisationDetailsForm",
    "OrganisationForm",
    "ProfileForm",
    "SignUpDetailsForm",
    "TaxIdForm",
    "TermsForm",
    "country_choices",
    "currency_choices",
    "show_refusal",
    "time_zone_choices",
]
