"""The trade room in admin, one file a subject."""

from trade.admin import (
    carriers,
    classification,
    exchange_rates,
    guarantees,
    nomenclature,
    restrictions,
    rules,
    screening,
)

__all__ = [
    "carriers",
    "classification",
    "exchange_rates",
    "guarantees",
    "nomenclature",
    "restrictions",
    "rules",
    "screening",
]
