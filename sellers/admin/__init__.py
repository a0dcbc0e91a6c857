"""Moderation of listings and sellers; the rest is to look at. Every change goes through an operation."""

from sellers.admin import (
    attributes,
    categories,
    evidence,
    history,
    imports,
    listings,
    planned,
    profiles,
    records,
    safety,
    selling_prices,
    storefronts,
)

__all__ = [
    "attributes",
    "categories",
    "evidence",
    "history",
    "imports",
    "listings",
    "planned",
    "profiles",
    "records",
    "safety",
    "selling_prices",
    "storefronts",
]
