"""Rows of the sellers room for tests."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Organisation
from sellers.models import (
    Category,
    EvidenceCover,
    Listing,
    ListingPicture,
    Lot,
    PriceTier,
    SellerProfile,
    TradeEvidence,
    Variant,
)
from tests.accounts.factories import make_organisation

_numbers = count(1)


def make_category(slug: str | None = None, name: str = "Ceramics", parent: Category | None = None) -> Category:
    """A category (the existing one if the slug is taken), under `parent` or at the top."""
    slug = slug or f"ceramics-{next(_numbers)}"
    existing = Category.objects.filter(slug=slug).first()
    if existing is not None:
        return existing
    values = {"slug": slug, "name": name, "name_translations": {"fr": f"{name} (fr)", "ar": f"{name} (ar)"}}
    if parent is not None:
        return Category.objects.add_child(Category.objects.get(pk=parent.pk), values)
    return Category.objects.add_root(values)


def make_seller(
    name: str | None = None,
    country: str = "IT",
    currency: str = "EUR",
    status: str = "approved",
    **profile: Any,
) -> Organisation:
    """An organisation that sells, with its profile (`organisation.seller_profile`)."""
    number = next(_numbers)
    organisation = make_organisation(
        name=name or f"Bottega {number}", country=country, currency=currency, sells=True, buys=True
    )
    values = {"slug": f"{organisation.slug}-{number}"[:80], "tagline": "Hand-thrown stoneware", "story": "Since 1931."}
    SellerProfile.objects.create(organisation=organisation, status=status, **{**values, **profile})
    return organisation


def make_listing(
    organisation: Organisation | None = None,
    status: str = "live",
    stock: int = 100,
    price: str | Decimal = "10.00",
    tiers: Sequence[tuple[int, str | Decimal]] | None = None,
    picture: bool = False,
    **over: Any,
) -> Listing:
    """
    A complete listing with its default variant and price tiers; live unless `status` says otherwise.

    `tiers` are (from quantity, unit price); without them there is one at `price`. `picture` adds a picture row (no
    file). `listing.variants.get()` is what goes in a cart.
    """
    organisation = organisation or make_seller()
    if not SellerProfile.objects.filter(organisation=organisation).exists():
        SellerProfile.objects.create(organisation=organisation, slug=organisation.slug, status="approved")
    kind = over.get("kind", Listing.Kind.GOODS)
    title = over.pop("title", f"Stoneware bowl {next(_numbers)}")
    values: dict[str, Any] = {
        "category": over.pop("category", None) or make_category("ceramics-test"),
        "title": title,
        "slug": slugify(title)[:80],
        "summary": "A bowl for every day.",
        "description": "Thrown by hand, glazed inside and out, safe in the dishwasher.",
        "language": "en",
        "currency": organisation.currency,
        "unit": "piece",
        "moq": 1,
        "lead_time_days": 7,
        "ships_from_country": organisation.country,
    }
    if kind != Listing.Kind.SERVICE:
        values |= {
            "origin_country": organisation.country,
            "hs_code": "691200",
            "weight_g": 800,
            "length_mm": 200,
            "width_mm": 200,
            "height_mm": 100,
        }
    if status in ("live", "paused"):
        values["published_at"] = timezone.now()
    if status == "in_review":
        values["submitted_at"] = timezone.now()
    listing = Listing.objects.create(organisation=organisation, status=status, **{**values, **over})
    tracks_stock = kind in (Listing.Kind.GOODS, Listing.Kind.PERISHABLE_LOT)
    variant = make_variant(listing, stock=stock, tracks_stock=tracks_stock, is_default=True)
    make_tiers(variant, tiers or [(1, price)])
    if kind == Listing.Kind.PERISHABLE_LOT:
        Lot.objects.create(
            listing=listing,
            variant=variant,
            code="L-1",
            received=stock,
            available=stock,
            best_before_date=timezone.now().date() + timedelta(days=30),
            storage_min_c=Decimal("0"),
            storage_max_c=Decimal("4"),
        )
    if picture:
        make_picture(listing)
    return listing


def make_variant(listing: Listing, *, stock: int = 100, **over: Any) -> Variant:
    """Another variant of `listing`; without tiers until `make_tiers`."""
    return Variant.objects.create(listing=listing, organisation=listing.organisation, stock_available=stock, **over)


def make_tiers(variant: Variant, tiers: Sequence[tuple[int, str | Decimal]]) -> list[PriceTier]:
    """Price tiers of `variant`: (from quantity, unit price)."""
    return [
        PriceTier.objects.create(
            variant=variant, listing=variant.listing, min_quantity=quantity, unit_price=Decimal(str(price))
        )
        for quantity, price in tiers
    ]


def make_picture(listing: Listing, **over: Any) -> ListingPicture:
    """A picture row without files."""
    values: Mapping[str, Any] = {
        "file": f"listings/te/test{next(_numbers)}",
        "alt_text": "A bowl from above",
        "width": 960,
        "height": 720,
        "position": listing.pictures.count(),
    }
    return ListingPicture.objects.create(listing=listing, **{**values, **over})


def make_evidence(
    listing: Listing | None = None, *, organisation: Organisation | None = None, document: str = "un38_3", **over: Any
) -> TradeEvidence:
    """A document on file, approved; for a listing, or for all that an organisation sells."""
    owner = organisation or (listing.organisation if listing else make_seller())
    now = timezone.now()
    row = {"number": "TS-2026-118", "state": "approved", "submitted_at": now, "decided_at": now, **over}
    if listing is not None:
        row["scope"] = "listings"
    paper = TradeEvidence.objects.create(organisation=owner, document=document, **row)
    if listing is not None:
        EvidenceCover.objects.create(evidence=paper, listing=listing)
    return paper
