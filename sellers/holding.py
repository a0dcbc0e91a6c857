"""What a hold on a seller, or on one listing, means for what is on sale."""

from accounts.holds import Subject
from sellers.models import Listing
from sellers.operations.describe_company import note_listings_of
from sellers.operations.record_change import record_change


def find_listing(public_id: str) -> Subject | None:
    """Return a listing as a thing that can be held."""
    listing = Listing.objects.filter(public_id=public_id).first()
    return Subject(listing.organisation_id, str(listing)) if listing is not None else None


def set_listing_held(public_id: str, is_held: bool) -> None:
    """Take a listing off sale, or let it be on sale again, and tell search."""
    listing = Listing.objects.select_for_update(no_key=True).filter(public_id=public_id).first()
    if listing is not None and listing.is_held != is_held:
        listing.is_held = is_held
        listing.save(update_fields=["is_held"])
        record_change(listing=listing)


def seller_changed(organisation_id: int) -> None:
    """What an organisation may do has changed: search looks at all that it has on sale."""
    note_listings_of(organisation_id)
