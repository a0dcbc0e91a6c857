"""A seller's catalogue as a file that can be imported again; written row by row, whatever its size."""

import csv
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import Count, QuerySet

from sellers.imports.fields import MOST_OPTIONS
from sellers.imports.layout import columns_for, row_of
from sellers.imports.values import escaped
from sellers.models import Listing, Lot, PriceTier, Variant
from sellers.pricing import MOST_TIERS

PAGE = 500
# What one sheet of a workbook can hold.
MOST_SHEET_ROWS = 1_048_575
MOST_ATTRIBUTE_COLUMNS = 60


class TooManyRows(Exception):
    """A workbook has no room for so many rows."""


def listings_to_export(organisation_id: int, status: str = "") -> QuerySet[Listing]:
    """Return the listings that an export holds: those in `status`, or all but archived ones."""
    found = Listing.objects.filter(organisation_id=organisation_id)
    return found.filter(status=status) if status else found.exclude(status=Listing.Status.ARCHIVED)


def header_for(organisation_id: int, status: str = "") -> list[str]:
    """Return the columns that this catalogue needs."""
    listings = listings_to_export(organisation_id, status)
    own = PriceTier.objects.filter(listing__in=listings)
    tiers = own.values("variant").annotate(count=Count("pk")).order_by("-count").values_list("count", flat=True).first()
    names: dict[str, int] = {}
    for attributes in listings.exclude(attributes={}).values_list("attributes", flat=True).iterator(chunk_size=5_000):
        for name in attributes:
            names[name] = names.get(name, 0) + 1
    common = sorted(names, key=lambda name: (-names[name], name))[:MOST_ATTRIBUTE_COLUMNS]
    return columns_for(
        tiers=min(tiers or 1, MOST_TIERS),
        options=MOST_OPTIONS if listings.exclude(options=[]).exists() else 0,
        lots=Lot.objects.filter(listing__in=listings, closed_at=None).exists(),
        attributes=common,
        specs=sorted({code for specs in listings.exclude(specs={}).values_list("specs", flat=True) for code in specs}),
    )


def rows_to_export(organisation_id: int, status: str = "") -> Iterator[dict[str, Any]]:
    """Give a row for each variant, in the order of the listings' making, a page of them at a time."""
    last = 0
    while True:
        page = list(
            listings_to_export(organisation_id, status)
            .select_related("category")
            .filter(pk__gt=last)
            .order_by("pk")[:PAGE]
        )
        if not page:
            return
        last = page[-1].pk
        ids = [listing.pk for listing in page]
        variants: dict[int, list[Variant]] = {}
        shown = Variant.objects.filter(listing_id__in=ids, archived_at=None)
        for variant in shown.order_by("-is_default", "position", "pk"):
            variants.setdefault(variant.listing_id, []).append(variant)
        tiers: dict[int, list[tuple[int, Any]]] = {}
        for variant_id, quantity, price in (
            PriceTier.objects.filter(listing_id__in=ids)
            .order_by("min_quantity")
            .values_list("variant_id", "min_quantity", "unit_price")
        ):
            tiers.setdefault(variant_id, []).append((quantity, price))
        lots = {lot.variant_id: lot for lot in Lot.objects.filter(listing_id__in=ids, closed_at=None).order_by("-pk")}
        for listing in page:
            values = {**listing.__dict__, "address": listing.get_absolute_url()}
            values["category"] = listing.category.slug if listing.category else ""
            for variant in variants.get(listing.pk, []):
                lot = lots.get(variant.pk)
                yield row_of(
                    values, variant.__dict__, tiers.get(variant.pk, []), lot.__dict__ if lot is not None else None
                )


def write_export(
    path: Path, form: str, organisation_id: int, *, status: str = "", tell: Callable[[int], object] = lambda done: None
) -> int:
    """
    Write a catalogue to `path` as csv, xlsx or jsonl; returns how many rows. `tell` hears how far it is.

    :raises TooManyRows: if a workbook cannot hold them.
    """
    rows = rows_to_export(organisation_id, status)
    if form == "jsonl":
        return _write_lines(path, rows, tell)
    header = header_for(organisation_id, status)
    return (_write_csv if form == "csv" else _write_sheet)(path, header, rows, tell)


def _cell(value: Any) -> str:
    return "" if value is None else escaped(str(value))


def _write_csv(path: Path, header: list[str], rows: Iterator[dict[str, Any]], tell: Callable[[int], object]) -> int:
    count = 0
    # The mark lets spreadsheets see that this is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        while page := list(islice(rows, PAGE)):
            writer.writerows([[_cell(row.get(name)) for name in header] for row in page])
            count += len(page)
            tell(count)
    return count


def _write_lines(path: Path, rows: Iterator[dict[str, Any]], tell: Callable[[int], object]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        while page := list(islice(rows, PAGE)):
            for row in page:
                file.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
            count += len(page)
            tell(count)
    return count


def _write_sheet(path: Path, header: list[str], rows: Iterator[dict[str, Any]], tell: Callable[[int], object]) -> int:
    import xlsxwriter

    # Rows go to disk as they come. Nothing is taken for a formula or a link.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    count = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet, bold = book.add_worksheet("Catalogue"), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, header, bold)
        for row in rows:
            count += 1
            if count > MOST_SHEET_ROWS:
                raise TooManyRows
            for at, name in enumerate(header):
                value = row.get(name)
                if isinstance(value, int) and name not in ("gtin", "sku", "external_id", "hs_code"):
                    sheet.write_number(count, at, value)
                elif value not in (None, ""):
                    sheet.write_string(count, at, _cell(value))
            if count % PAGE == 0:
                tell(count)
    return count
