"""Moderation of listings and sellers; the rest is to look at. Every change goes through an operation."""

from sellers.admin import attributes, categories, evidence, history, listings, profiles, records, storefronts

__all__ = ["attributes", "categories", "evidence", "history", "listings", "profiles", "records", "storefronts"]
from sellers.admin import safety

__all__ = ["attributes", "categories", "evidence", "history", "listings", "profiles", "records", "safety"]
