"""What sellers has of an organisation, for its archive."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from accounts.data_export import Files, Table, register, rows_of, table_of
from marketplace.kernel.private_files import open_private
from sellers.models import EvidenceCover, Listing, ListingPicture, Lot, PriceTier, SellerProfile, TradeEvidence, Variant
from sellers.models.pictures import WIDTHS, rendition_name

_PROFILE = {
    name: name
    for name in (
        "public_id",
        "slug",
        "tagline",
        "story",
        "founded_year",
        "employees",
        "status",
        "ships_to",
        "incoterms",
    )
}
_LISTINGS = {"id": "public_id", "category": "category__slug"} | {
    name: name
    for name in (
        "kind", "status", "title", "summary", "description", "language", "currency", "unit", "moq", "lead_time_days",
        "origin_country", "ships_from_country", "hs_code", "incoterms", "weight_g", "length_mm", "width_mm",
        "height_mm", "attributes", "rating_average", "rating_count", "published_at", "created_at", "updated_at",
    )
}  # fmt: skip
_VARIANTS = {"id": "public_id", "listing": "listing__public_id"} | {
    name: name for name in ("sku", "options", "label", "stock_available", "tracks_stock", "is_default")
}
_PRICES = {
    "variant": "variant__public_id", "listing": "listing__public_id", "min_quantity": "min_quantity",
    "unit_price": "unit_price", "currency": "listing__currency",
}  # fmt: skip
_LOTS = {"listing": "listing__public_id", "variant": "variant__public_id"} | {
    name: name for name in ("code", "harvest_date", "best_before_date", "storage_min_c", "storage_max_c", "grade")
}
_PICTURES = {"id": "public_id", "listing": "listing__public_id", "position": "position", "alt_text": "alt_text"}
_CLAIMS = {"id": "public_id"} | {
    name: name
    for name in (
        "document", "number", "issuer", "issued_on", "expires_on", "scope", "site", "destinations", "state", "reason",
        "checked_against", "is_published", "submitted_at", "decided_at",
    )
}  # fmt: skip
_COVERS = {
    "claim": "evidence__public_id", "listing": "listing__public_id", "variant": "variant__public_id",
}  # fmt: skip


def register_parts() -> None:
    """Put what sellers has into every archive."""
    of_listing = "listing__organisation_id"
    register(
        table_of("seller/company", _("The company as buyers see it"), SellerProfile.objects.all(), _PROFILE),
        table_of("catalogue/listings", _("Listings"), Listing.objects.all(), _LISTINGS),
        table_of("catalogue/variants", _("Variants and stock"), Variant.objects.all(), _VARIANTS),
        table_of("catalogue/prices", _("Prices by quantity"), PriceTier.objects.all(), _PRICES, owner=of_listing),
        table_of("catalogue/lots", _("Lots"), Lot.objects.all(), _LOTS, owner=of_listing),
        Table("catalogue/pictures", _("Pictures and what they show"), [*_PICTURES, "file"], _pictures),
        Files("pictures", _("Picture files"), _picture_files),
        table_of("evidence/claims", _("Claims and documents"), TradeEvidence.objects.all(), _CLAIMS),
        table_of(
            "evidence/listings", _("Which listings they are for"), EvidenceCover.objects.all(), _COVERS,
            owner="evidence__organisation_id",
        ),
        Files("evidence/scans", _("Scans"), _scans),
    )  # fmt: skip


def _pictures(organisation_id: int) -> Iterator[dict[str, Any]]:
    rows = ListingPicture.objects.filter(listing__organisation_id=organisation_id)
    for row in rows_of(rows, _PICTURES):
        yield row | {"file": f"pictures/{row['listing']}/{row['id']}.webp"}


def _picture_files(organisation_id: int) -> Iterator[tuple[str, Callable[[], IO[bytes]]]]:
    rows = ListingPicture.objects.filter(listing__organisation_id=organisation_id)
    for row in rows_of(rows, {"id": "public_id", "listing": "listing__public_id", "file": "file"}):
        name = rendition_name(row["file"], WIDTHS[-1])
        yield f"{row['listing']}/{row['id']}.webp", partial(default_storage.open, name)


def _scans(organisation_id: int) -> Iterator[tuple[str, Callable[[], IO[bytes]]]]:
    rows = TradeEvidence.objects.filter(organisation_id=organisation_id).exclude(file="")
    for row in rows_of(rows, {"id": "public_id", "file": "file"}):
        yield f"{row['id']}.{row['file'].rpartition('.')[2]}", partial(open_private, row["file"])
