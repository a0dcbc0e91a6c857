"""Which of a seller's listings the products of a file are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef

from sellers.imports.products import Product
from sellers.models import Listing, ListingPicture, Lot, PriceTier, Variant


@dataclass
class Known:
    """
    A listing that is there, as the batch has it so far: what is changed is changed here and written at the end.

    `variant_id` is the variant that a row's SKU named; `tiers` are (from quantity, price) by variant.
    """

    listing: Listing
    variants: list[Variant] = field(default_factory=list)
    tiers: dict[int, list[tuple[int, Any]]] = field(default_factory=dict)
    pictures: int = 0
    has_lot: bool = False

    @property
    def default(self) -> Variant:
        return next((variant for variant in self.variants if variant.is_default), self.variants[0])


@dataclass
class Matches:
    """What was found: listings by primary key, whose external ids, public ids and SKUs stand where."""

    known: dict[int, Known]
    by_external_id: dict[str, int]
    by_sku: dict[str, tuple[int, int]]

    def find(self, product: Product) -> tuple[Known | None, int | None]:
        """Return the listing that a product is, and the variant that its SKU names."""
        listing_id = self.by_external_id.get(product.external_id) if product.external_id else None
        if listing_id is None and product.sku and product.sku in self.by_sku:
            listing_id = self.by_sku[product.sku][0]
        if listing_id is None:
            # Variants of a product bring its own number along; a row of it may name only one of them.
            for row in product.variants:
                if (found := self.by_sku.get(row.content.get("sku", ""))) is not None:
                    listing_id = found[0]
                    break
        if listing_id is None:
            return None, None
        sku = self.by_sku.get(product.sku)
        return self.known[listing_id], sku[1] if sku and sku[0] == listing_id else None


def find_known(organisation_id: int, products: Sequence[Product], *, lock: bool) -> Matches:
    """
    Return which listings of the organisation the products are; `lock` holds their rows until the transaction ends.

    Three queries for the batch, and three more for what belongs to the listings found.
    """
    skus = {product.sku for product in products if product.sku}
    skus |= {sku for product in products for row in product.variants if (sku := row.content.get("sku", ""))}
    numbers = {product.external_id for product in products if product.external_id}
    by_sku: dict[str, tuple[int, int]] = {}
    if skus:
        found = Variant.objects.filter(organisation_id=organisation_id, sku__in=list(skus)).exclude(sku="")
        by_sku = {sku: (listing_id, pk) for sku, listing_id, pk in found.values_list("sku", "listing_id", "pk")}
    by_number: dict[str, int] = {}
    own = Listing.objects.filter(organisation_id=organisation_id)
    if numbers:
        by_number = dict(
            own.filter(external_id__in=list(numbers)).exclude(external_id="").values_list("external_id", "pk")
        )
        # Our own exports name listings that have no number of the seller's by ours.
        if ours := [number for number in numbers if number.startswith("lst_") and len(number) == 20]:
            by_number |= dict(own.filter(public_id__in=ours).values_list("public_id", "pk"))
    ids = sorted({*by_number.values(), *(listing_id for listing_id, _pk in by_sku.values())})
    return Matches(_load(own, ids, lock=lock) if ids else {}, by_number, by_sku)


def _load(own: Any, ids: list[int], *, lock: bool) -> dict[int, Known]:
    rows = own.filter(pk__in=ids).select_related("category").order_by("pk")
    if lock:
        # In one order, and not against those who only point at the rows.
        rows = rows.select_for_update(no_key=True, of=("self",))
    known = {listing.pk: Known(listing) for listing in rows}
    variants = Variant.objects.filter(listing_id__in=ids).order_by("listing_id", "position", "pk")
    for variant in variants:
        known[variant.listing_id].variants.append(variant)
    for listing_id, variant_id, quantity, price in (
        PriceTier.objects.filter(listing_id__in=ids)
        .order_by("min_quantity")
        .values_list("listing_id", "variant_id", "min_quantity", "unit_price")
    ):
        known[listing_id].tiers.setdefault(variant_id, []).append((quantity, price))
    published = [pk for pk, each in known.items() if each.listing.was_published]
    if published:
        shown = ListingPicture.objects.filter(listing_id__in=published, is_shown=True)
        for listing_id, count in shown.values_list("listing_id").annotate(count=Count("pk")):
            known[listing_id].pictures = count
    lots = Lot.objects.filter(listing_id=OuterRef("pk"))
    for pk in (
        own.filter(pk__in=ids, kind=Listing.Kind.PERISHABLE_LOT).filter(Exists(lots)).values_list("pk", flat=True)
    ):
        known[pk].has_lot = True
    return known
