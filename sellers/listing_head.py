"""The head that all pages of one listing share: where it stands, what can be done with it, and its tabs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from sellers import queries
from sellers.models import Listing

# Name of the address, what the tab says, icon; in the order shown.
TABS = (
    ("edit_listing", _("What it is"), "file-pen"),
    ("variants", _("Variants"), "layers"),
    ("lots", _("Lots"), "wheat"),
    ("making", _("Making"), "scissors"),
    ("service", _("How it is delivered"), "calendar-clock"),
    ("languages", _("Languages"), "languages"),
    ("packing", _("Packing and safety"), "package"),
    ("where", _("Where may I sell this?"), "globe"),
    ("schedule", _("Schedule"), "hourglass"),
    ("history", _("History"), "history"),
)

# Tabs that only one kind of offer has.
ONLY_FOR = {"lots": "perishable_lot", "making": "made_to_order", "service": "service"}


def listing_head(actor: Actor, listing: Listing, current: str) -> dict[str, Any]:
    """Return what `sellers/_listing_head.html` shows of `listing`; `current` is the tab's name of address."""
    revision = queries.open_revision(listing)
    return {
        "listing": listing,
        "revision": revision,
        "waiting": listing.status == "in_review" or (revision is not None and revision.state == "in_review"),
        "may_edit": actor.may("listings.edit"),
        "tabs": [
            {
                "url": reverse(f"sellers:{name}", args=[listing.public_id]),
                "label": label,
                "icon": icon,
                "current": name == current,
            }
            for name, label, icon in TABS
            if ONLY_FOR.get(name, listing.kind) == listing.kind
        ],
    }
