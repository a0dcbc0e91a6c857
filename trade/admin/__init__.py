"""The trade room in admin, one file a subject."""

from trade.admin import carriers, exchange_rates, guarantees, nomenclature, rules

__all__ = ["carriers", "exchange_rates", "guarantees", "nomenclature", "rules"]
