"""Our own table: the columns of an export, which an import reads back without a question."""

from typing import Any

from sellers.imports.answers import SPEC_PREFIX, answer_text
from sellers.imports.fields import BY_CODE, LOT_FIELDS, MOST_OPTIONS

# In the order of the editor. Prices, options and attributes follow in as many columns as the catalogue needs.
FIRST = (
    "external_id",
    "sku",
    "gtin",
    "kind",
    "title",
    "category",
    "summary",
    "description",
    "language",
    "currency",
    "unit",
    "moq",
)
LAST = (
    "stock", "lead_time_days", "origin_country", "ships_from_country", "hs_code", "incoterms", "weight_g", "length_mm",
    "width_mm", "height_mm",
)  # fmt: skip
ATTRIBUTE_PREFIX = "attribute: "
# Standing facts of an export that an import leaves alone.
NOTES = ("status", "address")


def columns_for(*, tiers: int, options: int, lots: bool, attributes: list[str], specs: list[str]) -> list[str]:
    """Return the header of an export whose listings have up to so many price tiers and options."""
    found = list(FIRST)
    for number in range(1, max(1, tiers) + 1):
        found += [f"from_{number}", f"price_{number}"]
    for number in range(1, min(options, MOST_OPTIONS) + 1):
        found += [f"option_{number}_name", f"option_{number}"]
    found += LAST
    if lots:
        found += LOT_FIELDS
    return [*found, *(SPEC_PREFIX + code for code in specs), *(ATTRIBUTE_PREFIX + name for name in attributes), *NOTES]


def row_of(
    listing: dict[str, Any], variant: dict[str, Any], tiers: list[tuple[int, Any]], lot: dict[str, Any] | None
) -> dict[str, Any]:
    """Return the cells of one variant of a listing, by column; what is empty is left out."""
    row: dict[str, Any] = {
        name: listing[name]
        for name in (*FIRST, *LAST)
        if name in listing and name in BY_CODE and listing[name] not in (None, "", [])
    }
    row["external_id"] = listing["external_id"] or listing["public_id"]
    row["sku"], row["gtin"] = variant["sku"], variant["gtin"]
    if listing["incoterms"]:
        row["incoterms"] = " ".join(listing["incoterms"])
    for name in ("moq", "weight_g", "length_mm", "width_mm", "height_mm"):
        if variant.get(name) is not None:
            row[name] = variant[name]
    if variant["tracks_stock"]:
        row["stock"] = variant["stock_available"]
    for number, (quantity, price) in enumerate(tiers, start=1):
        row[f"from_{number}"], row[f"price_{number}"] = quantity, f"{price.normalize():f}"
    for number, (name, value) in enumerate(variant["options"].items(), start=1):
        row[f"option_{number}_name"], row[f"option_{number}"] = name, value
    if lot is not None:
        row |= {code: lot[name] for code, name in LOT_FIELDS.items() if lot.get(name) not in (None, "")}
    row |= {ATTRIBUTE_PREFIX + name: value for name, value in listing["attributes"].items()}
    row |= {SPEC_PREFIX + code: answer_text(value) for code, value in listing["specs"].items()}
    row["status"], row["address"] = listing["status"], listing["address"]
    return row
