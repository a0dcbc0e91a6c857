"""How a listing's variants are written: matched with those there are, made, kept for the record, priced."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import new_public_id
from marketplace.kernel.refusals import InvalidInput
from sellers.content import Option
from sellers.content.options import is_combination, label_of, place_of
from sellers.models import Listing, ListingPicture, Lot, PriceTier, Variant
from sellers.pricing import HasTier

# Columns of a row that are written as they are.
PLAIN = ("sku", "gtin", "moq", "order_step", "weight_g", "length_mm", "width_mm", "height_mm", "is_active")
# What a variant of a new name takes over from the one of the old name.
INHERITED = ("sku", "gtin", "moq", "order_step", "weight_g", "length_mm", "width_mm", "height_mm", "picture_id",
             "stock_available", "has_own_tiers", "tracks_stock")  # fmt: skip
WRITTEN = [*PLAIN, "options", "label", "position", "picture", "stock_available", "tracks_stock", "has_own_tiers",
           "is_default", "archived_at"]  # fmt: skip
Errors = dict[str, list[Any]]


def write_variants(
    listing: Listing,
    options: Sequence[Option],
    rows: Sequence[Mapping[str, Any]],
    *,
    now: datetime,
    heirs: Mapping[int, dict[str, str]] | None = None,
) -> list[Variant]:
    """
    Make `rows` (as `read_variants` gives them) the variants of a locked listing, in the order of the options' values.

    A row is matched with the variant it names, else with that of its combination. Variants that no row speaks of are
    deleted if the listing was never on sale, else archived. `heirs` says which combination carries on what variant
    (primary key) was until now. Exactly one variant stays the default; its prices are the listing's.

    :raises InvalidInput: with a reason at each cell that cannot stand; nothing is written then.
    """
    # By primary key, as buyers' orders lock them; and not against those who only point at the rows.
    there = list(listing.variants.select_for_update(no_key=True).order_by("pk"))
    errors: Errors = {}
    pairs = _matched(there, rows, options, errors)
    pictures = _pictures(listing, rows, errors)
    _check_skus(listing, rows, errors)
    _check_stock(listing, pairs, errors)
    if listing.was_published and not any(_is_offered(variant, row) for variant, row in pairs):
        errors["variants"] = [_("Offer at least one variant. To sell none for a while, pause the listing.")]
    if errors:
        raise InvalidInput(fields=errors)
    default = next((each for each in there if each.is_default), None)
    prices = list(default.tiers.all()) if default is not None else []
    kept = {variant.pk for variant, _row in pairs if variant is not None}
    gone = [variant for variant in there if variant.pk not in kept]
    inherits = {frozenset(chosen.items()): pk for pk, chosen in (heirs or {}).items()}
    by_pk = {variant.pk: variant for variant in there}
    elders = _tiers_of(inherits.values())
    written: list[tuple[Variant, Mapping[str, Any]]] = []
    for variant, row in pairs:
        if variant is None:
            variant = _new(listing)
            elder = by_pk.get(inherits.get(frozenset(row["options"].items()), 0))
            if elder is not None:
                for name in INHERITED:
                    setattr(variant, name, getattr(elder, name))
        _fill(variant, row, options, pictures)
        written.append((variant, row))
    written.sort(key=lambda pair: place_of(pair[0].options, options))
    for position, (variant, _row) in enumerate(written):
        variant.position = position
    _choose_default(written)
    taken = {variant.sku for variant, _row in written if variant.sku}
    _part_with(listing, gone, taken, now)
    _store(listing, [variant for variant, _row in written])
    _write_prices(listing, written, prices, {chosen: elders[pk] for chosen, pk in inherits.items() if pk in elders})
    return [variant for variant, _row in written]


def write_prices(variant: Variant, tiers: Iterable[HasTier]) -> None:
    """Replace a variant's prices; those of the default variant go to every variant without its own."""
    wanted = [(tier.min_quantity, tier.unit_price) for tier in tiers]
    followers = [variant.pk]
    if variant.is_default:
        own = Variant.objects.filter(listing_id=variant.listing_id, has_own_tiers=False, archived_at=None)
        followers += own.exclude(pk=variant.pk).values_list("pk", flat=True)
    PriceTier.objects.filter(variant_id__in=followers).delete()
    PriceTier.objects.bulk_create(
        PriceTier(variant_id=pk, listing_id=variant.listing_id, min_quantity=quantity, unit_price=price)
        for pk in followers
        for quantity, price in wanted
    )


