"""The fields of a listing, their limits, and which of them wait for approval."""

from typing import Any

from sellers.pricing import LARGEST_QUANTITY

Errors = dict[str, list[Any]]

LENGTHS = {"title": 140, "summary": 280, "description": 8000, "sku": 64}
# (smallest, largest) of each whole number.
RANGES = {
    "moq": (1, LARGEST_QUANTITY),
    "lead_time_days": (0, 365),
    "weight_g": (1, 40_000_000),
    "length_mm": (1, 20_000),
    "width_mm": (1, 20_000),
    "height_mm": (1, 20_000),
    "units_per_inner": (1, 100_000),
    "units_per_carton": (1, 1_000_000),
    "carton_weight_g": (1, 40_000_000),
    "carton_length_mm": (1, 20_000),
    "carton_width_mm": (1, 20_000),
    "carton_height_mm": (1, 20_000),
    "stock": (0, 1_000_000_000),
    "order_step": (1, LARGEST_QUANTITY),
}
PARCEL = ("weight_g", "length_mm", "width_mm", "height_mm")
PACKAGING = (
    "units_per_inner", "units_per_carton", "carton_weight_g", "carton_length_mm", "carton_width_mm", "carton_height_mm",
)  # fmt: skip
# Changes of these to a listing on sale wait for approval; price, stock, minimum, lead time and packaging do not.
REVIEWED = (
    "category", "title", "summary", "description", "language", "unit", "origin_country", "hs_code", "attributes",
    "specs", "making", "service", "translations", "binding_language",
)  # fmt: skip
# Carts and landed costs are worked out in these: they cannot change under a buyer's feet.
FIXED_ONCE_PUBLISHED = ("kind", "currency")
AT_ONCE = (
    "moq", "order_step", "counts_variants_together", "lead_time_days", "lead_times", "ships_from_country", "incoterms",
    *PARCEL, *PACKAGING,
)  # fmt: skip
LOT_FIELDS = ("code", "grade", "harvest_date", "best_before_date", "storage_min_c", "storage_max_c")
ON_VARIANT = ("sku", "stock", "tiers", "lot")
FIELDS = (*REVIEWED, *FIXED_ONCE_PUBLISHED, *AT_ONCE, *ON_VARIANT)
MOST_ATTRIBUTES = 30
