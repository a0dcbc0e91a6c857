"""Changes to listings that are there, written for a whole batch at once where that is possible."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from marketplace.kernel.refusals import InvalidInput
from sellers.bulk.comparing import Change
from sellers.bulk.copying import Copier
from sellers.models import Category, Listing, ListingChange, PriceTier, Variant
from sellers.operations._content import propose
from sellers.operations._listings import set_content, write_variant
from sellers.operations.set_variants import replace_variants


def apply_in_memory(change: Change) -> None:
    """Put a change on the rows held in memory, and keep what was before: the next row of the file sees it."""
    listing, known = change.known.listing, change.known
    change.before = {
        "version": listing.version,
        "listing": {name: _as_json(getattr(listing, name)) for name in change.listing},
        # What was proposed already, in a list of one; None where nothing was.
        "proposed": {
            name: [change.proposed_before[name]] if name in change.proposed_before else None for name in change.proposed
        },
        "variant": {"id": change.of.pk, **{name: _as_json(getattr(change.of, name)) for name in change.variant}},
        "slow": change.slow,
    }
    if change.tiers is not None:
        change.before["tiers"] = [[quantity, str(price)] for quantity, price in known.tiers.get(change.of.pk, [])]
        known.tiers[change.of.pk] = change.tiers
    set_content(listing, change.listing)
    for name, value in change.listing.items():
        setattr(listing, name, value)
    if "title" in change.listing:
        change.listing["slug"] = slugify(listing.title, allow_unicode=True)[:80].strip("-")
    for name, value in change.variant.items():
        setattr(change.of, name, value)
    listing.version += 1


def write_slowly(change: Change, *, now: datetime, keep: bool) -> dict[str, list[Any]]:
    """
    Write options, variants and lots of one listing; without `keep` only find out whether that would be refused.

    Returns why not, by field; nothing is left of a refused one.
    """
    listing, product = change.known.listing, change.product
    try:
        with transaction.atomic():
            if product.variants:
                replace_variants(
                    listing=listing,
                    options=[option.as_json() for option in product.options],
                    variants=[{"options": row.options, **_as_sent(row.content)} for row in product.variants],
                    now=now,
                )
            content: dict[str, Any] = {
                name: product.content[name]
                for name in ("tiers", "lot", "stock")
                if name in product.content and not (product.variants and name == "stock")
            }
            if content:
                write_variant(listing, content)
            if not keep:
                transaction.set_rollback(True)
    except InvalidInput as refused:
        return refused.fields
    change.tiers = None
    change.variant.pop("stock_available", None)
    return {}


def _as_sent(content: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a variant as `read_variants` takes it, which reads it once more."""
    if "tiers" not in content:
        return dict(content)
    tiers = [{"min_quantity": tier.min_quantity, "unit_price": tier.unit_price} for tier in content["tiers"]]
    return {**content, "tiers": tiers}


def write_changes(changes: Sequence[Change], *, now: datetime) -> None:
    """Write what `apply_in_memory` put on the rows, in the transaction that is open."""
    if not changes:
        return
    listings = {change.known.listing.pk: change.known.listing for change in changes}
    fields: dict[int, set[str]] = {}
    for change in changes:
        if change.listing:
            fields.setdefault(change.known.listing.pk, set()).update(change.listing)
    by_fields: dict[frozenset[str], list[Listing]] = {}
    for pk, names in fields.items():
        by_fields.setdefault(frozenset(names), []).append(listings[pk])
    for changed, rows in by_fields.items():
        Listing.objects.bulk_update(rows, sorted(changed), batch_size=500)
    _touch(list(listings.values()), now)
    _write_variants(changes)
    _write_tiers(changes)
    for change in changes:
        if change.proposed:
            propose(change.known.listing, change.proposed)
    feed = Copier(ListingChange, without=("sequence", "txid"))
    for pk, listing in listings.items():
        if listing.was_published:
            feed.add({"listing_id": pk})
    feed.write()


def _touch(listings: list[Listing], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sellers_listing listing SET version = new.version, updated_at = %s "
            "FROM unnest(%s::bigint[], %s::int[]) AS new(id, version) WHERE listing.id = new.id",
            [now, [listing.pk for listing in listings], [listing.version for listing in listings]],
        )


def _write_variants(changes: Sequence[Change]) -> None:
    rows: dict[int, Variant] = {change.of.pk: change.of for change in changes if change.variant}
    if not rows:
        return
    counted = {change.of.pk for change in changes if "stock_available" in change.variant}
    with connection.cursor() as cursor:
        # Variants are locked in the order that buyers' orders lock them. Stock that the file does not speak of may
        # have been sold meanwhile, and is left alone.
        cursor.execute("SELECT 1 FROM sellers_variant WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [list(rows)])
        cursor.execute(
            "UPDATE sellers_variant variant SET sku = new.sku, gtin = new.gtin, "
            "stock_available = coalesce(new.stock, variant.stock_available) "
            "FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::int[]) AS new(id, sku, gtin, stock) "
            "WHERE variant.id = new.id",
            [
                list(rows),
                [row.sku for row in rows.values()],
                [row.gtin for row in rows.values()],
                [row.stock_available if pk in counted else None for pk, row in rows.items()],
            ],
        )


def _write_tiers(changes: Sequence[Change]) -> None:
    wanted = {change.of.pk: (change.known.listing.pk, change.tiers) for change in changes if change.tiers is not None}
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sellers_pricetier WHERE variant_id = ANY(%s)", [list(wanted)])
    rows = Copier(PriceTier, without=("id",))
    for variant_id, (listing_id, tiers) in wanted.items():
        for quantity, price in tiers or []:
            rows.add(
                {"variant_id": variant_id, "listing_id": listing_id, "min_quantity": quantity, "unit_price": price}
            )
    rows.write()


def _as_json(value: Any) -> Any:
    if isinstance(value, Category):
        return value.pk
    if isinstance(value, Decimal | date):
        return str(value)
    return value