def _tiers_of(pks: Iterable[int]) -> dict[int, list[PriceTier]]:
    tiers: dict[int, list[PriceTier]] = {}
    for tier in PriceTier.objects.filter(variant_id__in=set(pks)):
        tiers.setdefault(tier.variant_id, []).append(tier)
    return tiers


def _new(listing: Listing) -> Variant:
    counted = listing.kind in (Listing.Kind.GOODS, Listing.Kind.PERISHABLE_LOT)
    return Variant(listing=listing, organisation_id=listing.organisation_id, tracks_stock=counted)


def _matched(
    there: Sequence[Variant], rows: Sequence[Mapping[str, Any]], options: Sequence[Option], errors: Errors
) -> list[tuple[Variant | None, Mapping[str, Any]]]:
    by_id = {variant.public_id: variant for variant in there}
    by_choice = {frozenset(variant.options.items()): variant for variant in there}
    pairs: list[tuple[Variant | None, Mapping[str, Any]]] = []
    for at, row in enumerate(rows):
        if row["id"]:
            found = by_id.get(row["id"])
            if found is None:
                errors[f"variants.{at}.id"] = [_("There is no such variant of this listing.")]
            elif "options" not in row and not is_combination(found.options, options):
                errors[f"variants.{at}.options"] = [_("It is none of the combinations any more. Choose which it is.")]
        else:
            found = by_choice.get(frozenset(row["options"].items()))
        pairs.append((found, row))
    return pairs


def _pictures(listing: Listing, rows: Sequence[Mapping[str, Any]], errors: Errors) -> dict[str, ListingPicture]:
    if not any(row.get("picture") for row in rows):
        return {}
    pictures = {picture.public_id: picture for picture in listing.pictures.all()}
    for at, row in enumerate(rows):
        if row.get("picture") and row["picture"] not in pictures:
            errors[f"variants.{at}.picture"] = [_("Choose one of the listing's pictures.")]
    return pictures


def _check_skus(listing: Listing, rows: Sequence[Mapping[str, Any]], errors: Errors) -> None:
    wanted = {row["sku"]: at for at, row in enumerate(rows) if row.get("sku")}
    others = Variant.objects.filter(organisation_id=listing.organisation_id, sku__in=wanted).exclude(listing=listing)
    for sku in others.values_list("sku", flat=True):
        errors[f"variants.{wanted[sku]}.sku"] = [_("Another of your listings has this SKU.")]


def _check_stock(listing: Listing, pairs: Sequence[tuple[Variant | None, Mapping[str, Any]]], errors: Errors) -> None:
    if listing.kind != Listing.Kind.PERISHABLE_LOT:
        return
    by_lots = set(Lot.objects.filter(listing=listing).values_list("variant_id", flat=True))
    for at, (variant, row) in enumerate(pairs):
        held = variant.stock_available if variant is not None else 0
        if "stock" in row and row["stock"] != held and (variant is None or variant.pk in by_lots):
            errors[f"variants.{at}.stock"] = [_("Its stock is the sum of its lots. Count them under Lots.")]


def _is_offered(variant: Variant | None, row: Mapping[str, Any]) -> bool:
    kept = variant is None or variant.is_active or variant.archived_at is not None
    return bool(row.get("is_active", kept))


def _fill(
    variant: Variant, row: Mapping[str, Any], options: Sequence[Option], pictures: Mapping[str, ListingPicture]
) -> None:
    for name in PLAIN:
        if name in row:
            setattr(variant, name, row[name])
    if "options" in row:
        variant.options = row["options"]
    variant.label = label_of(variant.options, options)
    if "picture" in row:
        variant.picture = pictures.get(row["picture"])
    if "stock" in row and variant.tracks_stock:
        variant.stock_available = row["stock"]
    if "tiers" in row:
        variant.has_own_tiers = bool(row["tiers"])
    if variant.archived_at is not None:
        variant.archived_at = None
        variant.is_active = bool(row.get("is_active", True))


