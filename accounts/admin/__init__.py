"""Accounts in admin, one file a subject."""

from accounts.admin import holds, onboarding, people

__all__ = ["holds", "onboarding", "people"]
