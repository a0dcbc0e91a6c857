"""Shapes of what sellers type; what it means is the operations' business."""

from sellers.forms.company import CompanyForm
from sellers.forms.evidence import EvidenceForm
from sellers.forms.listing import ListingForm, PictureForm
from sellers.forms.plain import PlainForm
from sellers.forms.storefront import AddressForm, FeedForm

__all__ = ["AddressForm", "CompanyForm", "EvidenceForm", "FeedForm", "ListingForm", "PictureForm", "PlainForm"]