def _choose_default(written: Sequence[tuple[Variant, Mapping[str, Any]]]) -> None:
    """Keep the default there is while it is offered; else the first that is offered, else the first."""
    if any(variant.is_default and variant.is_active for variant, _row in written):
        return
    for variant, _row in written:
        variant.is_default = False
    chosen = next((variant for variant, _row in written if variant.is_active), written[0][0])
    chosen.is_default = True


def _part_with(listing: Listing, gone: Sequence[Variant], taken: set[str], now: datetime) -> None:
    if listing.published_at is None:
        Variant.objects.filter(pk__in=[variant.pk for variant in gone]).delete()
        return
    for variant in gone:
        if variant.archived_at is None and variant.stock_available and variant.lots.exists():
            raise InvalidInput(
                fields={"variants": [_("“%(variant)s” still has lots. Close them under Lots first.") % {
                    "variant": variant.label or variant.sku or variant.public_id}]}
            )  # fmt: skip
        variant.archived_at = variant.archived_at or now
        variant.is_active = variant.is_default = False
        if variant.sku in taken:
            variant.sku = ""
    Variant.objects.bulk_update(gone, ["archived_at", "is_active", "is_default", "sku"], batch_size=500)


def _store(listing: Listing, variants: Sequence[Variant]) -> None:
    """Write the rows: numbers that move from one variant to another are let go of first."""
    old = [variant for variant in variants if variant.pk]
    new = [variant for variant in variants if not variant.pk]
    for variant in new:
        variant.public_id = new_public_id("var")
    listing.variants.filter(is_default=True).update(is_default=False)
    listing.variants.filter(pk__in=[variant.pk for variant in old]).exclude(sku="").update(sku="")
    try:
        with transaction.atomic():
            Variant.objects.bulk_update(old, WRITTEN, batch_size=500)
            Variant.objects.bulk_create(new, batch_size=500)
    except IntegrityError as failure:
        if "sellers_variant_sku_once_per_seller" not in str(failure):
            raise
        # Somebody saved the same number on another listing in this very moment.
        raise InvalidInput(fields={"variants": [_("Another of your listings has one of these SKUs.")]}) from None


def _write_prices(
    listing: Listing,
    written: Sequence[tuple[Variant, Mapping[str, Any]]],
    prices: Sequence[HasTier],
    elders: Mapping[frozenset[tuple[str, str]], Sequence[HasTier]],
) -> None:
    """Give every variant its price rows: its own, else the listing's, which are the default variant's."""
    default, row = next((variant, row) for variant, row in written if variant.is_default)
    # What the default is given are the listing's prices: it has none of its own beside them.
    listed = list(row.get("tiers") or prices)
    wanted: dict[int, Sequence[HasTier]] = {}
    for variant, each in written:
        if variant is default or not variant.has_own_tiers:
            wanted[variant.pk] = listed
        elif each.get("tiers"):
            wanted[variant.pk] = each["tiers"]
        elif each["id"] == "" and (elder := elders.get(frozenset(variant.options.items()))):
            wanted[variant.pk] = elder
    if default.has_own_tiers:
        default.has_own_tiers = False
        Variant.objects.filter(pk=default.pk).update(has_own_tiers=False)
    # A standing markdown is a price of its own until it ends or the seller says another.
    standing = set(listing.markdowns.filter(ended_at=None, variant_id__in=wanted).values_list("variant_id", flat=True))
    said = {variant.pk for variant, each in written if "tiers" in each}
    wanted = {pk: tiers for pk, tiers in wanted.items() if pk not in standing or pk in said}
    PriceTier.objects.filter(variant_id__in=wanted).delete()
    PriceTier.objects.bulk_create(
        (
            PriceTier(variant_id=pk, listing=listing, min_quantity=tier.min_quantity, unit_price=tier.unit_price)
            for pk, tiers in wanted.items()
            for tier in tiers
        ),
        batch_size=2000,
    )
