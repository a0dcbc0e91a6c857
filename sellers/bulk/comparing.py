"""What a product of a file changes about a listing that is there: told field by field, held against the same rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sellers.bulk.matching import Known
from sellers.content import AT_ONCE, FIXED_ONCE_PUBLISHED, REVIEWED, missing_content
from sellers.imports.products import Product
from sellers.models import Category, Listing, Variant
from sellers.operations._content import fixed_fields
from sellers.pricing import HasTier, check_tiers


@dataclass
class Change:
    """
    What is to be written to a listing.

    `listing` are values of its row, `proposed` those that wait for approval, `variant` values of `of`, `tiers` its new
    prices. `slow` says that options, variants or lots differ too, which are written one listing at a time.
    """

    product: Product
    known: Known
    of: Variant
    listing: dict[str, Any] = field(default_factory=dict)
    proposed: dict[str, Any] = field(default_factory=dict)
    variant: dict[str, Any] = field(default_factory=dict)
    tiers: list[tuple[int, Any]] | None = None
    slow: bool = False
    proposed_before: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.listing or self.proposed or self.variant or self.tiers is not None or self.slow)

    def words(self) -> list[tuple[str, Any, Any]]:
        """Return each field with its old and new value, for a preview."""
        listing = self.known.listing
        found = [(name, getattr(listing, name), value) for name, value in (self.listing | self.proposed).items()]
        found += [(name, getattr(self.of, name), value) for name, value in self.variant.items()]
        if self.tiers is not None:
            found.append(("tiers", self.known.tiers.get(self.of.pk, []), self.tiers))
        return found


def refusal_to_change(listing: Listing) -> str:
    """Return why the listing cannot be changed now, '' if it can."""
    if listing.status == Listing.Status.IN_REVIEW:
        return _("This listing is being reviewed. Take it back first, then import again.")
    if listing.status == Listing.Status.ARCHIVED:
        return _("This is a listing that you put away. Give the new one another SKU and number.")
    return ""


def compare(product: Product, known: Known, variant_id: int | None, open_proposal: Mapping[str, Any]) -> Change:
    """
    Return what `product` changes about a listing; `open_proposal` is what is proposed for it already.

    A row that names one variant of several by SKU speaks of that variant alone: its stock and its prices.
    """
    listing, content = known.listing, product.content
    several = len([each for each in known.variants if each.archived_at is None]) > 1
    of = next((each for each in known.variants if each.pk == variant_id), known.default)
    change = Change(product, known, of, proposed_before=dict(open_proposal))
    if several and not product.variants and variant_id is not None:
        content = {name: content[name] for name in ("stock", "tiers") if name in content}
    else:
        for name in (*REVIEWED, *AT_ONCE, *FIXED_ONCE_PUBLISHED):
            if name not in content:
                continue
            stored = getattr(listing, name)
            if listing.was_published and name in REVIEWED:
                value = content[name].pk if isinstance(content[name], Category) else content[name]
                on_sale = stored.pk if isinstance(stored, Category) else stored
                if open_proposal.get(name, on_sale) != value:
                    change.proposed[name] = content[name]
            elif stored != content[name]:
                change.listing[name] = content[name]
        if product.external_id and not listing.external_id and product.external_id != listing.public_id:
            change.listing["external_id"] = product.external_id
        if listing.is_service:
            # A service crosses no border as goods; what the file says of parcels is not taken.
            for name in ("hs_code", "origin_country", "weight_g", "length_mm", "width_mm", "height_mm"):
                change.listing.pop(name, None)
                change.proposed.pop(name, None)
    if product.variants or (several and not product.variants and variant_id is None and "tiers" in content):
        change.slow = _variants_differ(product, known)
        return change
    if "sku" in content and content["sku"] and content["sku"] != of.sku:
        change.variant["sku"] = content["sku"]
    if product.gtin and product.gtin != of.gtin:
        change.variant["gtin"] = product.gtin
    if "stock" in content and of.tracks_stock and content["stock"] != of.stock_available:
        change.variant["stock_available"] = content["stock"]
    if "tiers" in content:
        tiers = _pairs(content["tiers"])
        if tiers != known.tiers.get(of.pk, []):
            change.tiers = tiers
    if "lot" in content and listing.kind == Listing.Kind.PERISHABLE_LOT:
        change.slow = _lot_differs(of, content["lot"])
    if change.tiers is not None and several:
        # Prices of the default variant are those of every variant without its own.
        change.slow = True
    if change.variant.get("stock_available") is not None and listing.kind == Listing.Kind.PERISHABLE_LOT:
        change.slow = True
    return change


def _pairs(tiers: Iterable[HasTier]) -> list[tuple[int, Any]]:
    return [(tier.min_quantity, tier.unit_price) for tier in tiers]


def _lot_differs(variant: Variant, lot: Mapping[str, Any] | None) -> bool:
    there = variant.lots.first()
    if there is None or not lot:
        return bool(lot) or there is not None
    return any(getattr(there, name) != value for name, value in lot.items())


def _variants_differ(product: Product, known: Known) -> bool:
    """Whether the rows of a product say something else than the variants that are there."""
    there = {frozenset(each.options.items()): each for each in known.variants if each.archived_at is None}
    if not product.variants:
        return _pairs(product.content["tiers"]) != known.tiers.get(known.default.pk, [])
    names = {name for row in product.variants for name in row.options}
    if {option["name"] for option in known.listing.options} != names or len(there) != len(product.variants):
        return True
    for row in product.variants:
        variant = there.get(frozenset(row.options.items()))
        if variant is None:
            return True
        for name, value in row.content.items():
            if name == "stock":
                if variant.tracks_stock and value != variant.stock_available:
                    return True
            elif name == "tiers":
                # No prices of its own: the listing's.
                wanted = _pairs(value or product.content.get("tiers") or [])
                if wanted and wanted != known.tiers.get(variant.pk, []):
                    return True
            elif (getattr(variant, name) or "") != (value or ""):
                return True
    return False


def wrong_with(change: Change) -> dict[str, list[Any]]:
    """Return why a change cannot stand, by field: the rules of `edit_listing`, for a listing held in memory."""
    listing = change.known.listing
    errors = fixed_fields(listing, change.listing)
    moq = change.listing.get("moq", listing.moq)
    tiers = change.tiers if change.tiers is not None else change.known.tiers.get(change.of.pk, [])
    if change.tiers and tiers[0][0] > moq:
        rows = [{"min_quantity": quantity, "unit_price": price} for quantity, price in tiers]
        errors |= check_tiers(rows, moq=moq)[1]
    if not errors and listing.was_published and (change.listing or change.tiers is not None):
        errors |= _incomplete_on_sale(change, tiers, moq)
    return errors


def _incomplete_on_sale(change: Change, tiers: list[tuple[int, Any]], moq: int) -> dict[str, list[Any]]:
    listing = change.known.listing
    was = {name: getattr(listing, name) for name in change.listing}
    for name, value in change.listing.items():
        setattr(listing, name, value)
    try:
        missing = missing_content(
            listing, tiers=len(tiers), pictures=change.known.pictures, has_lot=change.known.has_lot
        )
    finally:
        for name, value in was.items():
            setattr(listing, name, value)
    if tiers and tiers[0][0] > moq and "moq" not in missing:
        missing["moq"] = [_("Your first price starts above the minimum order. Lower one of the two.")]
    return missing
