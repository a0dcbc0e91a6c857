"""
One product as a feed tells it, and why a product is not in it. Pure values.

Written after Google's product data specification (support.google.com/merchants/answer/7052112 and the pages of its
attributes) and Meta's catalogue reference (developers.facebook.com/docs/marketing-api/catalog/reference), read in
November 2026.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Money

# Google wants net prices in these countries and prices with value added tax everywhere else. Read in guides that cite
# Google's rule; its own page could only be read in part, so that a change of the list may have been missed.
NET_PRICE_COUNTRIES = frozenset({"US", "CA"})
LONGEST_TITLE = 150
LONGEST_DESCRIPTION = 5_000
LONGEST_BRAND = 70
MOST_PICTURES = 10


class Reason(StrEnum):
    """Why something is not in the feed."""

    SERVICE = "service"
    LANGUAGE = "language"
    PICTURE = "picture"
    PRICE = "price"
    NOT_DELIVERED = "not_delivered"
    RULES = "rules"
    FREIGHT = "freight"
    LANDED_COST = "landed_cost"
    RATE = "rate"
    PAST = "past"


REASONS = {
    Reason.SERVICE: _("A service. Product feeds take goods only."),
    Reason.LANGUAGE: _("It has no text in the language of the feed. Add a translation."),
    Reason.PICTURE: _("It has no picture. Add one."),
    Reason.PRICE: _("It has no price."),
    Reason.NOT_DELIVERED: _("You do not ship to this country. Change where you ship on your company page."),
    Reason.RULES: _("Rules keep it from being sold there. “Where may I sell this?” says which and what would help."),
    Reason.FREIGHT: _("No carrier we know takes the minimum order there. Check weight, size and where it ships from."),
    Reason.LANDED_COST: _("Its duty or tax there is not known. Usually a full HS code or the origin is missing."),
    Reason.RATE: _("There is no exchange rate between its currency and that of the feed today."),
    Reason.PAST: _("Its lots are past their best-before date."),
}  # fmt: skip


class Availability(StrEnum):
    IN_STOCK = "in_stock"
    OUT_OF_STOCK = "out_of_stock"
    PREORDER = "preorder"
    BACKORDER = "backorder"


class LeftOut(NamedTuple):
    """Something that is not in the feed; `sku` is empty where the whole listing is meant."""

    listing: str
    title: str
    sku: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Freight:
    """The cheapest way there for the minimum order."""

    price: Money
    service: str
    min_days: int
    max_days: int


@dataclass(frozen=True, slots=True)
class Item:
    """
    One variant of one listing. `price` is of the smallest order that can be bought, `quantity` units of it.

    `id` stays the same as long as the variant lives; variants of one listing share `group`.
    """

    id: str
    group: str
    title: str
    description: str
    link: str
    pictures: tuple[str, ...]
    availability: Availability
    available_on: date | None
    price: Money
    quantity: int
    unit: str
    brand: str
    gtin: str
    mpn: str
    condition: str
    product_type: str
    country: str
    freight: Freight | None
    weight_g: int | None
    handling_days: int | None
    stock: int | None
    traits: tuple[tuple[str, str], ...]
    sku: str

    @property
    def has_identifier(self) -> bool:
        """Whether the maker's own numbers name it: a GTIN, or a brand with its part number."""
        return bool(self.gtin or (self.brand and self.mpn))


def amount(money: Money) -> str:
    """Return money as both specifications write it: `15.00 EUR`, a full stop and no thousands."""
    return f"{money.amount:f} {money.currency.code}"


def kilograms(grams: int) -> str:
    """Return a weight as both specifications write it."""
    return f"{(Decimal(grams) / 1000).normalize():f} kg"


def valid_gtin(text: str) -> str:
    """Return `text` if it is a GTIN of 8, 12, 13 or 14 digits whose last digit checks, else ''."""
    if len(text) not in (8, 12, 13, 14) or not (text.isascii() and text.isdigit()):
        return ""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(text[:-1])))
    return text if (10 - total % 10) % 10 == int(text[-1]) else ""


#: What sellers call the traits that both specifications know, in our six languages.
TRAITS = {
    "color": ("color", "colour", "couleur", "cor", "颜色", "اللون"),
    "size": ("size", "talla", "tamaño", "taille", "tamanho", "尺寸", "尺码", "المقاس"),
    "material": ("material", "matériau", "matière", "材料", "材质", "المادة"),
    "pattern": ("pattern", "motif", "estampado", "padrão", "图案", "النقش"),
}
_TRAIT_OF = {name: trait for trait, names in TRAITS.items() for name in names}


def trait_of(name: str) -> str:
    """Return the trait that a seller's option or attribute of this name tells of, '' for any other."""
    return _TRAIT_OF.get(name.strip().casefold(), "")
