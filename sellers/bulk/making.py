"""New drafts in bulk: a listing with its variants and prices, written with COPY."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models.base import ModelState
from django.db.models.expressions import DatabaseDefault

from accounts.models import Organisation
from marketplace.kernel.fields import new_public_ids
from sellers.bulk.copying import Copier, reserve_ids
from sellers.content.options import label_of, place_of
from sellers.imports.products import Product
from sellers.models import Listing, PriceTier, Variant
from sellers.operations._listings import set_content

_COUNTED = (Listing.Kind.GOODS, Listing.Kind.PERISHABLE_LOT)
# What a row of a variant keeps as it was read.
_OWN = ("moq", "order_step", "weight_g", "length_mm", "width_mm", "height_mm")


def new_listing(product: Product, organisation: Organisation, language: str, *, like: Listing | None = None) -> Listing:
    """
    Return the draft that a product becomes, not saved: as `create_listing` makes it.

    `like` is an empty listing whose defaults are taken over: a hundred thousand of them are not worked out again.
    """
    content = product.content
    if like is None:
        listing = Listing()
    else:
        listing = Listing.__new__(Listing)
        listing.__dict__ = {**like.__dict__, "_state": ModelState()}
    listing.organisation_id = organisation.pk
    listing.kind = content.get("kind", Listing.Kind.GOODS.value)
    listing.currency = content.get("currency", organisation.currency)
    listing.origin_country = listing.ships_from_country = organisation.country
    listing.language = language
    listing.external_id = "" if product.external_id.startswith("lst_") else product.external_id
    set_content(listing, content)
    listing.options = [option.as_json() for option in product.options]
    return listing


def copy_listings(products: Sequence[Product], organisation: Organisation, language: str, now: datetime) -> list[int]:
    """Write a draft for each product, in the transaction that is open; returns the listings' primary keys in order."""
    count = len(products)
    variants = sum(len(product.variants) or 1 for product in products)
    listing_ids, variant_ids = reserve_ids(Listing, count), reserve_ids(Variant, variants)
    listing_names, variant_names = new_public_ids("lst", count), new_public_ids("var", variants)
    listing_rows, variant_rows = Copier(Listing), Copier(Variant)
    tier_rows = Copier(PriceTier, without=("id",), named=("variant_id", "listing_id", "min_quantity", "unit_price"))
    at, blank = 0, Listing()
    # What the database fills is left to the copier, which knows it too.
    blank.__dict__ = {name: value for name, value in blank.__dict__.items() if not isinstance(value, DatabaseDefault)}
    usual = blank.__dict__
    for product, pk, public_id in zip(products, listing_ids, listing_names, strict=True):
        listing = new_listing(product, organisation, language, like=blank)
        listing.pk, listing.public_id, listing.created_at, listing.updated_at = pk, public_id, now, now
        # What is as in every new listing the copier knows already.
        listing_rows.add(
            {name: value for name, value in listing.__dict__.items() if usual.get(name, usual) is not value}
        )
        for variant in _variants_of(product, listing):
            tiers = variant.pop("tiers")
            variant_rows.add(
                {
                    "id": variant_ids[at],
                    "public_id": variant_names[at],
                    "listing_id": pk,
                    "organisation_id": organisation.pk,
                    **variant,
                }
            )
            for tier in tiers:
                tier_rows.add_values(variant_ids[at], pk, tier.min_quantity, tier.unit_price)
            at += 1
    for rows in (listing_rows, variant_rows, tier_rows):
        rows.write()
    return listing_ids


def _variants_of(product: Product, listing: Listing) -> list[dict[str, Any]]:
    """The columns of each variant and its price rows; the first is the default."""
    content, counted = product.content, listing.kind in _COUNTED
    tiers = content.get("tiers", [])
    if not product.variants:
        return [
            {
                "sku": product.sku,
                "gtin": product.gtin,
                "stock_available": content.get("stock", 0) if counted else 0,
                "tracks_stock": counted,
                "is_default": True,
                "tiers": tiers,
            }
        ]
    rows = sorted(product.variants, key=lambda row: place_of(row.options, product.options))
    made = []
    for position, row in enumerate(rows):
        own = row.content.get("tiers") or []
        made.append(
            {
                "sku": row.content.get("sku", ""),
                "gtin": row.content.get("gtin", ""),
                "options": row.options,
                "label": label_of(row.options, product.options),
                "stock_available": row.content.get("stock") or 0 if counted else 0,
                "tracks_stock": counted,
                "is_default": position == 0,
                "position": position,
                "has_own_tiers": bool(own),
                **{name: row.content[name] for name in _OWN if name in row.content},
                "tiers": own or tiers,
            }
        )
    return made
